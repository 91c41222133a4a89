using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>Weights in proportion to 1/(risk + ε), risk measured over the lookback.</summary>
/// <param name="measure">Default the standard deviation; DeepDow's default is the variance.</param>
/// <param name="epsilon">ε, positive. Default 1e-6: small against daily deviations (1e-2), not against daily variances (1e-4), where DeepDow adds it too.</param>
/// <param name="channel">Channel of the returns. Default 0.</param>
/// <exception cref="ArgumentException">ε is not positive.</exception>
public sealed class InverseVolatilityBenchmark(RiskMeasure measure = RiskMeasure.StandardDeviation, double epsilon = 1e-6, int channel = 0) : AllocationRule
{
    private readonly double _epsilon = epsilon > 0 && double.IsFinite(epsilon) ? epsilon : throw new ArgumentException($"expected a positive number, found {epsilon}", nameof(epsilon));

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Lookback < 2)
            throw new ArgumentException($"{Name}: expected a lookback of at least 2 steps, found {batch.Lookback}", nameof(batch));
        using var scope = NewDisposeScope();
        var returns = batch.Inputs.select(1, channel);
        var risk = measure == RiskMeasure.Variance ? returns.var(1L) : returns.std(1L);
        var inverse = risk.add(_epsilon).reciprocal();
        // Restricted first: a name without a past has no risk, and would take all.
        var members = inverse.mul(batch.Universe);
        return members.div(members.sum(1L, keepdim: true).clamp_min(double.Epsilon)).MoveToOuterDisposeScope();
    }
}
