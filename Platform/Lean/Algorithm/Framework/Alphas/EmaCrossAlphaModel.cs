using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>An insight each time a fast exponential average crosses a slow one, open for as many bars as the fast one counts.</summary>
public class EmaCrossAlphaModel : AlphaModel
{
    private readonly int _fastPeriod, _slowPeriod;
    private readonly Resolution _resolution;

    public EmaCrossAlphaModel(int fastPeriod = 12, int slowPeriod = 26, Resolution resolution = Resolution.Daily)
    {
        (_fastPeriod, _slowPeriod, _resolution) = (fastPeriod, slowPeriod, resolution);
        Name = $"{nameof(EmaCrossAlphaModel)}({fastPeriod},{slowPeriod},{resolution})";
    }

    protected Dictionary<Symbol, SymbolData> SymbolDataBySymbol { get; } = [];

    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        var insights = new List<Insight>();
        foreach (var symbol in SymbolDataBySymbol.Values)
        {
            if (symbol.Fast.IsReady && symbol.Slow.IsReady)
            {
                var period = _resolution.ToTimeSpan().Multiply(_fastPeriod);
                if (symbol.FastIsOverSlow && symbol.Slow.Current.Value > symbol.Fast.Current.Value) insights.Add(Insight.Price(symbol.Symbol, period, InsightDirection.Down));
                else if (symbol.SlowIsOverFast && symbol.Fast.Current.Value > symbol.Slow.Current.Value) insights.Add(Insight.Price(symbol.Symbol, period, InsightDirection.Up));
            }
            symbol.FastIsOverSlow = symbol.Fast.Current.Value > symbol.Slow.Current.Value;
        }
        return insights;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var added in changes.AddedSecurities)
        {
            if (SymbolDataBySymbol.TryGetValue(added.Symbol, out var existing))
            {
                existing.Fast.Reset();
                existing.Slow.Reset();
            }
            else SymbolDataBySymbol[added.Symbol] = new SymbolData(added, _fastPeriod, _slowPeriod, algorithm, _resolution);
        }
        foreach (var removed in changes.RemovedSecurities)
            if (SymbolDataBySymbol.Remove(removed.Symbol, out var data)) data.RemoveConsolidators();
    }

    /// <summary>A security's averages, fed and warmed up.</summary>
    public class SymbolData
    {
        private readonly QCAlgorithm _algorithm;
        private readonly Security _security;
        private readonly IDataConsolidator _fastConsolidator, _slowConsolidator;

        public SymbolData(Security security, int fastPeriod, int slowPeriod, QCAlgorithm algorithm, Resolution resolution)
        {
            (_algorithm, _security) = (algorithm, security);
            _fastConsolidator = algorithm.ResolveConsolidator(security.Symbol, resolution);
            _slowConsolidator = algorithm.ResolveConsolidator(security.Symbol, resolution);
            Fast = new ExponentialMovingAverage(security.Symbol.ToString(), fastPeriod);
            Slow = new ExponentialMovingAverage(security.Symbol.ToString(), slowPeriod);
            algorithm.RegisterIndicator(security.Symbol, Fast, _fastConsolidator);
            algorithm.RegisterIndicator(security.Symbol, Slow, _slowConsolidator);
            algorithm.WarmUpIndicator(security.Symbol, Fast, resolution);
            algorithm.WarmUpIndicator(security.Symbol, Slow, resolution);
        }

        public Symbol Symbol => _security.Symbol;
        public ExponentialMovingAverage Fast { get; }
        public ExponentialMovingAverage Slow { get; }

        /// <summary>Whether it was so at the last step.</summary>
        public bool FastIsOverSlow { get; set; }

        public bool SlowIsOverFast => !FastIsOverSlow;

        public void RemoveConsolidators()
        {
            _algorithm.SubscriptionManager.RemoveConsolidator(Symbol, _fastConsolidator);
            _algorithm.SubscriptionManager.RemoveConsolidator(Symbol, _slowConsolidator);
        }
    }
}
