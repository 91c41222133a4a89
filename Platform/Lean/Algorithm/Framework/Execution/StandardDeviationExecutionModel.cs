using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Execution;

/// <summary>Market orders when the price is some standard deviations better than its moving average.</summary>
public class StandardDeviationExecutionModel(int period = 60, decimal deviations = 2m, Resolution resolution = Resolution.Minute, bool asynchronous = true) : ExecutionModel(asynchronous)
{
    private readonly int _period = period;
    private readonly decimal _deviations = deviations;
    private readonly Resolution _resolution = resolution;
    private readonly OpenTargets _targets = new();
    private readonly Dictionary<Symbol, SymbolData> _symbolData = [];

    /// <summary>Largest value of an order in the account's currency; default 20000.</summary>
    public decimal MaximumOrderValue { get; set; } = 20 * 1000;

    public override void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets) =>
        _targets.Execute(algorithm, targets, Asynchronous, (security, left) =>
            _symbolData.TryGetValue(security.Symbol, out var data) && data.STD.IsReady && PriceIsFavorable(data, left)
                ? OrderSizing.GetOrderSizeForMaximumValue(security, MaximumOrderValue, left)
                : 0);

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var added in changes.AddedSecurities)
            if (!_symbolData.ContainsKey(added.Symbol)) _symbolData[added.Symbol] = new SymbolData(algorithm, added, _period, _resolution);
        foreach (var removed in changes.RemovedSecurities)
        {
            if (!_symbolData.TryGetValue(removed.Symbol, out var data) || !IsSafeToRemove(algorithm, removed.Symbol)) continue;
            _symbolData.Remove(removed.Symbol);
            algorithm.SubscriptionManager.RemoveConsolidator(removed.Symbol, data.Consolidator);
        }
    }

    /// <summary>Whether a buyer pays, or a seller gets, more than the deviations off the average.</summary>
    protected virtual bool PriceIsFavorable(SymbolData data, decimal unorderedQuantity)
    {
        var band = _deviations * data.STD.Current.Value;
        return unorderedQuantity > 0
            ? data.Security.BidPrice < data.SMA.Current.Value - band
            : data.Security.AskPrice > data.SMA.Current.Value + band;
    }

    /// <summary>Whether no universe holds the symbol any more.</summary>
    protected virtual bool IsSafeToRemove(QCAlgorithm algorithm, Symbol symbol) => !algorithm.UniverseManager.Values.Any(x => x.ContainsMember(symbol));

    /// <summary>A security's indicators.</summary>
    protected class SymbolData
    {
        public SymbolData(QCAlgorithm algorithm, Security security, int period, Resolution resolution)
        {
            Security = security;
            Consolidator = algorithm.ResolveConsolidator(security.Symbol, resolution);
            SMA = new SimpleMovingAverage(algorithm.CreateIndicatorName(security.Symbol, "SMA" + period, resolution), period);
            algorithm.RegisterIndicator(security.Symbol, SMA, Consolidator);
            STD = new StandardDeviation(algorithm.CreateIndicatorName(security.Symbol, "STD" + period, resolution), period);
            algorithm.RegisterIndicator(security.Symbol, STD, Consolidator);
            foreach (var bar in algorithm.History(security.Symbol, period, resolution))
            {
                SMA.Update(bar.EndTime, bar.Value);
                STD.Update(bar.EndTime, bar.Value);
            }
        }

        public Security Security { get; }
        public StandardDeviation STD { get; }
        public SimpleMovingAverage SMA { get; }
        public IDataConsolidator Consolidator { get; }
    }
}
