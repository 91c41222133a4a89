using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>Reads a window at other times: (samples, channels, lookback, assets) and (samples, lookback) or (samples, lookback, assets) →
/// the shape of the first.</summary>
/// <remarks>Times run from −1, the oldest step, to 1, the newest. Source: Jaderberg et al. (2015), with corners aligned.</remarks>
/// <param name="mode">How values between steps are found. Default bilinear; nearest has no gradient for the times.</param>
/// <param name="outside">What lies before −1 and after 1. Default reflection.</param>
public sealed class Warp(GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode outside = GridSamplePaddingMode.Reflection)
    : nn.Module<Tensor, Tensor, Tensor>(nameof(Warp))
{
    /// <param name="input">(samples, channels, lookback, assets).</param>
    /// <param name="times">(samples, lookback) for all assets, or (samples, lookback, assets).</param>
    public override Tensor forward(Tensor input, Tensor times)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        ArgumentNullException.ThrowIfNull(times);
        var (samples, lookback, assets) = (input.shape[0], input.shape[2], input.shape[3]);
        if (!times.shape.SequenceEqual([samples, lookback]) && !times.shape.SequenceEqual([samples, lookback, assets]))
            throw new ArgumentException($"expected ({samples}, {lookback}) or ({samples}, {lookback}, {assets}), found {Shapes.Text(times)}", nameof(times));
        using var scope = NewDisposeScope();
        var along = (times.dim() == 2 ? times.unsqueeze(2) : times).expand(samples, lookback, assets);
        var across = linspace(-1, 1, assets, dtype: input.dtype, device: input.device).expand(samples, lookback, assets);
        return nn.functional.grid_sample(input, stack([across, along], 3), mode, outside, align_corners: true).MoveToOuterDisposeScope();
    }
}
