using QuantConnect.Algorithm;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect;

/// <summary>Estimates how much capital a strategy could run before its orders became a large part of the market's volume.</summary>
/// <remarks>Every week the least liquid of the assets traded gives a capacity: the dollar volume of the bars around its orders, per order,
/// over its share of the trading. One third of that and two thirds of the estimate before make the new estimate.</remarks>
public class CapacityEstimate
{
    private readonly QCAlgorithm _algorithm;
    private readonly Dictionary<Symbol, SymbolCapacity> _capacityBySymbol = [];
    private readonly List<SymbolCapacity> _monitored = [];
    private readonly TimeSpan _snapshotPeriod;
    private DateTime _nextSnapshotDate;
    private decimal _capacity;

    internal CapacityEstimate(QCAlgorithm algorithm)
    {
        _algorithm = algorithm;
        var days = (algorithm.EndDate - algorithm.StartDate).TotalDays - 1;
        _snapshotPeriod = TimeSpan.FromDays(Math.Clamp(days, 1, 7));
        _nextSnapshotDate = algorithm.StartDate + _snapshotPeriod;
    }

    /// <summary>In account currency, to the nearest thousand; 0 before the first estimate.</summary>
    public decimal Capacity => _capacity.DiscretelyRoundBy(1000.00m);

    /// <summary>The asset that limits the capacity; null before the first estimate.</summary>
    public Symbol LowestCapacityAsset { get; private set; }

    /// <summary>Counts a fill, and follows the volume of its symbol's next bars.</summary>
    public void OnOrderEvent(OrderEvent orderEvent)
    {
        if (orderEvent.Status is not (OrderStatus.Filled or OrderStatus.PartiallyFilled))
            return;
        if (!_capacityBySymbol.TryGetValue(orderEvent.Symbol, out var asset))
            _capacityBySymbol[orderEvent.Symbol] = asset = new SymbolCapacity(_algorithm, orderEvent.Symbol);

        asset.OnOrderEvent(orderEvent);
        if (!asset.IsMonitored)
        {
            asset.IsMonitored = true;
            _monitored.Add(asset);
        }
    }

    /// <summary>To be called at every time step.</summary>
    /// <param name="forceProcess">Makes an estimate although it is not due.</param>
    public void UpdateMarketCapacity(bool forceProcess)
    {
        if (_monitored.Count > 0)
            _monitored.RemoveAll(x =>
            {
                x.IsMonitored = !x.UpdateMarketCapacity();
                return !x.IsMonitored;
            });

        var date = _algorithm.UtcTime.Date;
        if (_capacityBySymbol.Count == 0 || !forceProcess && date < _nextSnapshotDate)
            return;
        var portfolioValue = _algorithm.Portfolio.TotalPortfolioValue;
        if (portfolioValue == 0)
            return;

        var smallest = default(SymbolCapacity);
        var saleVolume = 0m;
        foreach (var asset in _capacityBySymbol.Values)
        {
            saleVolume += asset.SaleVolume;
            if (smallest == null || asset.MarketCapacityDollarVolume < smallest.MarketCapacityDollarVolume)
                smallest = asset;
        }
        LowestCapacityAsset = smallest.Security.Symbol;

        // Without trading, what it holds counts instead.
        var shareOfSales = saleVolume != 0 ? smallest.SaleVolume / saleVolume : 0;
        var buyingPowerUsed = smallest.Security.BuyingPowerModel
            .GetReservedBuyingPowerForPosition(new ReservedBuyingPowerForPositionParameters(smallest.Security))
            .AbsoluteUsedBuyingPower * smallest.Security.Leverage;
        var share = Math.Max(shareOfSales, buyingPowerUsed / portfolioValue);

        var estimate = share == 0 ? _capacity : smallest.MarketCapacityDollarVolume / smallest.Trades / share;
        _capacity = _capacity == 0 ? estimate : 0.33m * estimate + _capacity * 0.66m;

        foreach (var (symbol, asset) in _capacityBySymbol)
        {
            if (asset.ShouldRemove())
            {
                _capacityBySymbol.Remove(symbol);
                _monitored.Remove(asset);
            }
            else
            {
                asset.Reset();
            }
        }
        _nextSnapshotDate = date + _snapshotPeriod;
    }
}
