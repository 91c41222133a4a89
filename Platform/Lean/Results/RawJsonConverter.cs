using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes values by the thousand past Newtonsoft's writer, straight to the file behind it.</summary>
/// <param name="file">What the writer writes to; the writer itself holds nothing back.</param>
internal abstract class RawJsonConverter(Utf8TextWriter file) : JsonConverter
{
    private readonly JsonText _text = new();

    protected Utf8TextWriter File => file;

    public override bool CanRead => false;

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) =>
        throw new NotSupportedException("results are only written");

    /// <summary>One value after a property's name or another value; the writer adds what must stand before it.</summary>
    protected void Raw(JsonWriter writer, Action<JsonText> write)
    {
        writer.WriteRawValue("");
        _text.Clear();
        write(_text);
        File.WriteBytes(_text.Bytes);
    }
}

/// <summary>Writes lists of values as blocks, several of which are formed at once.</summary>
/// <param name="threads">Who forms them.</param>
internal abstract class BlockJsonConverter(Utf8TextWriter file, RunThreads threads) : RawJsonConverter(file)
{
    private const int BlockSize = 256, BlocksAtOnce = 8;

    private readonly JsonText[] _blocks = [.. Enumerable.Range(0, BlocksAtOnce).Select(_ => new JsonText())];

    /// <param name="begin">Bracket before the first value.</param>
    /// <param name="end">Bracket after the last.</param>
    /// <param name="write">The value with a number.</param>
    protected void Blocks(JsonWriter writer, int count, string begin, string end, Action<JsonText, int> write)
    {
        Raw(writer, text => text.Utf16(begin));
        for (var first = 0; first < count; first += BlocksAtOnce * BlockSize)
        {
            var start = first;
            var blocks = Math.Min(BlocksAtOnce, (count - start + BlockSize - 1) / BlockSize);
            threads.For(blocks, block =>
            {
                var text = _blocks[block];
                text.Clear();
                var (i, last) = (start + block * BlockSize, Math.Min(start + (block + 1) * BlockSize, count));
                for (; i < last; i++)
                {
                    if (i > 0) text.Raw(","u8);
                    write(text, i);
                }
            });
            for (var block = 0; block < blocks; block++) File.WriteBytes(_blocks[block].Bytes);
        }
        File.WriteBytes(System.Text.Encoding.UTF8.GetBytes(end));
    }
}

/// <summary>Orders by id.</summary>
internal sealed class OrdersJsonConverter(Utf8TextWriter file, RunThreads threads) : BlockJsonConverter(file, threads)
{
    public override bool CanConvert(Type objectType) => typeof(IDictionary<int, Order>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        KeyValuePair<int, Order>[] orders = [.. (IDictionary<int, Order>)value];
        if (Array.TrueForAll(orders, x => OrderJson.CanWrite(x.Value)))
        {
            Blocks(writer, orders.Length, "{", "}", (text, i) =>
            {
                var (id, order) = orders[i];
                text.Raw("\""u8);
                text.Number(id);
                text.Raw("\":"u8);
                OrderJson.Write(text, order, order.Price);
            });
            return;
        }
        writer.WriteStartObject();
        foreach (var (id, order) in orders)
        {
            writer.WritePropertyName(id.ToStringInvariant(), escape: false);
            if (OrderJson.CanWrite(order)) Raw(writer, text => OrderJson.Write(text, order, order.Price));
            else serializer.Serialize(writer, order);
        }
        writer.WriteEndObject();
    }
}

/// <summary>Closed trades.</summary>
internal sealed class TradesJsonConverter(Utf8TextWriter file, RunThreads threads) : BlockJsonConverter(file, threads)
{
    public override bool CanConvert(Type objectType) => objectType == typeof(List<Trade>);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var trades = (List<Trade>)value;
        Blocks(writer, trades.Count, "[", "]", (text, i) => TradeJson.Write(text, trades[i]));
    }
}

/// <summary>Profit or loss by UTC time.</summary>
internal sealed class ProfitLossJsonConverter(Utf8TextWriter file) : RawJsonConverter(file)
{
    public override bool CanConvert(Type objectType) => typeof(IDictionary<DateTime, decimal>).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        Raw(writer, text =>
        {
            text.Raw("{"u8);
            var entries = (IDictionary<DateTime, decimal>)value;
            foreach (var (time, result) in entries)
            {
                text.Utc(time);
                text.Raw(":"u8);
                text.Number(result);
                text.Raw(","u8);
            }
            if (entries.Count > 0) text.Back(1);
            text.Raw("}"u8);
        });
    }
}
