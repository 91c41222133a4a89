using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Least variance at a wanted return, from past returns and, as the newest one, the magnitudes of insights.</summary>
public class MeanVarianceOptimizationPortfolioConstructionModel : PortfolioConstructionModel
{
    private readonly int _lookback, _period;
    private readonly Resolution _resolution;
    private readonly PortfolioBias _bias;
    private readonly IPortfolioOptimizer _optimizer;
    private readonly Dictionary<Symbol, ReturnsSymbolData> _returns = [];

    public MeanVarianceOptimizationPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double targetReturn = 0.02, IPortfolioOptimizer optimizer = null)
        : this(Dates(rebalancingDateRules), portfolioBias, lookback, period, resolution, targetReturn, optimizer)
    {
    }

    public MeanVarianceOptimizationPortfolioConstructionModel(Resolution rebalanceResolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double targetReturn = 0.02, IPortfolioOptimizer optimizer = null)
        : this(rebalanceResolution.ToTimeSpan(), portfolioBias, lookback, period, resolution, targetReturn, optimizer)
    {
    }

    public MeanVarianceOptimizationPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double targetReturn = 0.02, IPortfolioOptimizer optimizer = null)
        : this(Every(timeSpan), portfolioBias, lookback, period, resolution, targetReturn, optimizer)
    {
    }

    public MeanVarianceOptimizationPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double targetReturn = 0.02, IPortfolioOptimizer optimizer = null)
        : this(Optional(rebalancingFunc), portfolioBias, lookback, period, resolution, targetReturn, optimizer)
    {
    }

    /// <param name="lookback">Bars of a return.</param>
    /// <param name="period">Returns kept.</param>
    /// <param name="targetReturn">Return per period that the portfolio shall have.</param>
    /// <param name="optimizer">Default: <see cref="MinimumVariancePortfolioOptimizer"/> within the bias.</param>
    public MeanVarianceOptimizationPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double targetReturn = 0.02, IPortfolioOptimizer optimizer = null)
        : base(rebalancingFunc)
    {
        (_lookback, _period, _resolution, _bias) = (lookback, period, resolution, portfolioBias);
        _optimizer = optimizer ?? new MinimumVariancePortfolioOptimizer(portfolioBias == PortfolioBias.Long ? 0 : -1, portfolioBias == PortfolioBias.Short ? 0 : 1, targetReturn);
    }

    /// <summary>Takes the insight's magnitude as a return. One without a magnitude ends the run.</summary>
    protected override bool ShouldCreateTargetForInsight(Insight insight)
    {
        if (FilterInvalidInsightMagnitude(Algorithm, [insight]).Length == 0) return false;
        if (!_returns.TryGetValue(insight.Symbol, out var data)) return true;
        if (insight.Magnitude is not { } magnitude)
        {
            ((QCAlgorithm)Algorithm).SetRunTimeError(new ArgumentNullException(insight.Symbol.Value,
                $"MeanVarianceOptimizationPortfolioConstructionModel does not accept 'null' as Insight.Magnitude. Please checkout the selected Alpha Model specifications: {insight.SourceModel}"));
            return false;
        }
        data.Add(Algorithm.Time, magnitude.SafeDecimalCast());
        return true;
    }

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        if (activeInsights.Count == 0) return [];
        return ByInsight(activeInsights, _optimizer.Optimize(_returns.FormReturnsMatrix(activeInsights.Select(x => x.Symbol))), _bias);
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        base.OnSecuritiesChanged(algorithm, changes);
        foreach (var removed in changes.RemovedSecurities) _returns.Remove(removed.Symbol);
        if (changes.AddedSecurities.Count == 0) return;
        foreach (var added in changes.AddedSecurities) _returns.TryAdd(added.Symbol, new ReturnsSymbolData(added.Symbol, _lookback, _period));
        _returns.AddHistory(algorithm.History(changes.AddedSecurities.Select(x => x.Symbol), _lookback * _period, _resolution));
    }
}
