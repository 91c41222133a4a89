using LeanDeep.Training.Data.Windows;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers;

/// <summary>(x − centre)/scale for each channel, as part of the network, so that what is trained is what trades; (samples, channels, lookback, assets) → the same.</summary>
public sealed class ChannelStandardisation : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "centre")]
    private readonly Tensor _centre;

    [ComponentName(Name = "scale")]
    private readonly Tensor _scale;

    /// <param name="scaling">Fitted on training samples alone.</param>
    /// <exception cref="ArgumentException">A scale is not positive, or there are not as many as centres.</exception>
    public ChannelStandardisation(ChannelScaling scaling) : base(nameof(ChannelStandardisation))
    {
        ArgumentNullException.ThrowIfNull(scaling);
        if (scaling.Centre.Count == 0 || scaling.Scale.Count != scaling.Centre.Count || scaling.Scale.Any(scale => !(scale > 0 && double.IsFinite(scale))))
            throw new ArgumentException($"expected as many positive scales as centres, found {scaling.Centre.Count} centres and scales {string.Join(", ", scaling.Scale)}", nameof(scaling));
        long[] shape = [1, scaling.Centre.Count, 1, 1];
        _centre = tensor([.. scaling.Centre], shape, dtype: ScalarType.Float32).DetachFromDisposeScope();
        _scale = tensor([.. scaling.Scale], shape, dtype: ScalarType.Float32).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Leaves inputs as they are.</summary>
    internal static ChannelScaling None(int channels) => new([.. Enumerable.Repeat(0.0, channels)], [.. Enumerable.Repeat(1.0, channels)]);

    /// <summary>The scaling asked for, checked to be of so many channels.</summary>
    internal static ChannelStandardisation Of(ChannelScaling? scaling, int channels) =>
        scaling is null || scaling.Centre.Count == channels
            ? new ChannelStandardisation(scaling ?? None(channels))
            : throw new ArgumentException($"expected {channels} channels, found {scaling.Centre.Count}", nameof(scaling));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        return input.sub(_centre).div(_scale).MoveToOuterDisposeScope();
    }
}
