using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using QuantConnect.Orders;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>The fingerprint of a run's orders that LEAN prints among the statistics: equal orders, equal hash.</summary>
internal static class OrderListHash
{
    public const string Name = "OrderListHash";

    private static readonly JsonSerializer Serializer = JsonSerializer.Create();

    /// <summary>MD5 of the orders' JSON by id, with commas between. Prices are rounded as charts round them; the orders stay as they are.</summary>
    public static string Of(IEnumerable<Order> orders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var text = new JsonText();
        foreach (var order in orders.OrderBy(x => x.Id))
        {
            // An algorithm's own request may have been stamped with local time, which the hash shows by a missing Z.
            if (OrderJson.CanWrite(order) && order.Time.Kind == DateTimeKind.Utc) OrderJson.Write(text, order, order.Price.SmartRounding().Normalize());
            else text.Raw(Encoding.UTF8.GetBytes(Serialized(Rounded(order))));
            if (text.Length > 1 << 16)
            {
                hash.AppendData(text.Bytes);
                text.Clear();
            }
            text.Raw(","u8);
        }
        // The last comma is one too many.
        if (text.Length > 0) hash.AppendData(text.Bytes[..^1]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Serialized(Order order)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        Serializer.Serialize(writer, order);
        return writer.ToString();
    }

    private static Order Rounded(Order order)
    {
        var rounded = order.Clone();
        rounded.Price = rounded.Price.SmartRounding();
        // Of an order's times only those that an algorithm sets are not UTC.
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
