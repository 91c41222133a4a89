using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>Causal convolution over time alone, with one kernel for all assets: (samples, channels, lookback, assets) →
/// (samples, output channels, lookback, assets).</summary>
/// <remarks>Zeros stand before the window, k − 1 of them, so step t sees t − k + 1 … t and nothing later; assets never mix.</remarks>
public sealed class TimeConvolution : nn.Module<Tensor, Tensor>
{
    private readonly int _kernel;

    [ComponentName(Name = "conv")]
    private readonly Conv2d _convolution;

    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="kernel">Steps that an output sees.</param>
    /// <param name="generator">Of the first weights.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public TimeConvolution(int inputChannels, int outputChannels, int kernel, Generator generator) : base(nameof(TimeConvolution))
    {
        Shapes.RequirePositive(inputChannels, nameof(inputChannels));
        Shapes.RequirePositive(outputChannels, nameof(outputChannels));
        _kernel = Shapes.RequirePositive(kernel, nameof(kernel));
        _convolution = ParameterDraws.ByFanIn(nn.Conv2d(inputChannels, outputChannels, (kernel, 1)), inputChannels * kernel, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        var before = zeros([input.shape[0], input.shape[1], _kernel - 1, input.shape[3]], dtype: input.dtype, device: input.device);
        return _convolution.call(cat([before, input], 2)).MoveToOuterDisposeScope();
    }
}
