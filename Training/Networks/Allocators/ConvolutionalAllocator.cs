using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Standardisation → causal convolution over time, the same for every asset → ReLU at the newest step → weighted mean over channels →
/// weights. It takes any number of assets and any lookback from the kernel's length.</summary>
/// <remarks>Averaging channels right after a convolution would make one filter of them all; so each channel gets a learned weight of either sign first.</remarks>
public sealed class ConvolutionalAllocator : ScoreNetwork
{
    private readonly nn.Module<Tensor, Tensor> _side;

    [ComponentName(Name = "standardisation")]
    private readonly ChannelStandardisation _standardisation;

    [ComponentName(Name = "convolution")]
    private readonly TimeConvolution _convolution;

    [ComponentName(Name = "channels")]
    private readonly MultiplyByConstant _channels;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="kernel">Steps that the convolution sees.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="hidden">Channels of the convolution. Default 32.</param>
    /// <param name="side">Default <see cref="PositionSide.LongOnly"/>.</param>
    /// <param name="scaling">Of the inputs; null for none.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public ConvolutionalAllocator(int channels, int kernel, long seed, int hidden = 32, PositionSide side = PositionSide.LongOnly, ChannelScaling? scaling = null)
        : base(nameof(ConvolutionalAllocator))
    {
        _standardisation = ChannelStandardisation.Of(scaling, channels);
        using var generator = new Generator((ulong)seed);
        Side = side;
        _side = side.Layer();
        _convolution = new TimeConvolution(channels, hidden, kernel, generator);
        _channels = ParameterDraws.Uniform(new MultiplyByConstant(hidden), 1, generator);
        RegisterComponents();
    }

    public PositionSide Side { get; }

    private protected override Tensor Allocate(Tensor input) => _side.call(Score(input));

    private protected override Tensor Score(Tensor input) => _channels.call(_convolution.call(_standardisation.call(input)).relu()).select(2, -1).mean([1]);
}
