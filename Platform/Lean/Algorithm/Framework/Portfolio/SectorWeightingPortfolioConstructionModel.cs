using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Scheduling;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Equal weights for sectors, and for the insights within each.</summary>
/// <remarks>The sector is a company's industry template, which needs fundamental data. This engine has none: override <see cref="GetSectorCode"/>.</remarks>
public class SectorWeightingPortfolioConstructionModel : EqualWeightingPortfolioConstructionModel
{
    private readonly Dictionary<Symbol, string> _sectors = [];

    public SectorWeightingPortfolioConstructionModel(IDateRule rebalancingDateRules)
        : base(rebalancingDateRules)
    {
    }

    public SectorWeightingPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc)
        : base(rebalancingFunc)
    {
    }

    public SectorWeightingPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc)
        : base(rebalancingFunc)
    {
    }

    public SectorWeightingPortfolioConstructionModel(TimeSpan timeSpan)
        : base(timeSpan)
    {
    }

    public SectorWeightingPortfolioConstructionModel(Resolution resolution = Resolution.Daily)
        : base(resolution)
    {
    }

    protected override bool ShouldCreateTargetForInsight(Insight insight) => _sectors.ContainsKey(insight.Symbol);

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        var percents = activeInsights.ToDictionary(x => x, _ => 0.0);
        var sectors = activeInsights.Where(x => x.Direction != InsightDirection.Flat).GroupBy(x => _sectors[x.Symbol]).ToList();
        foreach (var sector in sectors)
        {
            var percent = 1m / sectors.Count / sector.Count();
            foreach (var insight in sector) percents[insight] = (double)((int)insight.Direction * percent);
        }
        return percents;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var removed in changes.RemovedSecurities) _sectors.Remove(removed.Symbol);
        foreach (var added in changes.AddedSecurities)
            if (GetSectorCode(added) is { Length: > 0 } sector) _sectors[added.Symbol] = sector;
        base.OnSecuritiesChanged(algorithm, changes);
    }

    /// <summary>A security's sector; one without gets no target.</summary>
    /// <exception cref="NotSupportedException">Always, unless overridden.</exception>
    protected virtual string GetSectorCode(Security security) =>
        throw new NotSupportedException($"{GetType().Name}: the industry of {security.Symbol.Value} needs fundamental data, which is not supported by this engine (supported: an override of GetSectorCode)");
}
