using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights from 0 to a cap that sum to 1 and are nearest to x/τ, many of them exactly 0: (samples, assets) → (samples, assets).</summary>
/// <remarks>w = min(max(x/τ − ν, 0), cap). Σw falls with ν in straight pieces between the 2·assets points x/τ and x/τ − cap; sorting them finds the
/// piece that holds 1, and the active set gives ν exactly. Source: Martins and Astudillo (2016); Wang and Lu (2015) for the cap.</remarks>
/// <param name="temperature">τ, positive. Default 1.</param>
/// <param name="cap">Largest weight, within (0, 1]. Default 1. Assets · cap must be at least 1.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
public sealed class SparsemaxAllocator(double temperature = 1, double cap = 1) : nn.Module<Tensor, Tensor>(nameof(SparsemaxAllocator))
{
    private readonly double _temperature = Shapes.RequirePositive(temperature, nameof(temperature));
    private readonly double _cap = Caps.Require(cap, nameof(cap));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 2, "samples, assets", nameof(input));
        Caps.RequireRoom(_cap, input.shape[1]);
        using var scope = NewDisposeScope();
        var scores = input.div(_temperature);
        Tensor full, between;
        using (no_grad())
        {
            var above = scores.detach().sub(Level(scores.detach()));
            full = above.ge(_cap).to_type(scores.dtype);
            between = above.gt(0).to_type(scores.dtype).sub(full);
        }
        var count = between.sum(1L, keepdim: true);
        var left = full.sum(1L, keepdim: true).mul(-_cap).add(1);
        var level = scores.mul(between).sum(1L, keepdim: true).sub(left).div(count.clamp_min(1));
        return scores.sub(level).clamp(0, _cap).mul(between).add(full.mul(_cap)).MoveToOuterDisposeScope();
    }

    // ν within rounding, (samples, 1).
    private Tensor Level(Tensor scores)
    {
        // Coming from above, the slope of Σw in −ν gains 1 at each x and loses 1 at each x − cap.
        var (points, order) = cat([scores, scores.sub(_cap)], 1).sort(1L, descending: true);
        var assets = scores.shape[1];
        var slopes = where(order.lt(assets), ones_like(points), ones_like(points).neg()).cumsum(1);
        var falls = points.narrow(1, 0, 2 * assets - 1).sub(points.narrow(1, 1, 2 * assets - 1));
        var sums = cat([zeros_like(points.narrow(1, 0, 1)), falls.mul(slopes.narrow(1, 0, 2 * assets - 1)).cumsum(1)], 1); // Σw at each point
        // The last point at which Σw ≤ 1, and from there on along its slope.
        var at = sums.le(1).to_type(ScalarType.Int64).sum(1L, keepdim: true).sub(1).clamp_min(0);
        var slope = slopes.gather(1, at).clamp_min(1);
        return points.gather(1, at).sub(sums.gather(1, at).neg().add(1).div(slope));
    }
}
