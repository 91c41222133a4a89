using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Indicators;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Execution;

/// <summary>Market orders, each a share of the bar's volume, when the price is better than the day's volume-weighted average.</summary>
public class VolumeWeightedAveragePriceExecutionModel(bool asynchronous = true) : ExecutionModel(asynchronous)
{
    private readonly OpenTargets _targets = new();
    private readonly Dictionary<Symbol, SymbolData> _symbolData = [];

    /// <summary>Largest order, as a fraction of the current volume; default 0.01.</summary>
    public decimal MaximumOrderQuantityPercentVolume { get; set; } = 0.01m;

    public override void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets) =>
        _targets.Execute(algorithm, targets, Asynchronous, (security, left) =>
            _symbolData.TryGetValue(security.Symbol, out var data) && PriceIsFavorable(data, left)
                ? OrderSizing.GetOrderSizeForPercentVolume(security, MaximumOrderQuantityPercentVolume, left)
                : 0);

    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
    {
        foreach (var added in changes.AddedSecurities)
            if (!_symbolData.ContainsKey(added.Symbol)) _symbolData[added.Symbol] = new SymbolData(algorithm, added);
        foreach (var removed in changes.RemovedSecurities)
        {
            if (!_symbolData.TryGetValue(removed.Symbol, out var data) || !IsSafeToRemove(algorithm, removed.Symbol)) continue;
            _symbolData.Remove(removed.Symbol);
            algorithm.SubscriptionManager.RemoveConsolidator(removed.Symbol, data.Consolidator);
        }
    }

    /// <summary>Whether a buyer sees a bid below, or a seller an ask above, the average.</summary>
    protected virtual bool PriceIsFavorable(SymbolData data, decimal unorderedQuantity) => unorderedQuantity > 0
        ? data.Security.BidPrice < data.VWAP.Current.Value
        : data.Security.AskPrice > data.VWAP.Current.Value;

    /// <summary>Whether no universe holds the symbol any more.</summary>
    protected virtual bool IsSafeToRemove(QCAlgorithm algorithm, Symbol symbol) => !algorithm.UniverseManager.Values.Any(x => x.ContainsMember(symbol));

    /// <summary>A security's indicator.</summary>
    protected class SymbolData
    {
        public SymbolData(QCAlgorithm algorithm, Security security)
        {
            Security = security;
            Consolidator = algorithm.ResolveConsolidator(security.Symbol, security.Resolution);
            VWAP = new IntradayVwap(algorithm.CreateIndicatorName(security.Symbol, "VWAP", security.Resolution));
            algorithm.RegisterIndicator(security.Symbol, VWAP, Consolidator, bar => (BaseData)bar);
        }

        public Security Security { get; }
        public IntradayVwap VWAP { get; }
        public IDataConsolidator Consolidator { get; }
    }
}
