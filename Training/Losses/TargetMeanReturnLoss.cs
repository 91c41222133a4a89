using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Distance of the mean return from a target, |r̄ − target|^p.</summary>
/// <param name="target">Return of a step. Default 0.01.</param>
/// <param name="power">p, at least 1. Default 2.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <exception cref="ArgumentException">p is below 1.</exception>
public sealed class TargetMeanReturnLoss(double target = 0.01, double power = 2, ReturnConvention? convention = null) : ReturnLoss(convention)
{
    private readonly double _power = power >= 1 && double.IsFinite(power) ? power : throw new ArgumentException($"expected at least 1, found {power}", nameof(power));

    private protected override Tensor Evaluate(Tensor returns) => returns.mean([1]).sub(target).abs().pow(_power);
}
