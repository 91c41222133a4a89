using LeanDeep.Training.Layers;
using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Returns of portfolios over a horizon, differentiable with respect to weights, outcomes and held weights.</summary>
/// <remarks>What the weights leave of 1 is cash without interest, so long-short and levered weights have returns too. Wealth starts at 1;
/// held, it is Wₜ = 1 + Σwᵢ(Gᵢₜ − 1) with Gᵢₜ an asset's growth, and the step's return Σwᵢ Gᵢₜ₋₁ rᵢₜ / Wₜ₋₁.</remarks>
public static class PortfolioReturns
{
    /// <param name="weights">(samples, assets) fractions of equity.</param>
    /// <param name="outcomes">(samples, channels, horizon, assets).</param>
    /// <param name="convention">How returns are measured.</param>
    /// <param name="held">(samples, assets) weights held just before the trade; needed where there are costs. The first step pays
    /// rate · Σ|w − held|; with rebalancing each later one what it takes to restore the weights.</param>
    /// <returns>(samples, horizon) of the convention's output kind.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or held weights are needed and missing.</exception>
    public static Tensor PerStep(Tensor weights, Tensor outcomes, ReturnConvention convention, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(convention);
        using var scope = NewDisposeScope();
        var returns = Simple(AssetReturns(weights, outcomes, convention.Channel), convention.Input);
        var each = weights.unsqueeze(1);
        var steps = convention.Rebalanced ? returns.mul(each).sum(-1) : Held(each, returns);
        if (convention.CostRate > 0)
            steps = steps.add(1).mul(Turnover(weights, returns, steps, convention, held).mul(-convention.CostRate).add(1)).sub(1);
        if (convention.Output == ReturnKind.Log)
            steps = steps.log1p();
        return steps.MoveToOuterDisposeScope();
    }

    /// <returns>(samples, horizon) return since the start, of the convention's output kind.</returns>
    /// <inheritdoc cref="PerStep"/>
    public static Tensor Cumulative(Tensor weights, Tensor outcomes, ReturnConvention convention, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(convention);
        using var scope = NewDisposeScope();
        var logs = PerStep(weights, outcomes, convention with { Output = ReturnKind.Log }, held).cumsum(1);
        return (convention.Output == ReturnKind.Log ? logs : logs.expm1()).MoveToOuterDisposeScope();
    }

    /// <summary>The channel of returns, (samples, horizon, assets).</summary>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    internal static Tensor AssetReturns(Tensor weights, Tensor outcomes, int channel)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (weights.dim() != 2 || outcomes.dim() != 4 || outcomes.shape[0] != weights.shape[0] || outcomes.shape[3] != weights.shape[1] || outcomes.shape[2] < 1)
            throw new ArgumentException(
                $"expected weights (samples, assets) and outcomes (samples, channels, horizon, assets), found {Shapes.Text(weights)} and {Shapes.Text(outcomes)}", nameof(outcomes));
        if (channel >= outcomes.shape[1])
            throw new ArgumentException($"expected more than {channel} channels, found {outcomes.shape[1]}", nameof(outcomes));
        return outcomes.select(1, channel);
    }

    private static Tensor Simple(Tensor returns, ReturnKind kind) => kind == ReturnKind.Log ? returns.expm1() : returns;

    private static Tensor Held(Tensor weights, Tensor returns)
    {
        var growth = returns.add(1).cumprod(1);
        var before = cat([ones_like(growth.narrow(1, 0, 1)), growth.narrow(1, 0, growth.shape[1] - 1)], 1);
        var wealth = before.sub(1).mul(weights).sum(-1).add(1);
        return weights.mul(before).mul(returns).sum(-1).div(wealth);
    }

    // What each step trades before its return, in fractions of equity: (samples, horizon).
    private static Tensor Turnover(Tensor weights, Tensor returns, Tensor steps, ReturnConvention convention, Tensor? held)
    {
        if (held is null)
            throw new ArgumentException("expected the weights held before the trade, as there are costs; found none", nameof(held));
        if (!held.shape.SequenceEqual(weights.shape))
            throw new ArgumentException($"expected held weights {Shapes.Text(weights)}, found {Shapes.Text(held)}", nameof(held));
        var first = weights.sub(held).abs().sum(-1).unsqueeze(1);
        var later = steps.shape[1] - 1;
        if (!convention.Rebalanced)
            return cat([first, zeros_like(steps.narrow(1, 0, later))], 1);
        var each = weights.unsqueeze(1);
        var drifted = each.mul(returns.add(1)).div(steps.add(1).unsqueeze(-1)).narrow(1, 0, later);
        return cat([first, each.sub(drifted).abs().sum(-1)], 1);
    }
}
