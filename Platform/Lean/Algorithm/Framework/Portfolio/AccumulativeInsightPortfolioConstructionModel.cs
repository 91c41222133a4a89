using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Each active insight adds a fixed fraction of the portfolio in its direction; a flat one takes one fraction away.</summary>
/// <param name="percent">Fraction of the portfolio per insight; default 0.03.</param>
public class AccumulativeInsightPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc = null, PortfolioBias portfolioBias = PortfolioBias.LongShort, double percent = 0.03)
    : PortfolioConstructionModel(rebalancingFunc)
{
    private readonly PortfolioBias _bias = portfolioBias;
    private readonly double _percent = Math.Abs(percent);

    public AccumulativeInsightPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort, double percent = 0.03)
        : this(Dates(rebalancingDateRules), portfolioBias, percent)
    {
    }

    public AccumulativeInsightPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, double percent = 0.03)
        : this(Optional(rebalancingFunc), portfolioBias, percent)
    {
    }

    public AccumulativeInsightPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort, double percent = 0.03)
        : this(Every(timeSpan), portfolioBias, percent)
    {
    }

    public AccumulativeInsightPortfolioConstructionModel(Resolution resolution, PortfolioBias portfolioBias = PortfolioBias.LongShort, double percent = 0.03)
        : this(resolution.ToTimeSpan(), portfolioBias, percent)
    {
    }

    /// <summary>All active insights, the oldest first.</summary>
    protected override List<Insight> GetTargetInsights() =>
        [.. ((QCAlgorithm)Algorithm).Insights.GetActiveInsights(Algorithm.UtcTime).Where(ShouldCreateTargetForInsight).OrderBy(x => x.GeneratedTimeUtc)];

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        var percents = new Dictionary<Symbol, double>();
        foreach (var insight in activeInsights)
        {
            if (percents.TryGetValue(insight.Symbol, out var percent) && insight.Direction == InsightDirection.Flat)
                percent = Math.Abs(percent) < _percent ? 0 : percent + (percent > 0 ? -_percent : _percent);
            percent += _percent * (int)insight.Direction;
            percents[insight.Symbol] = _bias != PortfolioBias.LongShort && Math.Sign(percent) != (int)_bias ? 0 : percent;
        }
        return activeInsights.DistinctBy(x => x.Symbol).ToDictionary(x => x, x => percents[x.Symbol]);
    }
}
