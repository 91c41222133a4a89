using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus the Sharpe ratio of a step, −(r̄ − r_f)/(s + ε), with the sample standard deviation s.</summary>
/// <param name="riskFree">r_f, return of a step. Default 0.</param>
/// <param name="epsilon">ε, 0 or more. Default 1e-4, a basis point: not small against daily deviations.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <remarks>Source: Sharpe (1994).</remarks>
public sealed class SharpeRatioLoss(double riskFree = 0, double epsilon = 1e-4, ReturnConvention? convention = null) : ReturnLoss(convention, steps: 2)
{
    private protected override Tensor Evaluate(Tensor returns) =>
        returns.mean([1]).sub(riskFree).neg().div(returns.std(1L).add(epsilon));
}
