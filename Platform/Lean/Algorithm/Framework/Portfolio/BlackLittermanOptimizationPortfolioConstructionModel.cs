using MathNet.Numerics.LinearAlgebra;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>The best Sharpe ratio where equilibrium returns are blended with insights: each alpha model is one view, its magnitudes the weights and the return.</summary>
/// <remarks>Source: Black and Litterman (1992), Global portfolio optimization; Idzorek (2005), A step-by-step guide to the Black-Litterman model.</remarks>
public class BlackLittermanOptimizationPortfolioConstructionModel : PortfolioConstructionModel
{
    private readonly int _lookback, _period;
    private readonly Resolution _resolution;
    private readonly double _riskFreeRate, _delta, _tau;
    private readonly PortfolioBias _bias;
    private readonly IPortfolioOptimizer _optimizer;
    private readonly Dictionary<Symbol, ReturnsSymbolData> _returns = [];

    public BlackLittermanOptimizationPortfolioConstructionModel(IDateRule rebalancingDateRules, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double riskFreeRate = 0.0, double delta = 2.5, double tau = 0.05, IPortfolioOptimizer optimizer = null)
        : this(Dates(rebalancingDateRules), portfolioBias, lookback, period, resolution, riskFreeRate, delta, tau, optimizer)
    {
    }

    public BlackLittermanOptimizationPortfolioConstructionModel(Resolution rebalanceResolution = Resolution.Daily, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double riskFreeRate = 0.0, double delta = 2.5, double tau = 0.05, IPortfolioOptimizer optimizer = null)
        : this(rebalanceResolution.ToTimeSpan(), portfolioBias, lookback, period, resolution, riskFreeRate, delta, tau, optimizer)
    {
    }

    public BlackLittermanOptimizationPortfolioConstructionModel(TimeSpan timeSpan, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double riskFreeRate = 0.0, double delta = 2.5, double tau = 0.05, IPortfolioOptimizer optimizer = null)
        : this(Every(timeSpan), portfolioBias, lookback, period, resolution, riskFreeRate, delta, tau, optimizer)
    {
    }

    public BlackLittermanOptimizationPortfolioConstructionModel(Func<DateTime, DateTime> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double riskFreeRate = 0.0, double delta = 2.5, double tau = 0.05, IPortfolioOptimizer optimizer = null)
        : this(Optional(rebalancingFunc), portfolioBias, lookback, period, resolution, riskFreeRate, delta, tau, optimizer)
    {
    }

    /// <param name="lookback">Bars of a return.</param>
    /// <param name="period">Returns kept.</param>
    /// <param name="riskFreeRate">Annual.</param>
    /// <param name="delta">Factor of the blended covariance: the risk aversion.</param>
    /// <param name="tau">Uncertainty of the equilibrium, as a fraction of the covariance.</param>
    /// <param name="optimizer">Default: <see cref="MaximumSharpeRatioPortfolioOptimizer"/> within the bias.</param>
    public BlackLittermanOptimizationPortfolioConstructionModel(Func<DateTime, DateTime?> rebalancingFunc, PortfolioBias portfolioBias = PortfolioBias.LongShort, int lookback = 1, int period = 63, Resolution resolution = Resolution.Daily,
        double riskFreeRate = 0.0, double delta = 2.5, double tau = 0.05, IPortfolioOptimizer optimizer = null)
        : base(rebalancingFunc)
    {
        (_lookback, _period, _resolution, _riskFreeRate, _delta, _tau, _bias) = (lookback, period, resolution, riskFreeRate, delta, tau, portfolioBias);
        _optimizer = optimizer ?? new MaximumSharpeRatioPortfolioOptimizer(portfolioBias == PortfolioBias.Long ? 0 : -1, portfolioBias == PortfolioBias.Short ? 0 : 1, riskFreeRate);
    }

    protected override bool ShouldCreateTargetForInsight(Insight insight) => FilterInvalidInsightMagnitude(Algorithm, [insight]).Length != 0;

    protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
    {
        if (!TryGetViews(activeInsights, out var views, out var viewReturns)) return [];
        foreach (var insight in activeInsights)
            if (_returns.TryGetValue(insight.Symbol, out var data)) data.Add(insight.GeneratedTimeUtc, insight.Magnitude.Value.SafeDecimalCast());
        List<Symbol> symbols = [.. activeInsights.Select(x => x.Symbol).Distinct()];
        var returns = _returns.FormReturnsMatrix(symbols);
        var equilibrium = GetEquilibriumReturns(returns, out var covariance);
        Blend(ref equilibrium, ref covariance, views, viewReturns);
        return ByInsight([.. activeInsights.DistinctBy(x => x.Symbol)], _optimizer.Optimize(returns, equilibrium, covariance), _bias);
    }

    /// <summary>The last active insight of each symbol and model, by symbol.</summary>
    protected override List<Insight> GetTargetInsights() =>
        [.. ((QCAlgorithm)Algorithm).Insights.GetActiveInsights(Algorithm.UtcTime).Where(ShouldCreateTargetForInsight)
            .GroupBy(x => (x.Symbol, x.SourceModel)).Select(x => x.OrderBy(i => i.GeneratedTimeUtc).Last()).OrderBy(x => x.Symbol)];

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        base.OnSecuritiesChanged(algorithm, changes);
        foreach (var removed in changes.RemovedSecurities)
            if (_returns.Remove(removed.Symbol, out var data)) data.Reset();
        var zones = changes.AddedSecurities.ToDictionary(x => x.Symbol, x => x.Exchange.TimeZone);
        foreach (var slice in algorithm.History(zones.Keys, _lookback * _period, _resolution))
            foreach (var bar in slice.Bars.Values)
            {
                if (!_returns.TryGetValue(bar.Symbol, out var data)) _returns[bar.Symbol] = data = new ReturnsSymbolData(bar.Symbol, _lookback, _period);
                data.Update(bar.EndTime.ConvertToUtc(zones[bar.Symbol]), bar.Value);
            }
    }

#pragma warning disable CA1707, CA1716 // The genuine package's names.
    /// <summary>Annual excess returns at which equal weights would be the best portfolio.</summary>
    /// <param name="returns">(times, assets) daily returns.</param>
    /// <param name="Σ">(assets, assets) annual covariance.</param>
    public virtual double[] GetEquilibriumReturns(double[,] returns, out double[,] Σ)
    {
        var assets = returns.GetLength(1);
        var weights = Vector<double>.Build.Dense(assets, 1.0 / assets);
        var risk = Matrix<double>.Build.DenseOfArray(ReturnMoments.Covariance(returns)) * 252;
        var annual = weights * Vector<double>.Build.DenseOfArray(Array.ConvertAll(ReturnMoments.Mean(returns), x => Math.Pow(1 + x, 252) - 1));
        Σ = risk.ToArray();
        return (risk * weights * ((annual - _riskFreeRate) / (weights * risk * weights))).ToArray();
    }

    /// <param name="P">(views, assets) portfolio of each view.</param>
    /// <param name="Q">(views) its return.</param>
    /// <returns>False where an insight lacks a magnitude, or a model has no view.</returns>
    protected bool TryGetViews(ICollection<Insight> insights, out double[,] P, out double[] Q)
    {
        (P, Q) = (null, null);
        if (insights.Count == 0 || insights.Any(x => x.Magnitude == null)) return false;
        List<Symbol> symbols = [.. insights.Select(x => x.Symbol).Distinct()];
        var views = insights.GroupBy(x => x.SourceModel).ToList();
        (P, Q) = (new double[views.Count, symbols.Count], new double[views.Count]);
        for (var i = 0; i < views.Count; i++)
        {
            Q[i] = Math.Max(Sum(views[i], InsightDirection.Up), Sum(views[i], InsightDirection.Down));
            if (Q[i] == 0 || views[i].DistinctBy(x => x.Symbol).Count() != views[i].Count()) return false;
            foreach (var insight in views[i]) P[i, symbols.IndexOf(insight.Symbol)] = (int)insight.Direction * Math.Abs(insight.Magnitude.Value) / Q[i];
        }
        return true;
    }
#pragma warning restore CA1707, CA1716

    private static double Sum(IEnumerable<Insight> insights, InsightDirection direction) => insights.Where(x => x.Direction == direction).Sum(x => Math.Abs(x.Magnitude.Value));

    /// <summary>Returns and covariance given the views, whose own uncertainty is that of the equilibrium.</summary>
    private void Blend(ref double[] returns, ref double[,] covariance, double[,] views, double[] viewReturns)
    {
        var prior = Vector<double>.Build.DenseOfArray(returns);
        var risk = Matrix<double>.Build.DenseOfArray(covariance);
        var pick = Matrix<double>.Build.DenseOfArray(views);
        var uncertain = risk * _tau;
        var seen = pick * uncertain * pick.Transpose();
        var doubt = Matrix<double>.Build.DenseOfDiagonalVector(seen.Diagonal());
        if (doubt.Determinant() == 0) return;
        var gain = uncertain * pick.Transpose() * (seen + doubt).Inverse();
        returns = (prior + gain * (Vector<double>.Build.DenseOfArray(viewReturns) - pick * prior)).ToArray();
        covariance = ((risk + uncertain - gain * pick * uncertain) * _delta).ToArray();
    }
}
