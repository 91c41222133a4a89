using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Weights at which every security contributes the same risk, from past returns; the direction of insights does not matter.</summary>
public class RiskParityPortfolioConstructionModel : PortfolioConstructionModel
{
    private readonly int _lookback, _period;
    private readonly Resolution _resolution;
    private readonly IPortfolioOptimizer _optimizer;
    private readonly Dictionary<Symbol, ReturnsSymbolData> _returns = [];

    public RiskParityPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 252, Resolution resolution = Resolution.Daily, IPortfolioOptimizer optimizer = null)
        : this(Dates(rebalancingDateRules), portfolioBias, lookback, period, resolution, optimizer)
    {
    }

    public RiskParityPortfolioConstructionModel(Resolution rebalanceResolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 252, Resolution resolution = Resolution.Daily, IPortfolioOptimizer optimizer = null)
        : this(rebalanceResolution.ToTimeSpan(), portfolioBias, lookback, period, resolution, optimizer)
    {
    }

    public RiskParityPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 252, Resolution resolution = Resolution.Daily, IPortfolioOptimizer optimizer = null)
        : this(Every(timeSpan), portfolioBias, lookback, period, resolution, optimizer)
    {
    }

    public RiskParityPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 252, Resolution resolution = Resolution.Daily, IPortfolioOptimizer optimizer = null)
        : this(Optional(rebalancingFunc), portfolioBias, lookback, period, resolution, optimizer)
    {
    }

    /// <param name="lookback">Bars of a return.</param>
    /// <param name="period">Returns that the risk is measured on.</param>
    /// <param name="optimizer">Default: <see cref="RiskParityPortfolioOptimizer"/>.</param>
    /// <exception cref="ArgumentException">A short bias: the weights are positive.</exception>
    public RiskParityPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 252, Resolution resolution = Resolution.Daily, IPortfolioOptimizer optimizer = null)
        : base(rebalancingFunc)
    {
        if (portfolioBias == PortfolioBias.Short) throw new ArgumentException("expected a bias that allows long positions, found Short", nameof(portfolioBias));
        (_lookback, _period, _resolution) = (lookback, period, resolution);
        _optimizer = optimizer ?? new RiskParityPortfolioOptimizer();
    }

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        if (activeInsights.Count == 0) return [];
        return ByInsight(activeInsights, _optimizer.Optimize(_returns.FormReturnsMatrix(activeInsights.Select(x => x.Symbol))));
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        base.OnSecuritiesChanged(algorithm, changes);
        foreach (var removed in changes.RemovedSecurities)
            if (_returns.Remove(removed.Symbol, out var data)) algorithm.UnregisterIndicator(data.ROC);
        if (changes.AddedSecurities.Count == 0) return;
        foreach (var added in changes.AddedSecurities)
        {
            if (_returns.ContainsKey(added.Symbol)) continue;
            var data = _returns[added.Symbol] = new ReturnsSymbolData(added.Symbol, _lookback, _period);
            algorithm.RegisterIndicator(added.Symbol, data.ROC, _resolution);
        }
        _returns.AddHistory(algorithm.History(changes.AddedSecurities.Select(x => x.Symbol), _lookback * _period, _resolution));
    }
}
