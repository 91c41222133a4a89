using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Collapses;

/// <summary>Weighted mean over one dimension, which disappears, with weights that grow towards its end: u₀ = 1, uₜ₊₁ = f uₜ + 1, divided by their sum.</summary>
/// <remarks>(samples, channels, lookback, assets) → (samples, channels, assets) where the dimension is time. DeepDow cuts a learned f off from the
/// gradient, rounds the weights to float32, and takes f = 0 for "learned".</remarks>
public sealed class ExponentialCollapse : nn.Module<Tensor, Tensor>
{
    private readonly int _dimension;
    private readonly double? _fixed;

    [ComponentName(Name = "forgetting_factor")]
    private readonly Parameter? _learned;

    /// <param name="forgettingFactor">f, 0 or more; null for one that is learned and starts at 0.5. 0 weighs all alike.</param>
    /// <param name="dimension">1 channels, 2 time, 3 assets. Default 2.</param>
    /// <exception cref="ArgumentException">f is below 0.</exception>
    public ExponentialCollapse(double? forgettingFactor, int dimension = 2) : base(nameof(ExponentialCollapse))
    {
        if (forgettingFactor is { } factor && !(factor >= 0 && double.IsFinite(factor)))
            throw new ArgumentException($"expected 0 or more, found {factor}", nameof(forgettingFactor));
        _fixed = forgettingFactor;
        _dimension = dimension;
        if (_fixed is null)
            _learned = ParameterDraws.Parameter(full(1, 0.5));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var length = input.shape[_dimension];
        var factor = _learned ?? full(1, _fixed!.Value, dtype: input.dtype, device: input.device);
        var weights = factor.pow(arange(length, dtype: input.dtype, device: input.device)).cumsum(0); // uₜ = Σ fᵏ, k ≤ t
        var shape = new long[input.dim()];
        Array.Fill(shape, 1);
        shape[_dimension] = length;
        return input.mul(weights.div(weights.sum()).view(shape)).sum((long)_dimension).MoveToOuterDisposeScope();
    }
}
