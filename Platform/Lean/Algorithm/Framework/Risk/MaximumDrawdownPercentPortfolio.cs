using QuantConnect.Algorithm.Framework.Portfolio;

namespace QuantConnect.Algorithm.Framework.Risk;

/// <summary>Takes all new targets to zero, and cancels their insights, while the portfolio is below its start, or its high, by more than a fraction.</summary>
/// <param name="isTrailing">Whether the drawdown counts from the highest value rather than from the first.</param>
/// <remarks>After it has acted the count starts again from the value of the next step.</remarks>
public class MaximumDrawdownPercentPortfolio(decimal maximumDrawdownPercent = 0.05m, bool isTrailing = false) : RiskManagementModel
{
    private readonly decimal _limit = -Math.Abs(maximumDrawdownPercent);
    private readonly bool _isTrailing = isTrailing;
    private decimal? _high;

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        var value = algorithm.Portfolio.TotalPortfolioValue;
        var high = _high ?? value;
        _high = _isTrailing ? Math.Max(high, value) : high;
        if (targets.Length == 0 || value / _high.Value - 1 >= _limit) yield break;
        _high = null;
        foreach (var target in targets)
        {
            algorithm.Insights.Cancel([target.Symbol]);
            yield return new PortfolioTarget(target.Symbol, 0);
        }
    }
}
