using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Distance of the standard deviation (sample) from a target, |s − target|^p.</summary>
/// <param name="target">Standard deviation of a step's return. Default 0.01.</param>
/// <param name="power">p, at least 1. Default 2.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <exception cref="ArgumentException">p is below 1.</exception>
public sealed class TargetStandardDeviationLoss(double target = 0.01, double power = 2, ReturnConvention? convention = null) : ReturnLoss(convention, steps: 2)
{
    private readonly double _power = power >= 1 && double.IsFinite(power) ? power : throw new ArgumentException($"expected at least 1, found {power}", nameof(power));

    private protected override Tensor Evaluate(Tensor returns) => returns.std(1L).sub(target).abs().pow(_power);
}
