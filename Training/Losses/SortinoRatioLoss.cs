using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus the Sortino ratio of a step, −(r̄ − r_f)/(d + ε) with d = √mean(max(r_f − r, 0)²).</summary>
/// <param name="riskFree">r_f, return of a step, also the target below which a return counts as a loss. Default 0.</param>
/// <param name="epsilon">ε, 0 or more. Default 1e-4.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <remarks>DeepDow measures d against 0 whatever r_f is. Source: Sortino and Price (1994).</remarks>
public sealed class SortinoRatioLoss(double riskFree = 0, double epsilon = 1e-4, ReturnConvention? convention = null) : ReturnLoss(convention)
{
    private protected override Tensor Evaluate(Tensor returns)
    {
        var downside = Roots.Of(returns.neg().add(riskFree).relu().square().mean([1]), 2);
        return returns.mean([1]).sub(riskFree).neg().div(downside.add(epsilon));
    }
}
