using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>An insight each time the signal line of the MACD leaves 1% of the price on either side; those open are cancelled when it returns.</summary>
public class MacdAlphaModel : AlphaModel
{
    private const decimal Threshold = 0.01m;
    private readonly int _fastPeriod, _slowPeriod, _signalPeriod;
    private readonly MovingAverageType _movingAverageType;
    private readonly Resolution _resolution;
    private readonly OwnInsights _insights = new();

    public MacdAlphaModel(int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9, MovingAverageType movingAverageType = MovingAverageType.Exponential, Resolution resolution = Resolution.Daily)
    {
        (_fastPeriod, _slowPeriod, _signalPeriod, _movingAverageType, _resolution) = (fastPeriod, slowPeriod, signalPeriod, movingAverageType, resolution);
        Name = $"{nameof(MacdAlphaModel)}({fastPeriod},{slowPeriod},{signalPeriod},{movingAverageType},{resolution})";
    }

#pragma warning disable CA1707 // The genuine package's name.
    protected Dictionary<Symbol, SymbolData> _symbolData { get; init; } = [];
#pragma warning restore CA1707

    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        foreach (var symbol in _symbolData.Values)
        {
            if (symbol.Security.Price == 0) continue;
            var signal = symbol.MACD.Signal.Current.Value / symbol.Security.Price;
            var direction = signal > Threshold ? InsightDirection.Up : signal < -Threshold ? InsightDirection.Down : InsightDirection.Flat;
            if (direction == symbol.PreviousDirection) continue;
            symbol.PreviousDirection = direction;
            if (direction == InsightDirection.Flat)
            {
                _insights.Cancel(algorithm, symbol.Security.Symbol);
                continue;
            }
            var insight = Insight.Price(symbol.Security.Symbol, _resolution.ToTimeSpan().Multiply(_fastPeriod), direction);
            _insights.Add(insight);
            yield return insight;
        }
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var added in changes.AddedSecurities)
            if (!_symbolData.ContainsKey(added.Symbol))
                _symbolData.Add(added.Symbol, new SymbolData(algorithm, added, _fastPeriod, _slowPeriod, _signalPeriod, _movingAverageType, _resolution));
        foreach (var removed in changes.RemovedSecurities)
        {
            if (_symbolData.Remove(removed.Symbol, out var data)) algorithm.SubscriptionManager.RemoveConsolidator(removed.Symbol, data.Consolidator);
            _insights.Cancel(algorithm, removed.Symbol);
        }
    }

    /// <summary>A security's MACD, fed and warmed up.</summary>
    public class SymbolData
    {
        public SymbolData(QCAlgorithm algorithm, Security security, int fastPeriod, int slowPeriod, int signalPeriod, MovingAverageType movingAverageType, Resolution resolution)
        {
            Security = security;
            Consolidator = algorithm.ResolveConsolidator(security.Symbol, resolution);
            MACD = new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, signalPeriod, movingAverageType);
            algorithm.RegisterIndicator(security.Symbol, MACD, Consolidator);
            algorithm.WarmUpIndicator(security.Symbol, MACD, resolution);
        }

        public InsightDirection? PreviousDirection { get; set; }
        public Security Security { get; init; }
        public IDataConsolidator Consolidator { get; init; }
        public MovingAverageConvergenceDivergence MACD { get; init; }
    }
}
