using QuantConnect.Securities;

namespace QuantConnect.Orders.TimeInForces;

public class GoodTilCanceledTimeInForce : TimeInForce
{
    public override bool IsOrderExpired(Security security, Order order) => false;

    public override bool IsFillValid(Security security, Order order, OrderEvent fill) => true;
}

/// <summary>Expires at the close of the session in which the order was sent.</summary>
public class DayTimeInForce : TimeInForce
{
    public override bool IsOrderExpired(Security security, Order order)
    {
        var hours = security.Exchange.Hours;
        return security.LocalTime >= hours.GetLastDailyMarketClose(order.Time.ConvertFromUtc(hours.TimeZone), false);
    }

    public override bool IsFillValid(Security security, Order order, OrderEvent fill) => true;
}

/// <summary>Expires at the close of a date.</summary>
public class GoodTilDateTimeInForce(DateTime expiry) : TimeInForce
{
    public DateTime Expiry { get; } = expiry;

    public override bool IsOrderExpired(Security security, Order order) =>
        security.LocalTime >= security.Exchange.Hours.GetLastDailyMarketClose(Expiry.Date, false);

    public override bool IsFillValid(Security security, Order order, OrderEvent fill) => true;
}
