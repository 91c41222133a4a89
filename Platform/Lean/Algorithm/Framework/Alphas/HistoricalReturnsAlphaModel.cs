using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>Forecasts that the last return repeats: its sign and size, for as many bars as it covers. A return of zero cancels what is open.</summary>
public class HistoricalReturnsAlphaModel : AlphaModel
{
    private readonly int _lookback;
    private readonly Resolution _resolution;
    private readonly Dictionary<Symbol, SymbolData> _symbolData = [];
    private readonly OwnInsights _insights = new();

    public HistoricalReturnsAlphaModel(int lookback = 1, Resolution resolution = Resolution.Daily)
    {
        (_lookback, _resolution) = (lookback, resolution);
        Name = $"{nameof(HistoricalReturnsAlphaModel)}({lookback},{resolution})";
    }

    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        var insights = new List<Insight>();
        foreach (var (symbol, own) in _symbolData)
        {
            if (!own.CanEmit()) continue;
            var magnitude = (double)own.Return.Current.Value;
            if (magnitude == 0) _insights.Cancel(algorithm, symbol);
            else insights.Add(Insight.Price(symbol, _resolution.ToTimeSpan().Multiply(_lookback), magnitude > 0 ? InsightDirection.Up : InsightDirection.Down, magnitude, null));
        }
        insights.ForEach(_insights.Add);
        return insights;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var removed in changes.RemovedSecurities)
        {
            if (_symbolData.Remove(removed.Symbol, out var data)) algorithm.SubscriptionManager.RemoveConsolidator(removed.Symbol, data.Consolidator);
            _insights.Cancel(algorithm, removed.Symbol);
        }
        var symbols = new List<Symbol>();
        foreach (var added in changes.AddedSecurities)
        {
            if (_symbolData.ContainsKey(added.Symbol)) continue;
            _symbolData[added.Symbol] = new SymbolData(algorithm, added.Symbol, _lookback, _resolution);
            symbols.Add(added.Symbol);
        }
        if (symbols.Count == 0) return;
        foreach (var slice in algorithm.History(symbols, _lookback, _resolution))
            foreach (var bar in slice.Bars.Values)
                if (_symbolData.TryGetValue(bar.Symbol, out var data)) data.Return.Update(bar.EndTime, bar.Value);
    }

    private sealed class SymbolData
    {
        private long _samples;

        public SymbolData(QCAlgorithm algorithm, Symbol symbol, int lookback, Resolution resolution)
        {
            Consolidator = algorithm.ResolveConsolidator(symbol, resolution);
            algorithm.RegisterIndicator(symbol, Return = new RateOfChange(symbol.ToString(), lookback), Consolidator);
        }

        public IDataConsolidator Consolidator { get; }
        public RateOfChange Return { get; }

        /// <summary>Whether there is a return that was not seen yet.</summary>
        public bool CanEmit()
        {
            if (_samples == Return.Samples) return false;
            _samples = Return.Samples;
            return Return.IsReady;
        }
    }
}
