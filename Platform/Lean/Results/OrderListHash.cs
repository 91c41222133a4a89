using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using QuantConnect.Orders;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>The fingerprint of a run's orders that LEAN prints among the statistics: equal orders, equal hash.</summary>
internal static class OrderListHash
{
    public const string Name = "OrderListHash";

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        Converters = { new MarketOrderJson() },
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() }
    });

    /// <summary>MD5 of the orders' JSON by id, with commas between. Prices are rounded as charts round them; the orders stay as they are.</summary>
    public static string Of(IEnumerable<Order> orders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var text = new StringBuilder();
        var separator = "";
        foreach (var order in orders.OrderBy(x => x.Id))
        {
            text.Clear();
            text.Append(separator);
            separator = ",";
            using (var writer = new StringWriter(text))
                Serializer.Serialize(writer, Rounded(order));
            hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Order Rounded(Order order)
    {
        var rounded = order.Clone();
        rounded.Price = rounded.Price.SmartRounding();
        // Of an order's times only the expiry that an algorithm sets is not UTC.
        rounded.Time = Utc(rounded.Time).Value;
        rounded.LastFillTime = Utc(rounded.LastFillTime);
        rounded.LastUpdateTime = Utc(rounded.LastUpdateTime);
        rounded.CanceledTime = Utc(rounded.CanceledTime);
        switch (rounded)
        {
            case LimitOrder limit:
                limit.LimitPrice = limit.LimitPrice.SmartRounding();
                break;
            case StopLimitOrder stopLimit:
                stopLimit.LimitPrice = stopLimit.LimitPrice.SmartRounding();
                stopLimit.StopPrice = stopLimit.StopPrice.SmartRounding();
                break;
            case TrailingStopOrder trailing:
                trailing.TrailingAmount = trailing.TrailingAmount.SmartRounding();
                trailing.StopPrice = trailing.StopPrice.SmartRounding();
                break;
            case StopMarketOrder stop:
                stop.StopPrice = stop.StopPrice.SmartRounding();
                break;
            case LimitIfTouchedOrder touched:
                touched.LimitPrice = touched.LimitPrice.SmartRounding();
                touched.TriggerPrice = touched.TriggerPrice.SmartRounding();
                break;
        }
        return rounded;
    }

    private static DateTime? Utc(DateTime? time) => time is { } value ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : null;
}
