using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Distance from equal contributions to risk, Σ(σ/N − wᵢ(Σw)ᵢ/σ)² with σ² = wᵀΣw and Σ the sample covariance of the outcomes.</summary>
/// <param name="channel">Channel of the outcomes. Default 0.</param>
/// <remarks>DeepDow shrinks Σ by one half towards its diagonal and does not say so. Source: Maillard, Roncalli and Teiletche (2010).</remarks>
public sealed class RiskParityLoss(int channel = 0) : AllocationLoss
{
    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held)
    {
        var returns = PortfolioReturns.AssetReturns(weights, outcomes, channel);
        if (returns.shape[1] < 2)
            throw new ArgumentException($"{this}: expected a horizon of at least 2 steps, found {returns.shape[1]}", nameof(outcomes));
        var centred = returns.sub(returns.mean([1], keepdim: true));
        var portfolio = centred.mul(weights.unsqueeze(1)).sum(-1, keepdim: true);
        var marginal = centred.mul(portfolio).sum(1L).div(returns.shape[1] - 1); // Σw
        var volatility = Roots.Of(weights.mul(marginal).sum(1L, keepdim: true), 2);
        var safe = where(volatility.gt(0), volatility, ones_like(volatility));
        return volatility.div(weights.shape[1]).sub(weights.mul(marginal).div(safe)).square().sum(1L);
    }
}
