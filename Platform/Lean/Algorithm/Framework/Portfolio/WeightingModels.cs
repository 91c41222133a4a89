using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Equal weights for all active insights.</summary>
public class EqualWeightingPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort) : PortfolioConstructionModel(rebalancingFunc)
{
    private readonly PortfolioBias _bias = portfolioBias;

    public EqualWeightingPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort) : this(Dates(rebalancingDateRules), portfolioBias)
    {
    }

    public EqualWeightingPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort)
        : this(rebalancingFunc == null ? null : (Func<DateTime, DateTime?>)(utc => rebalancingFunc(utc)), portfolioBias)
    {
    }

    public EqualWeightingPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort)
        : this((Func<DateTime, DateTime?>)(utc => utc.Add(timeSpan)), portfolioBias)
    {
    }

    public EqualWeightingPortfolioConstructionModel(Resolution resolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort) : this(resolution.ToTimeSpan(), portfolioBias)
    {
    }

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        var count = activeInsights.Count(x => x.Direction != InsightDirection.Flat && RespectPortfolioBias(x));
        var percent = count == 0 ? 0 : 1m / count;
        return activeInsights.ToDictionary(x => x, x => (double)((int)(RespectPortfolioBias(x) ? x.Direction : InsightDirection.Flat) * percent));
    }

    /// <summary>Whether the insight's direction is one that the portfolio may take.</summary>
    protected bool RespectPortfolioBias(Insight insight) => _bias == PortfolioBias.LongShort || (int)insight.Direction == (int)_bias;
}

/// <summary>Each insight's own weight, scaled down where they exceed one together.</summary>
public class InsightWeightingPortfolioConstructionModel : EqualWeightingPortfolioConstructionModel
{
    public InsightWeightingPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingDateRules, portfolioBias)
    {
    }

    public InsightWeightingPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingFunc, portfolioBias)
    {
    }

    public InsightWeightingPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingFunc, portfolioBias)
    {
    }

    public InsightWeightingPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(timeSpan, portfolioBias)
    {
    }

    public InsightWeightingPortfolioConstructionModel(Resolution resolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(resolution, portfolioBias)
    {
    }

    protected override bool ShouldCreateTargetForInsight(Insight insight) => insight.Weight.HasValue;

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        var sum = activeInsights.Where(RespectPortfolioBias).Sum(GetValue);
        var factor = sum > 1 ? 1 / sum : 1.0;
        return activeInsights.ToDictionary(x => x, x => (int)(RespectPortfolioBias(x) ? x.Direction : InsightDirection.Flat) * GetValue(x) * factor);
    }

    protected virtual double GetValue(Insight insight) => insight.Weight.HasValue ? Math.Abs(insight.Weight.Value) : 0;
}

/// <summary>As by weight, with the insight's confidence for its weight.</summary>
public class ConfidenceWeightedPortfolioConstructionModel : InsightWeightingPortfolioConstructionModel
{
    public ConfidenceWeightedPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingDateRules, portfolioBias)
    {
    }

    public ConfidenceWeightedPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingFunc, portfolioBias)
    {
    }

    public ConfidenceWeightedPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(rebalancingFunc, portfolioBias)
    {
    }

    public ConfidenceWeightedPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(timeSpan, portfolioBias)
    {
    }

    public ConfidenceWeightedPortfolioConstructionModel(Resolution resolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort) : base(resolution, portfolioBias)
    {
    }

    protected override bool ShouldCreateTargetForInsight(Insight insight) => insight.Confidence.HasValue;

    protected override double GetValue(Insight insight) => insight.Confidence ?? 0;
}
