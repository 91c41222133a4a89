using System.Globalization;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Orders.Fills;

/// <summary>Fills of equities. Limit and stop orders take the open where the bar opens beyond their price;
/// orders for the open take the first bar that starts at or after them, orders for the close the last price once the session is over.</summary>
public class EquityFillModel : FillModel
{
    public override OrderEvent MarketFill(Security asset, MarketOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, false)) return fill;
        var slip = Slip(asset, order);
        var price = BestEffortPrice(asset, order, out var message, out var staleEndUtc);
        if (staleEndUtc.HasValue && ShouldWaitForFreshDataOnStale(asset, staleEndUtc.Value, order.Time)) return fill;
        fill.FillPrice = price;
        fill.Message = message;
        return Filled(fill, order, slip);
    }

    public override OrderEvent StopMarketFill(Security asset, StopMarketOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, false)) return fill;
        var bar = FreshBar(asset, order.Time);
        if (bar == null) return fill;
        var sell = order.Direction == OrderDirection.Sell;
        if (sell ? bar.Low > order.StopPrice : bar.High < order.StopPrice) return fill;
        fill.FillPrice = order.StopPrice;
        if (sell ? bar.Open <= order.StopPrice : bar.Open >= order.StopPrice)
        {
            fill.FillPrice = bar.Open;
            fill.Message = GapMessage("an unfavorable", asset, bar);
        }
        return Filled(fill, order, Slip(asset, order));
    }

    public override OrderEvent LimitFill(Security asset, LimitOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, asset.IsExtendedMarketHours)) return fill;
        var bar = FreshBar(asset, order.Time);
        if (bar == null) return fill;
        var buy = order.Direction == OrderDirection.Buy;
        if (buy ? bar.Low >= order.LimitPrice : bar.High <= order.LimitPrice) return fill;
        fill.FillPrice = order.LimitPrice;
        if (buy ? bar.Open < order.LimitPrice : bar.Open > order.LimitPrice)
        {
            fill.FillPrice = bar.Open;
            fill.Message = GapMessage("a favorable", asset, bar);
        }
        return Filled(fill, order, 0);
    }

    public override OrderEvent LimitIfTouchedFill(Security asset, LimitIfTouchedOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled || !IsExchangeOpen(asset, asset.IsExtendedMarketHours)) return fill;
        var bar = FreshBar(asset, order.Time);
        if (bar == null) return fill;
        var buy = order.Direction == OrderDirection.Buy;
        if (!(order.TriggerTouched || (buy ? bar.Low <= order.TriggerPrice : bar.High >= order.TriggerPrice))) return fill;
        order.TriggerTouched = true;
        var price = BestEffortPrice(asset, order, out var message, out _);
        if (buy ? price > order.LimitPrice : price < order.LimitPrice) return fill;
        fill.FillPrice = buy ? Math.Min(price, order.LimitPrice) : Math.Max(price, order.LimitPrice);
        fill.Message = message;
        return Filled(fill, order, 0);
    }

    public override OrderEvent MarketOnOpenFill(Security asset, MarketOnOpenOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled) return fill;
        var local = order.Time.ConvertFromUtc(asset.Exchange.TimeZone);
        DateTime end;
        if (asset.HasTicks)
        {
            if (AuctionTick(asset, open: true) is not { } tick)
            {
                tick = asset.Cache.TickTrades.LastOrDefault(x => asset.Exchange.DateTimeIsOpen(x.Time)) ?? asset.Cache.GetAll<Tick>().LastOrDefault();
                if (tick == null || (tick.EndTime.TimeOfDay - asset.Exchange.Hours.GetMarketHours(asset.LocalTime).GetMarketOpen(TimeSpan.Zero, false))?.TotalMinutes < 1) return fill;
                fill.Message = $"No trade with the OfficialOpen or OpeningPrints flag within the 1-minute timeout. Fill with last {tick.TickType} data.";
            }
            end = tick.EndTime;
            if (tick.TickType == TickType.Trade) fill.FillPrice = tick.Price;
        }
        else
        {
            var bar = asset.Cache.GetData<TradeBar>();
            if (bar == null) return fill;
            if (bar.Time < local) return fill;
            if (bar.Period < Time.OneHour && !asset.Exchange.DateTimeIsOpen(bar.Time)) return fill;
            end = bar.EndTime;
            fill.FillPrice = bar.Open;
        }
        if (local >= end) return fill;
        if (asset.Exchange.DateTimeIsOpen(local) && local.Date == end.Date) return fill;
        if (!IsExchangeOpen(asset, false)) return fill;
        var slip = Slip(asset, order);
        if (fill.FillPrice == 0)
        {
            fill.FillPrice = BestEffortPrice(asset, order, out var message, out _);
            fill.Message += message;
        }
        return Filled(fill, order, slip);
    }

    public override OrderEvent MarketOnCloseFill(Security asset, MarketOnCloseOrder order)
    {
        var fill = Unfilled(asset, order);
        if (order.Status == OrderStatus.Canceled) return fill;
        var local = order.Time.ConvertFromUtc(asset.Exchange.TimeZone);
        var close = asset.Exchange.Hours.GetNextMarketClose(local, false);
        if (asset.LocalTime < close) return fill;
        if (asset.HasTicks)
        {
            if (AuctionTick(asset, open: false) is not { } tick)
            {
                tick = asset.Cache.TickTrades.LastOrDefault() ?? asset.Cache.GetAll<Tick>().LastOrDefault();
                if (tick == null || asset.IsExtendedMarketHours && (tick.EndTime - close).TotalMinutes < 1) return fill;
                var reason = asset.IsExtendedMarketHours ? "within the 1-minute timeout" : "for data that does not include extended market hours";
                fill.Message = $"No trade with the OfficialClose or ClosingPrints flag {reason}. Fill with last {tick.TickType} data.";
            }
            if (tick.TickType == TickType.Trade) fill.FillPrice = tick.Price;
        }
        else fill.FillPrice = asset.Cache.GetData<TradeBar>()?.Close ?? 0;
        var slip = Slip(asset, order);
        if (fill.FillPrice == 0)
        {
            fill.FillPrice = BestEffortPrice(asset, order, out var message, out _);
            fill.Message += message;
        }
        return Filled(fill, order, slip);
    }

    // The quote of the order's side, or the last trade if it is younger; old data is marked by its end.
    private decimal BestEffortPrice(Security asset, Order order, out string message, out DateTime? staleEndUtc)
    {
        message = string.Empty;
        staleEndUtc = null;
        var zone = asset.Exchange.TimeZone;
        var cutOff = order.Time.ConvertFromUtc(zone).Add(-Parameters.StalePriceTimeSpan);
        var (price, end) = (0m, DateTime.MinValue);
        var buy = order.Direction == OrderDirection.Buy;
        if (asset.HasTicks && asset.Cache.TickQuotes.LastOrDefault(x => (buy ? x.AskPrice : x.BidPrice) > 0) is { } quoteTick)
        {
            price = buy ? quoteTick.AskPrice : quoteTick.BidPrice;
            end = quoteTick.EndTime;
            if (end >= cutOff) return price;
            message = string.Create(CultureInfo.InvariantCulture, $"Warning: fill at stale price ({end.ToStringInvariant()} {zone}), using Quote Tick data.");
        }
        if (asset.HasBars && asset.Cache.GetData<QuoteBar>() is { } quote && quote.EndTime > end)
        {
            price = (buy ? quote.Ask : quote.Bid)?.Close ?? quote.Close;
            end = quote.EndTime;
            if (end >= cutOff) return price;
            message = string.Create(CultureInfo.InvariantCulture, $"Warning: fill at stale price ({end.ToStringInvariant()} {zone}), using QuoteBar data.");
        }
        if (asset.HasTicks && asset.Cache.TickTrades.LastOrDefault() is { } tradeTick && tradeTick.EndTime > end)
        {
            price = tradeTick.Price;
            end = tradeTick.EndTime;
            message = string.Create(CultureInfo.InvariantCulture, $"Warning: No quote information available at {end.ToStringInvariant()} {zone}, order filled using Trade Tick data");
            if (end >= cutOff) return price;
        }
        if (asset.HasBars && asset.Cache.GetData<TradeBar>() is { } trade && trade.EndTime > end)
        {
            price = trade.Close;
            end = trade.EndTime;
            message = string.Create(CultureInfo.InvariantCulture, $"Warning: No quote information available at {end.ToStringInvariant()} {zone}, order filled using TradeBar data");
            if (end >= cutOff) return price;
        }
        if (end == DateTime.MinValue)
            throw new InvalidOperationException($"Cannot get price to fill order {order.Id} of {asset.Symbol.Value}: there is no market data yet");
        staleEndUtc = end.ConvertToUtc(zone);
        return price;
    }

    private static TradeBar FreshBar(Security asset, DateTime orderTime)
    {
        var bar = asset.HasTicks ? BarOfTicks(asset) : asset.Cache.GetData<TradeBar>();
        return bar == null || bar.EndTime.ConvertToUtc(asset.Exchange.TimeZone) <= orderTime ? null : bar;
    }

    // The last trades together.
    private static TradeBar BarOfTicks(Security asset)
    {
        TradeBar bar = null;
        foreach (var trade in asset.Cache.TickTrades)
        {
            bar ??= new TradeBar(trade.Time, asset.Symbol, trade.Price, trade.Price, trade.Price, trade.Price, 0, TimeSpan.Zero);
            bar.Update(trade.Price, 0, 0, trade.Quantity, 0, 0);
            bar.EndTime = trade.EndTime;
        }
        return bar;
    }

    // The first trade of the last ones that the listing's exchange calls its opening, or the last one that it calls its close.
    private static Tick AuctionTick(Security asset, bool open)
    {
        var flags = open ? TradeConditionFlags.OfficialOpen | TradeConditionFlags.OpeningPrints : TradeConditionFlags.OfficialClose | TradeConditionFlags.ClosingPrints;
        var exchange = ((Securities.Equity.Equity)asset).PrimaryExchange.Code;
        var trades = asset.Cache.TickTrades.Where(x => !string.IsNullOrWhiteSpace(x.SaleCondition) && x.ExchangeCode == exchange && (x.ParsedSaleCondition & (uint)flags) != 0);
        return open ? trades.FirstOrDefault(x => asset.Exchange.DateTimeIsOpen(x.Time)) : trades.LastOrDefault();
    }

    private static string GapMessage(string kind, Security asset, TradeBar bar) => string.Create(CultureInfo.InvariantCulture,
        $"Due to {kind} gap at {bar.EndTime.ToStringInvariant()} {asset.Exchange.TimeZone}, order filled using the open price ({bar.Open})");
}
