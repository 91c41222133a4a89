using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Brokerages;

/// <summary>Checks that several brokerages' models make of an order.</summary>
public static class BrokerageExtensions
{
    private static readonly IReadOnlySet<OrderType> Auctions = new HashSet<OrderType> { OrderType.MarketOnOpen, OrderType.MarketOnClose };

    /// <summary>Whether an order would turn a long position into a short one, or the other way round.</summary>
    public static bool OrderCrossesZero(decimal holdingQuantity, decimal orderQuantity) =>
        (holdingQuantity > 0 && orderQuantity < 0 && holdingQuantity + orderQuantity < 0) || (holdingQuantity < 0 && orderQuantity > 0 && holdingQuantity + orderQuantity > 0);

    /// <summary>Refuses orders across zero of some types.</summary>
    /// <param name="notSupportedTypes">Default: market-on-open and market-on-close.</param>
    public static bool ValidateCrossZeroOrder(IBrokerageModel brokerageModel, Security security, Order order, out BrokerageMessageEvent message, IReadOnlySet<OrderType> notSupportedTypes = null)
    {
        message = null;
        if (!OrderCrossesZero(security.Holdings.Quantity, order.Quantity) || !(notSupportedTypes ?? Auctions).Contains(order.Type)) return true;
        message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported",
            $"Order type '{order.Type}' is not supported for orders that cross the zero holdings threshold in the {brokerageModel.GetType().Name}. This means you cannot change a position from positive to negative or vice versa using this order type. Please close the existing position first.");
        return false;
    }

    /// <summary>Refuses market-on-open orders of other kinds of securities, and on days with a session those outside the window, whose end does not belong to it.</summary>
    /// <param name="getMarketOnOpenAllowedWindow">Of the day's regular session; times of day at the exchange.</param>
    public static bool ValidateMarketOnOpenOrder(Security security, Order order, Func<MarketHoursSegment, (TimeOnly WindowStart, TimeOnly WindowEnd)> getMarketOnOpenAllowedWindow,
        IReadOnlySet<SecurityType> supportedSecurityTypes, out BrokerageMessageEvent message)
    {
        message = null;
        if (order.Type != OrderType.MarketOnOpen) return true;
        if (!supportedSecurityTypes.Contains(security.Type))
        {
            message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "UnsupportedSecurityType", $"The broker does not support Market-on-Open orders for security type {security.Type}");
            return false;
        }
        var session = security.Exchange.Hours.GetMarketHours(security.LocalTime).Segments.FirstOrDefault(x => x.State == MarketHoursState.Market);
        var (from, until) = session == null ? (TimeOnly.MinValue, TimeOnly.MaxValue) : getMarketOnOpenAllowedWindow(session);
        if (TimeOnly.FromDateTime(security.LocalTime).IsBetween(from, until)) return true;
        // LEAN's text: times on a clock of twelve hours, with a blank before each.
        message = new BrokerageMessageEvent(BrokerageMessageType.Warning, "NotSupported",
            FormattableString.Invariant($"MarketOnOpen submission time is invalid. Valid local times are {from: hh\\:mm}–{until: hh\\:mm}. Consider setting DailyPreciseEndTime = false or using Schedule.On."));
        return false;
    }

    internal static bool Refuse(string reason, out BrokerageMessageEvent message, string code = "NotSupported")
    {
        message = new BrokerageMessageEvent(BrokerageMessageType.Warning, code, reason);
        return false;
    }
}
