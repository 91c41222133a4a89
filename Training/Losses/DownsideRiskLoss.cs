using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Downside deviation around the mean, mean(max(r̄ − r, 0)^β)^(1/β).</summary>
/// <param name="beta">β, at least 1. Default 2.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <exception cref="ArgumentException">β is below 1.</exception>
/// <remarks>DeepDow takes the square root whatever β is.</remarks>
public sealed class DownsideRiskLoss(double beta = 2, ReturnConvention? convention = null) : ReturnLoss(convention)
{
    private readonly double _beta = beta >= 1 && double.IsFinite(beta) ? beta : throw new ArgumentException($"expected at least 1, found {beta}", nameof(beta));

    private protected override Tensor Evaluate(Tensor returns) =>
        Roots.Of(returns.mean([1], keepdim: true).sub(returns).relu().pow(_beta).mean([1]), _beta);
}
