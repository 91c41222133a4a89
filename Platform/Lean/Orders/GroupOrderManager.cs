using Newtonsoft.Json;

namespace QuantConnect.Orders;

/// <summary>The orders of a combination. This engine has none, and refuses requests that name one.</summary>
public class GroupOrderManager
{
    public GroupOrderManager()
    {
    }

    public GroupOrderManager(int id, int legCount, decimal quantity, decimal limitPrice = 0) : this(legCount, quantity, limitPrice) => Id = id;

    public GroupOrderManager(int legCount, decimal quantity, decimal limitPrice = 0) =>
        (Count, Quantity, LimitPrice, OrderIds) = (legCount, quantity, limitPrice, new HashSet<int>(legCount));

    [JsonProperty("id")] public int Id { get; internal set; }
    [JsonProperty("quantity")] public decimal Quantity { get; internal set; }
    [JsonProperty("count")] public int Count { get; }
    [JsonProperty("limitPrice")] public decimal LimitPrice { get; set; }
    [JsonProperty("orderIds")] public HashSet<int> OrderIds { get; }
    [JsonProperty("direction")] public OrderDirection Direction => Quantity > 0 ? OrderDirection.Buy : Quantity < 0 ? OrderDirection.Sell : OrderDirection.Hold;
    [JsonIgnore] public decimal AbsoluteQuantity => Math.Abs(Quantity);
}
