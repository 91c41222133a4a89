using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Dense;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>All inputs in one row → batch normalisation → dropout → linear → softmax with a learned temperature. 2F + F·assets + assets + 1 parameters,
/// F = channels · lookback · assets.</summary>
public sealed class LinearNetwork : AllocatorNetwork
{
    private readonly SoftmaxAllocator _softmax = new();
    private readonly Generator _generator;
    private readonly SeededDropout _dropout;

    [ComponentName(Name = "norm_layer")]
    private readonly BatchNorm1d _normalisation;

    [ComponentName(Name = "linear")]
    private readonly Linear _linear;

    [ComponentName(Name = "temperature")]
    private readonly Parameter _temperature;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="lookback">Steps of the inputs.</param>
    /// <param name="assets">Assets.</param>
    /// <param name="seed">Of first weights and dropout.</param>
    /// <param name="dropout">Share of inputs set to zero while training, in [0, 1). Default 0.5.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public LinearNetwork(int channels, int lookback, int assets, long seed, double dropout = 0.5) : base(nameof(LinearNetwork))
    {
        var inputs = Shapes.RequirePositive(channels, nameof(channels)) * Shapes.RequirePositive(lookback, nameof(lookback)) * Shapes.RequirePositive(assets, nameof(assets));
        _generator = new Generator((ulong)seed);
        _dropout = new SeededDropout(dropout, _generator);
        _normalisation = nn.BatchNorm1d(inputs);
        _linear = ParameterDraws.ByFanIn(nn.Linear(inputs, assets), inputs, _generator);
        _temperature = ParameterDraws.Parameter(ones(1));
        RegisterComponents();
    }

    internal override void Reseed(long seed) => _generator.manual_seed(seed);

    private protected override Tensor Allocate(Tensor input)
    {
        if (input.numel() != input.shape[0] * _normalisation.weight!.shape[0] || input.shape[3] != _linear.bias!.shape[0])
            throw new ArgumentException(
                $"expected {_normalisation.weight.shape[0]} inputs of {_linear.bias!.shape[0]} assets for each sample, found {Shapes.Text(input)}", nameof(input));
        var values = _dropout.call(_normalisation.call(input.reshape(input.shape[0], -1)));
        return _softmax.call(_linear.call(values), _temperature);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _generator.Dispose();
        base.Dispose(disposing);
    }
}
