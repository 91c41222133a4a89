namespace QuantConnect.Orders;

/// <summary>Tells that a brokerage knows an order by other ids from now on.</summary>
public class BrokerageOrderIdChangedEvent
{
    public int OrderId { get; set; }
    public List<string> BrokerId { get; set; }

    public override string ToString() => $"OrderId: {OrderId.ToStringInvariant()}, BrokerId: [{(BrokerId != null ? string.Join(", ", BrokerId) : "null")}]";
}
