using System.Globalization;
using System.Text;
using QuantConnect.Orders;
using QuantConnect.Orders.Serialization;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes order events as a serializer writes <see cref="SerializedOrderEvent"/>, without its reflection.</summary>
internal static class OrderEventJson
{
    private static readonly byte[][] Statuses = Names<OrderStatus>(), Directions = Names<OrderDirection>();

    public static void Write(JsonText text, OrderEvent item, string algorithmId)
    {
        text.Raw("{\"id\":"u8);
        text.Text(algorithmId);
        text.Back(1);
        text.Raw("-"u8);
        text.Number(item.OrderId);
        text.Raw("-"u8);
        text.Number(item.Id);
        text.Raw("\""u8);
        text.Raw(",\"algorithmId\":"u8);
        text.Text(algorithmId);
        text.Raw(",\"orderId\":"u8);
        text.Number(item.OrderId);
        text.Raw(",\"orderEventId\":"u8);
        text.Number(item.Id);
        text.Raw(",\"symbol\":"u8);
        text.Text(item.Symbol.ID.ToString());
        text.Raw(",\"symbolValue\":"u8);
        text.Text(item.Symbol.Value);
        text.Raw(",\"symbolPermtick\":"u8);
        text.Text(item.Symbol.ID.Symbol);
        text.Raw(",\"time\":"u8);
        text.Number(Time.DateTimeToUnixTimeStamp(item.UtcTime));
        text.Raw(",\"status\":"u8);
        text.Raw(Statuses[(int)item.Status]);
        if (item.OrderFee is { } fee && fee.Value.Currency != Currencies.NullCurrency)
        {
            text.Raw(",\"orderFeeAmount\":"u8);
            text.Number(fee.Value.Amount);
            if (fee.Value.Currency != null)
            {
                text.Raw(",\"orderFeeCurrency\":"u8);
                text.Text(fee.Value.Currency);
            }
        }
        text.Raw(",\"fillPrice\":"u8);
        text.Number(item.FillPrice);
        text.Raw(",\"fillPriceCurrency\":"u8);
        text.Text(item.FillPriceCurrency);
        text.Raw(",\"fillQuantity\":"u8);
        text.Number(item.FillQuantity);
        text.Raw(",\"direction\":"u8);
        text.Raw(Directions[(int)item.Direction]);
        if (item.Message != "")
        {
            text.Raw(",\"message\":"u8);
            text.Text(item.Message);
        }
        text.Raw(item.IsAssignment ? ",\"isAssignment\":true"u8 : ",\"isAssignment\":false"u8);
        text.Raw(",\"quantity\":"u8);
        text.Number(item.Quantity);
        if (item.StopPrice is { } stop)
        {
            text.Raw(",\"stopPrice\":"u8);
            text.Number(stop);
        }
        if (item.LimitPrice is { } limit)
        {
            text.Raw(",\"limitPrice\":"u8);
            text.Number(limit);
        }
        text.Raw("}"u8);
    }

    // By value; the gaps of an enumeration stay empty.
    private static byte[][] Names<T>() where T : struct, Enum
    {
        var names = new byte[Convert.ToInt32(Enum.GetValues<T>().Max(), CultureInfo.InvariantCulture) + 1][];
        foreach (var value in Enum.GetValues<T>())
        {
            var name = value.ToString();
            names[Convert.ToInt32(value, CultureInfo.InvariantCulture)] = Encoding.UTF8.GetBytes($"\"{char.ToLowerInvariant(name[0])}{name[1..]}\"");
        }
        return names;
    }
}
