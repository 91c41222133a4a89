using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>Stretches the newest part of a window over all of it, or compresses more than it: time t becomes s·t + (1 − s), which leaves the newest
/// step where it is. (samples, channels, lookback, assets) and (samples) → the shape of the first.</summary>
/// <remarks>s = 1 changes nothing, s &lt; 1 zooms in, s &gt; 1 out. DeepDow cuts the scale off from the gradient; here it has one.</remarks>
public sealed class Zoom : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Warp _warp;

    /// <inheritdoc cref="Warp"/>
    public Zoom(GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode outside = GridSamplePaddingMode.Reflection) : base(nameof(Zoom)) =>
        _warp = new Warp(mode, outside);

    /// <param name="input">(samples, channels, lookback, assets).</param>
    /// <param name="scale">(samples) s.</param>
    public override Tensor forward(Tensor input, Tensor scale)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        Shapes.Require(scale, 1, "samples", nameof(scale));
        using var scope = NewDisposeScope();
        var each = scale.unsqueeze(1);
        var times = linspace(-1, 1, input.shape[2], dtype: input.dtype, device: input.device).unsqueeze(0).mul(each).add(each.neg().add(1));
        return _warp.call(input, times).MoveToOuterDisposeScope();
    }
}
