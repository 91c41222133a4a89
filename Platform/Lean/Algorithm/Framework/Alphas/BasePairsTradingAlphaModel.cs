using System.Globalization;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>For each pair of securities: against the ratio of their prices when it is further than a threshold from its mean.</summary>
/// <remarks>The mean is exponential over 500 bars. The two insights of a pair are one group.</remarks>
public class BasePairsTradingAlphaModel : AlphaModel
{
    private readonly TimeSpan _period;
    private readonly decimal _threshold;
    private readonly Dictionary<(Symbol First, Symbol Second), Pair> _pairs = [];

    /// <param name="lookback">Bars for which an insight is open.</param>
    /// <param name="threshold">Distance from the mean, in percent.</param>
    public BasePairsTradingAlphaModel(int lookback = 1, Resolution resolution = Resolution.Daily, decimal threshold = 1m)
    {
        _period = resolution.ToTimeSpan().Multiply(lookback);
        _threshold = threshold;
        Name = string.Create(CultureInfo.InvariantCulture, $"{nameof(BasePairsTradingAlphaModel)}({lookback},{resolution},{threshold.Normalize()})");
    }

    public HashSet<Security> Securities { get; } = [];

    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        var insights = new List<Insight>();
        foreach (var pair in _pairs.Values) insights.AddRange(pair.Update());
        return insights;
    }

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        Follow(changes);
        Symbol[] symbols = [.. Securities.Select(x => x.Symbol)];
        for (var i = 0; i < symbols.Length; i++)
            for (var j = i + 1; j < symbols.Length; j++)
                if (!_pairs.ContainsKey((symbols[i], symbols[j])) && !_pairs.ContainsKey((symbols[j], symbols[i])) && HasPassedTest(algorithm, symbols[i], symbols[j]))
                    _pairs.Add((symbols[i], symbols[j]), new Pair(algorithm, symbols[i], symbols[j], _period, _threshold));
        foreach (var removed in changes.RemovedSecurities)
            foreach (var key in _pairs.Keys.Where(x => x.First == removed.Symbol || x.Second == removed.Symbol).ToList())
                if (_pairs.Remove(key, out var pair)) pair.Remove();
    }

    /// <summary>Whether a pair may trade; here every pair may.</summary>
    public virtual bool HasPassedTest(QCAlgorithm algorithm, Symbol asset1, Symbol asset2) => true;

    private protected void Follow(SecurityChanges changes)
    {
        Securities.UnionWith(changes.AddedSecurities);
        Securities.ExceptWith(changes.RemovedSecurities);
    }

    private sealed class Pair
    {
        private readonly QCAlgorithm _algorithm;
        private readonly Symbol _first, _second;
        private readonly IDataConsolidator _firstData, _secondData;
        private readonly IndicatorBase<IndicatorDataPoint> _ratio, _mean, _upper, _lower;
        private readonly TimeSpan _period;
        private InsightDirection _state;

        public Pair(QCAlgorithm algorithm, Symbol first, Symbol second, TimeSpan period, decimal threshold)
        {
            (_algorithm, _first, _second, _period) = (algorithm, first, second, period);
            (var firstPrice, _firstData) = Price(first);
            (var secondPrice, _secondData) = Price(second);
            _ratio = firstPrice.Over(secondPrice);
            _mean = new ExponentialMovingAverage(500).Of(_ratio);
            _upper = _mean.Times(1 + threshold / 100m);
            _lower = _mean.Times(1 - threshold / 100m);
        }

        public IEnumerable<Insight> Update()
        {
            if (!_mean.IsReady) return [];
            var ratio = _ratio.Current.Value;
            var state = _state != InsightDirection.Up && ratio > _upper.Current.Value ? InsightDirection.Up
                : _state != InsightDirection.Down && ratio < _lower.Current.Value ? InsightDirection.Down
                : _state;
            if (state == _state) return [];
            _state = state;
            return Insight.Group(Insight.Price(_first, _period, (InsightDirection)(-(int)state)), Insight.Price(_second, _period, state));
        }

        public void Remove()
        {
            _algorithm.SubscriptionManager.RemoveConsolidator(_first, _firstData);
            _algorithm.SubscriptionManager.RemoveConsolidator(_second, _secondData);
        }

        private (Identity, IDataConsolidator) Price(Symbol symbol)
        {
            var resolution = _algorithm.SubscriptionManager.GetSubscriptionDataConfigs(symbol).Min(x => x.Resolution);
            var price = new Identity(_algorithm.CreateIndicatorName(symbol, "close", resolution));
            var consolidator = _algorithm.ResolveConsolidator(symbol, resolution);
            _algorithm.RegisterIndicator(symbol, price, consolidator);
            return (price, consolidator);
        }
    }
}
