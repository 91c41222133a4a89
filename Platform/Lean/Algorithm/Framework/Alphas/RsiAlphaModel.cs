using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>Up when the RSI falls below 30, down when it rises above 70; it must come back past 35 or 65 before the same counts again.</summary>
public class RsiAlphaModel : AlphaModel
{
    private readonly Dictionary<Symbol, SymbolData> _symbolData = [];
    private readonly int _period;
    private readonly Resolution _resolution;

    public RsiAlphaModel(int period = 14, Resolution resolution = Resolution.Daily)
    {
        (_period, _resolution) = (period, resolution);
        Name = $"{nameof(RsiAlphaModel)}({period},{resolution})";
    }

    private enum State { TrippedLow, Middle, TrippedHigh }

    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        var insights = new List<Insight>();
        foreach (var (symbol, own) in _symbolData)
        {
            var state = Next(own.Rsi.Current.Value, own.State);
            if (state != own.State && own.Rsi.IsReady && state != State.Middle)
                insights.Add(Insight.Price(symbol, _resolution.ToTimeSpan().Multiply(_period), state == State.TrippedLow ? InsightDirection.Up : InsightDirection.Down));
            own.State = state;
        }
        return insights;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var removed in changes.RemovedSecurities)
            if (_symbolData.Remove(removed.Symbol, out var data)) algorithm.SubscriptionManager.RemoveConsolidator(removed.Symbol, data.Consolidator);
        var symbols = new List<Symbol>();
        foreach (var added in changes.AddedSecurities)
            if (_symbolData.TryAdd(added.Symbol, null))
            {
                _symbolData[added.Symbol] = new SymbolData(algorithm, added.Symbol, _period, _resolution);
                symbols.Add(added.Symbol);
            }
        if (symbols.Count == 0) return;
        foreach (var slice in algorithm.History(symbols, _period, _resolution))
            foreach (var bar in slice.Bars.Values)
                if (_symbolData.TryGetValue(bar.Symbol, out var data)) data.Consolidator.Update(bar);
    }

    private static State Next(decimal rsi, State previous) => rsi switch
    {
        > 70m => State.TrippedHigh,
        < 30m => State.TrippedLow,
        > 35m when previous == State.TrippedLow => State.Middle,
        < 65m when previous == State.TrippedHigh => State.Middle,
        _ => previous
    };

    private sealed class SymbolData
    {
        public SymbolData(QCAlgorithm algorithm, Symbol symbol, int period, Resolution resolution)
        {
            Consolidator = algorithm.ResolveConsolidator(symbol, resolution);
            algorithm.RegisterIndicator(symbol, Rsi = new RelativeStrengthIndex(period, MovingAverageType.Wilders), Consolidator);
        }

        public State State { get; set; } = State.Middle;
        public RelativeStrengthIndex Rsi { get; }
        public IDataConsolidator Consolidator { get; }
    }
}
