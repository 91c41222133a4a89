using Newtonsoft.Json;

namespace QuantConnect.Orders;

/// <summary>Prices at the moment when an order was sent.</summary>
public class OrderSubmissionData(decimal bidPrice, decimal askPrice, decimal lastPrice)
{
    [JsonProperty("bidPrice")] public decimal BidPrice { get; } = bidPrice;
    [JsonProperty("askPrice")] public decimal AskPrice { get; } = askPrice;
    [JsonProperty("lastPrice")] public decimal LastPrice { get; } = lastPrice;

    public OrderSubmissionData Clone() => (OrderSubmissionData)MemberwiseClone();
}
