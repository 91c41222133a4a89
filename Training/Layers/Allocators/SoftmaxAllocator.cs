using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Positive weights that sum to 1: softmax(x/τ), or with a cap the weights w ≤ cap that minimise −xᵀw/τ − H(w), H the entropy.
/// (samples, assets) → (samples, assets).</summary>
/// <remarks>Capped, the largest weights stand at the cap and the others share the rest by softmax; which ones do is found exactly, from the largest down.
/// Source: Martins and Kreutzer (2017).</remarks>
/// <param name="temperature">τ, positive. Default 1.</param>
/// <param name="cap">Largest weight, within (0, 1]; null for none. Assets · cap must be at least 1.</param>
/// <exception cref="ArgumentException">An argument is out of range.</exception>
public sealed class SoftmaxAllocator(double temperature = 1, double? cap = null) : nn.Module<Tensor, Tensor>(nameof(SoftmaxAllocator))
{
    private readonly double _temperature = Shapes.RequirePositive(temperature, nameof(temperature));
    private readonly double _cap = Caps.Require(cap ?? 1, nameof(cap));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 2, "samples, assets", nameof(input));
        using var scope = NewDisposeScope();
        return Allocate(input.div(_temperature)).MoveToOuterDisposeScope();
    }

    /// <param name="input">(samples, assets).</param>
    /// <param name="temperatures">(samples) or (1) τ, positive, in place of the constructor's.</param>
    public Tensor call(Tensor input, Tensor temperatures)
    {
        Shapes.Require(input, 2, "samples, assets", nameof(input));
        Shapes.Require(temperatures, 1, "samples", nameof(temperatures));
        using var scope = NewDisposeScope();
        return Allocate(input.div(temperatures.unsqueeze(1))).MoveToOuterDisposeScope();
    }

    private Tensor Allocate(Tensor scores)
    {
        Caps.RequireRoom(_cap, scores.shape[1]);
        if (_cap >= 1)
            return scores.softmax(1);
        Tensor capped, rest;
        using (no_grad())
        {
            // With the k largest at the cap, the next would get (1 − k cap) e^x / Σ e^x of those from it on; the first k at which that fits is the answer.
            var (sorted, order) = scores.detach().sort(1L, descending: true);
            var share = sorted.sub(sorted.flip(1).logcumsumexp(1).flip(1)).exp();
            var free = arange(scores.shape[1], dtype: scores.dtype, device: scores.device).mul(-_cap).add(1);
            var over = share.mul(free).gt(_cap).to_type(scores.dtype).cumprod(1);
            // The last of all takes what is left, which fits; rounding must not cap it too.
            over = over.mul(arange(scores.shape[1], device: scores.device).lt(scores.shape[1] - 1));
            capped = zeros_like(over).scatter(1, order, over).gt(0);
            rest = over.sum(1L, keepdim: true).mul(-_cap).add(1);
        }
        var others = scores.masked_fill(capped, double.NegativeInfinity).softmax(1).mul(rest);
        return others.masked_fill(capped, _cap);
    }
}
