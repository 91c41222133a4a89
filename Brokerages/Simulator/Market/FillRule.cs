using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Simulator.Replay;

namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>At what price an order trades.</summary>
internal static class FillRule
{
    /// <summary>Against the price of the moment: an auction's, or the last trade's.</summary>
    /// <param name="triggered">Whether a stop's price has been reached, before or now.</param>
    /// <returns>Null: not at this price.</returns>
    public static decimal? At(SimulatedOrder order, decimal price, out bool triggered)
    {
        var buy = order.Side == OrderSide.Buy;
        triggered = order.Triggered || (order.StopPrice is { } stop && (buy ? price >= stop : price <= stop));
        if (order.StopPrice is not null && !triggered) return null;
        return order.LimitPrice is not { } limit || (buy ? price <= limit : price >= limit) ? price : null;
    }

    /// <summary>Against a minute that the order lived through: at its own price where the minute passed it, at the open where that was better for a
    /// limit or beyond a stop.</summary>
    public static decimal? Within(SimulatedOrder order, ReplayBar bar, out bool triggered)
    {
        var (open, high, low) = (ReplayBar.Price(bar.Open), ReplayBar.Price(bar.High), ReplayBar.Price(bar.Low));
        if (At(order, open, out triggered) is { } atOpen) return atOpen;
        var buy = order.Side == OrderSide.Buy;
        if (triggered || order.StopPrice is not { } stop)
            return order.LimitPrice is { } resting && (buy ? low <= resting : high >= resting) ? resting : null;
        triggered = buy ? high >= stop : low <= stop;
        // A limit beyond the stop on the wrong side rests; when in the minute the price came back to it is not known.
        return triggered && (order.LimitPrice is not { } limit || (buy ? stop <= limit : stop >= limit)) ? stop : null;
    }
}
