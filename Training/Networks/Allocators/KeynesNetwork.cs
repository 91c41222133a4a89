using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Instance normalisation → LSTM or convolution, the same for every asset → group normalisation → ReLU → mean over time → mean over
/// channels → softmax with a learned temperature. It takes any lookback and any number of assets.</summary>
public sealed class KeynesNetwork : ScoreNetwork
{
    private readonly SoftmaxAllocator _softmax = new();

    [ComponentName(Name = "norm_layer_1")]
    private readonly InstanceNorm2d _inputs;

    [ComponentName(Name = "transform_layer")]
    private readonly nn.Module<Tensor, Tensor> _transform;

    [ComponentName(Name = "norm_layer_2")]
    private readonly GroupNorm _groups;

    [ComponentName(Name = "temperature")]
    private readonly Parameter _temperature;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="transform">LSTM or convolution.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="hidden">Channels of the transform, a multiple of the groups. Default 32.</param>
    /// <param name="groups">Groups of channels that are normalised together. Default 4.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public KeynesNetwork(int channels, KeynesTransform transform, long seed, int hidden = 32, int groups = 4) : base(nameof(KeynesNetwork))
    {
        Shapes.RequirePositive(channels, nameof(channels));
        if (groups < 1 || hidden < 1 || hidden % groups != 0)
            throw new ArgumentException($"expected a multiple of {groups} groups, found {hidden}", nameof(hidden));
        using var generator = new Generator((ulong)seed);
        _inputs = nn.InstanceNorm2d(channels, affine: true);
        _transform = transform switch
        {
            KeynesTransform.Lstm => new RecurrentTransform(channels, hidden, RecurrentCell.Lstm, generator),
            KeynesTransform.Convolution => new Convolution1d(channels, hidden, generator),
            _ => throw new ArgumentException($"expected a known transform, found {transform}", nameof(transform)),
        };
        _groups = nn.GroupNorm(groups, hidden);
        _temperature = ParameterDraws.Parameter(ones(1));
        Groups = groups;
        RegisterComponents();
    }

    internal int Groups { get; }

    private protected override Tensor Allocate(Tensor input) => _softmax.call(Score(input), _temperature);

    private protected override Tensor Score(Tensor input)
    {
        var values = _inputs.call(input);
        values = _transform is Convolution1d convolution ? EachAsset(convolution, values) : _transform.call(values);
        return _groups.call(values).relu().mean([2]).mean([1]);
    }

    private static Tensor EachAsset(Convolution1d convolution, Tensor input)
    {
        var (samples, channels, lookback, assets) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var series = convolution.call(input.permute(0, 3, 1, 2).reshape(samples * assets, channels, lookback));
        return series.view(samples, assets, -1, lookback).permute(0, 2, 3, 1);
    }
}
