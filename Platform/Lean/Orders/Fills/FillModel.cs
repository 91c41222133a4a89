using System.Collections;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Orders.Fees;
using QuantConnect.Securities;

namespace QuantConnect.Orders.Fills;

/// <summary>Decides whether, when and at what price orders fill.</summary>
public interface IFillModel
{
    Fill Fill(FillModelParameters parameters);
}

public class FillModelParameters
{
    internal FillModelParameters(Security security, Order order, TimeSpan stalePriceTimeSpan)
    {
        Security = security;
        Order = order;
        StalePriceTimeSpan = stalePriceTimeSpan;
    }

    public Security Security { get; }
    public Order Order { get; }

    /// <summary>Age beyond which a price is stale.</summary>
    public TimeSpan StalePriceTimeSpan { get; }

    public Action<Order> OnOrderUpdated { get; } = static _ => { };
}

/// <summary>Order events of one attempt to fill.</summary>
public class Fill : IEnumerable<OrderEvent>
{
    private readonly List<OrderEvent> _orderEvents;

    public Fill(List<OrderEvent> orderEvents) => _orderEvents = orderEvents;

    public Fill(OrderEvent orderEvent) => _orderEvents = [orderEvent];

    public IEnumerator<OrderEvent> GetEnumerator() => _orderEvents.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Prices that a fill may use; times are local to the exchange.</summary>
public class Prices(DateTime time, DateTime endTime, decimal current, decimal open, decimal high, decimal low, decimal close)
{
    public Prices(IBaseDataBar bar) : this(bar.Time, bar.EndTime, bar.Close, bar.Open, bar.High, bar.Low, bar.Close)
    {
    }

    public DateTime Time { get; init; } = time;
    public DateTime EndTime { get; init; } = endTime;
    public decimal Current { get; init; } = current;
    public decimal Open { get; init; } = open;
    public decimal High { get; init; } = high;
    public decimal Low { get; init; } = low;
    public decimal Close { get; init; } = close;
}

/// <summary>Fills whole orders from the last bar. The base of own models; equities use <see cref="EquityFillModel"/>.</summary>
public class FillModel : IFillModel
{
    protected FillModelParameters Parameters { get; set; }

    /// <exception cref="NotSupportedException">Combination and option orders.</exception>
    public virtual Fill Fill(FillModelParameters parameters)
    {
        Parameters = parameters;
        var (security, order) = (parameters.Security, parameters.Order);
        return new Fill(order switch
        {
            MarketOrder market => MarketFill(security, market),
            LimitOrder limit => LimitFill(security, limit),
            LimitIfTouchedOrder touched => LimitIfTouchedFill(security, touched),
            TrailingStopOrder trailing => TrailingStopFill(security, trailing),
            StopMarketOrder stop => StopMarketFill(security, stop),
            StopLimitOrder stopLimit => StopLimitFill(security, stopLimit),
            MarketOnOpenOrder open => MarketOnOpenFill(security, open),
            MarketOnCloseOrder close => MarketOnCloseFill(security, close),
            _ => throw new NotSupportedException($"FillModel: orders of type {order.Type} are not supported by this engine"),
        });
    }

    public virtual OrderEvent MarketFill(Security asset, MarketOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, false)) return fill;
        var prices = GetPrices(asset, order.Direction);
        var endUtc = prices.EndTime.ConvertToUtc(asset.Exchange.TimeZone);
        if (endUtc.Add(Parameters.StalePriceTimeSpan) < order.Time)
        {
            if (ShouldWaitForFreshDataOnStale(asset, endUtc, order.Time)) return fill;
            fill.Message = $"Warning: fill at stale price ({prices.EndTime.ToStringInvariant()} {asset.Exchange.TimeZone})";
        }
        fill.FillPrice = prices.Current;
        if (prices.Open != 0 && ShouldWaitForFreshData(asset) && order.Time <= prices.Time.ConvertToUtc(asset.Exchange.TimeZone)) fill.FillPrice = prices.Open;
        return Filled(fill, order, Slip(asset, order));
    }

    public virtual OrderEvent StopMarketFill(Security asset, StopMarketOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, false)) return fill;
        var prices = GetPrices(asset, order.Direction);
        if (!IsNews(asset, prices, order)) return fill;
        var slip = Slip(asset, order);
        if (order.Direction == OrderDirection.Sell && prices.Low < order.StopPrice) fill.FillPrice = Math.Min(order.StopPrice, prices.Current - slip);
        else if (order.Direction == OrderDirection.Buy && prices.High > order.StopPrice) fill.FillPrice = Math.Max(order.StopPrice, prices.Current + slip);
        else return fill;
        return Filled(fill, order, 0);
    }

    public virtual OrderEvent TrailingStopFill(Security asset, TrailingStopOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, false)) return fill;
        var prices = GetPrices(asset, order.Direction);
        if (!IsNews(asset, prices, order)) return fill;
        var slip = Slip(asset, order);
        var sell = order.Direction == OrderDirection.Sell;
        if (sell ? prices.Low <= order.StopPrice : prices.High >= order.StopPrice)
        {
            fill.FillPrice = sell ? Math.Min(order.StopPrice, prices.Current - slip) : Math.Max(order.StopPrice, prices.Current + slip);
            return Filled(fill, order, 0);
        }
        if (TrailingStopOrder.TryUpdateStopPrice(sell ? prices.High : prices.Low, order.StopPrice, order.TrailingAmount, order.TrailingAsPercentage, order.Direction, out var stop))
        {
            order.StopPrice = stop;
            Parameters.OnOrderUpdated(order);
        }
        return fill;
    }

    public virtual OrderEvent StopLimitFill(Security asset, StopLimitOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, asset.IsExtendedMarketHours)) return fill;
        var prices = GetPrices(asset, order.Direction);
        if (!IsNews(asset, prices, order)) return fill;
        var buy = order.Direction == OrderDirection.Buy;
        if (!(order.StopTriggered || (buy ? prices.High > order.StopPrice : prices.Low < order.StopPrice))) return fill;
        if (!order.StopTriggered)
        {
            order.StopTriggered = true;
            Parameters.OnOrderUpdated(order);
        }
        if (buy ? prices.Current >= order.LimitPrice : prices.Current <= order.LimitPrice) return fill;
        fill.FillPrice = buy ? Math.Min(prices.High, order.LimitPrice) : Math.Max(prices.Low, order.LimitPrice);
        return Filled(fill, order, 0);
    }

    public virtual OrderEvent LimitIfTouchedFill(Security asset, LimitIfTouchedOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, asset.IsExtendedMarketHours)) return fill;
        var prices = asset.HasTicks ? GetPrices(asset, order.Direction) : asset.Cache.GetData<TradeBar>() is { } bar ? new Prices(bar) : null;
        if (prices == null || !IsNews(asset, prices, order)) return fill;
        var sell = order.Direction == OrderDirection.Sell;
        var reached = asset.HasTicks ? prices.Current : sell ? prices.High : prices.Low;
        if (!(order.TriggerTouched || (sell ? reached >= order.TriggerPrice : reached <= order.TriggerPrice))) return fill;
        order.TriggerTouched = true;
        // The other side's price counts, in LEAN too.
        var price = SidePrice(asset, ask: sell);
        if (sell ? price < order.LimitPrice : price > order.LimitPrice) return fill;
        fill.FillPrice = order.LimitPrice;
        return Filled(fill, order, 0);
    }

    public virtual OrderEvent LimitFill(Security asset, LimitOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, asset.IsExtendedMarketHours)) return fill;
        var prices = GetPrices(asset, order.Direction);
        if (!IsNews(asset, prices, order)) return fill;
        if (order.Direction == OrderDirection.Buy && prices.Low < order.LimitPrice) fill.FillPrice = Math.Min(prices.High, order.LimitPrice);
        else if (order.Direction == OrderDirection.Sell && prices.High > order.LimitPrice) fill.FillPrice = Math.Max(prices.Low, order.LimitPrice);
        else return fill;
        return Filled(fill, order, 0);
    }

    public virtual OrderEvent MarketOnOpenFill(Security asset, MarketOnOpenOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !asset.HasData) return fill;
        var local = order.Time.ConvertFromUtc(asset.Exchange.TimeZone);
        if (local >= asset.Cache.LastEnd) return fill;
        if (asset.Exchange.DateTimeIsOpen(local) && local.Date == asset.LocalTime.Date) return fill;
        if (!IsExchangeOpen(asset, false)) return fill;
        fill.FillPrice = GetPrices(asset, order.Direction).Open;
        return Filled(fill, order, Slip(asset, order));
    }

    public virtual OrderEvent MarketOnCloseFill(Security asset, MarketOnCloseOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled) return fill;
        var local = order.Time.ConvertFromUtc(asset.Exchange.TimeZone);
        if (asset.LocalTime < asset.Exchange.Hours.GetNextMarketClose(local, false)) return fill;
        fill.FillPrice = GetPrices(asset, order.Direction).Close;
        return Filled(fill, order, Slip(asset, order));
    }

    // The last ask or bid, or the last trade where there is none.
    private static decimal SidePrice(Security asset, bool ask)
    {
        if (asset.HasTicks && asset.Cache.TickQuotes.LastOrDefault(x => (ask ? x.AskPrice : x.BidPrice) > 0) is { } quoteTick) return ask ? quoteTick.AskPrice : quoteTick.BidPrice;
        if (asset.HasBars && asset.Cache.GetData<QuoteBar>() is { } quote) return (ask ? quote.Ask : quote.Bid)?.Close ?? quote.Close;
        if (asset.HasTicks && asset.Cache.TickTrades.LastOrDefault(x => x.Price > 0) is { } trade) return trade.Price;
        if (asset.HasBars && asset.Cache.GetData<TradeBar>() is { } bar) return bar.Close;
        throw new InvalidOperationException($"Cannot get {(ask ? "ask" : "bid")} price to perform fill for {asset.Symbol} because no market data was found.");
    }

    /// <summary>The last tick, the quotes, or the last bar.</summary>
    protected virtual Prices GetPrices(Security asset, OrderDirection direction)
    {
        if (direction != OrderDirection.Hold)
        {
            if (asset.HasTicks && asset.Cache.GetData<Tick>() is { } tick)
            {
                var price = direction == OrderDirection.Sell ? tick.BidPrice : tick.AskPrice;
                if (price == 0) price = tick.Price;
                // A tick has no range, in LEAN too.
                if (price != 0) return new Prices(tick.Time, tick.EndTime, price, 0, 0, 0, 0);
            }
            var quote = asset.HasBars ? asset.Cache.GetData<QuoteBar>() : null;
            var side = direction == OrderDirection.Sell ? quote?.Bid : quote?.Ask;
            if (side != null) return new Prices(quote.Time, quote.EndTime, side.Close, side.Open, side.High, side.Low, side.Close);
            if (asset.HasBars && asset.Cache.GetData<TradeBar>() is { } bar) return new Prices(bar);
        }
        var last = asset.GetLastData();
        return new Prices(last?.Time ?? DateTime.MinValue, last?.EndTime ?? DateTime.MinValue, asset.Price, asset.Open, asset.High, asset.Low, asset.Close);
    }

    /// <summary>Whether the market is open, or was during the bar that has just ended.</summary>
    protected virtual bool IsExchangeOpen(Security asset, bool isExtendedMarketHours)
    {
        if (asset.Exchange.Hours.IsOpen(asset.LocalTime, isExtendedMarketHours)) return true;
        var last = asset.GetLastData();
        if (last == null) return false;
        var isCurrent = last.EndTime - last.Time > Time.OneHour ? asset.LocalTime.Date == last.EndTime.Date : asset.LocalTime <= last.EndTime;
        return isCurrent && asset.Exchange.IsOpenDuringBar(last.Time, last.EndTime, isExtendedMarketHours);
    }

    /// <summary>Whether the security has hour or daily data only, so that a fresh price comes late.</summary>
    protected bool ShouldWaitForFreshData(Security asset, List<SubscriptionDataConfig> subscriptionConfigs = null)
    {
        var any = false;
        foreach (var config in subscriptionConfigs ?? asset.Subscriptions)
        {
            if (config.IsInternalFeed) continue;
            if (config.Resolution is not (Resolution.Hour or Resolution.Daily)) return false;
            any = true;
        }
        return any;
    }

    protected bool ShouldWaitForFreshDataOnStale(Security asset, DateTime dataEndTimeUtc, DateTime orderTimeUtc, List<SubscriptionDataConfig> subscriptionConfigs = null)
    {
        if (ShouldWaitForFreshData(asset, subscriptionConfigs)) return true;
        var span = asset.Resolution.ToTimeSpan();
        return span != TimeSpan.Zero && orderTimeUtc - dataEndTimeUtc > span;
    }

    private protected static OrderEvent Unfilled(Security asset, Order order) => new(order, asset.UtcTime, OrderFee.Zero);

    private protected static OrderEvent Filled(OrderEvent fill, Order order, decimal slip)
    {
        fill.FillPrice += order.Direction == OrderDirection.Sell ? -slip : slip;
        fill.FillQuantity = order.Quantity;
        fill.Status = OrderStatus.Filled;
        return fill;
    }

    private protected static decimal Slip(Security asset, Order order) => asset.SlippageModel.GetSlippageApproximation(asset, order);

    private protected static bool IsNews(Security asset, Prices prices, Order order) => prices.EndTime.ConvertToUtc(asset.Exchange.TimeZone) > order.Time;
}

/// <summary>The base model under the name that securities other than equities use.</summary>
public class ImmediateFillModel : FillModel
{
}
