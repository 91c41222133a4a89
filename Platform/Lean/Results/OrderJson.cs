using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes market orders as Newtonsoft's own serializer does, without its reflection: a run has tens of thousands of them.</summary>
internal sealed class MarketOrderJson : JsonConverter
{
    private static readonly SymbolJsonConverter Symbols = new();

    public override bool CanRead => false;

    // Other orders have further members, and an algorithm may derive its own.
    public override bool CanConvert(Type objectType) =>
        objectType == typeof(MarketOnOpenOrder) || objectType == typeof(MarketOrder) || objectType == typeof(MarketOnCloseOrder);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var order = (Order)value;
        writer.WriteStartObject();
        Write("type", (int)order.Type);
        Write("id", order.Id);
        Write("contingentId", order.ContingentId);
        writer.WritePropertyName("brokerId");
        writer.WriteStartArray();
        foreach (var id in order.BrokerId) writer.WriteValue(id);
        writer.WriteEndArray();
        writer.WritePropertyName("symbol");
        Symbols.WriteJson(writer, order.Symbol, serializer);
        Write("price", order.Price);
        writer.WritePropertyName("priceCurrency");
        writer.WriteValue(order.PriceCurrency);
        Write("time", order.Time);
        Write("createdTime", order.CreatedTime);
        if (order.LastFillTime is { } filled) Write("lastFillTime", filled);
        if (order.LastUpdateTime is { } updated) Write("lastUpdateTime", updated);
        if (order.CanceledTime is { } cancelled) Write("canceledTime", cancelled);
        Write("quantity", order.Quantity);
        Write("status", (int)order.Status);
        if (order.Tag != null)
        {
            writer.WritePropertyName("tag");
            writer.WriteValue(order.Tag);
        }
        writer.WritePropertyName("properties");
        if (order.Properties is { } properties && properties.GetType() == typeof(OrderProperties) && ReferenceEquals(properties.TimeInForce, TimeInForce.GoodTilCanceled))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("timeInForce");
            writer.WriteStartObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else serializer.Serialize(writer, order.Properties);
        Write("securityType", (int)order.SecurityType);
        Write("direction", (int)order.Direction);
        Write("value", order.Value);
        writer.WritePropertyName("orderSubmissionData");
        if (order.OrderSubmissionData is { } submission)
        {
            writer.WriteStartObject();
            Write("bidPrice", submission.BidPrice);
            Write("askPrice", submission.AskPrice);
            Write("lastPrice", submission.LastPrice);
            writer.WriteEndObject();
        }
        else writer.WriteNull();
        writer.WritePropertyName("isMarketable");
        writer.WriteValue(order.IsMarketable);
        Write("priceAdjustmentMode", (int)order.PriceAdjustmentMode);
        writer.WriteEndObject();

        void Write<T>(string name, T field) where T : struct
        {
            writer.WritePropertyName(name);
            if (typeof(T) == typeof(int)) writer.WriteValue((int)(object)field);
            else if (typeof(T) == typeof(decimal)) writer.WriteValue((decimal)(object)field);
            else writer.WriteValue((DateTime)(object)field);
        }
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) => throw new NotSupportedException("orders are only written");
}

/// <summary>Writes closed trades as Newtonsoft's own serializer does with camel-case names, without its reflection.</summary>
internal sealed class TradeJson : JsonConverter
{
    private static readonly SymbolJsonConverter Symbols = new();

    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => objectType == typeof(Trade);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        var trade = (Trade)value;
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        writer.WriteValue(trade.Id);
        writer.WritePropertyName("symbols");
        if (trade.Symbols == null) writer.WriteNull();
        else
        {
            writer.WriteStartArray();
            foreach (var symbol in trade.Symbols) Symbols.WriteJson(writer, symbol, serializer);
            writer.WriteEndArray();
        }
        writer.WritePropertyName("entryTime");
        writer.WriteValue(trade.EntryTime);
        Write("entryPrice", trade.EntryPrice);
        writer.WritePropertyName("direction");
        writer.WriteValue((int)trade.Direction);
        Write("quantity", trade.Quantity);
        writer.WritePropertyName("exitTime");
        writer.WriteValue(trade.ExitTime);
        Write("exitPrice", trade.ExitPrice);
        Write("profitLoss", trade.ProfitLoss);
        Write("totalFees", trade.TotalFees);
        Write("mae", trade.MAE);
        Write("mfe", trade.MFE);
        writer.WritePropertyName("duration");
        writer.WriteValue(trade.Duration);
        Write("endTradeDrawdown", trade.EndTradeDrawdown);
        writer.WritePropertyName("isWin");
        writer.WriteValue(trade.IsWin);
        writer.WritePropertyName("orderIds");
        writer.WriteStartArray();
        foreach (var id in trade.OrderIds) writer.WriteValue(id);
        writer.WriteEndArray();
        writer.WriteEndObject();

        void Write(string name, decimal money)
        {
            writer.WritePropertyName(name);
            writer.WriteValue(money);
        }
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) => throw new NotSupportedException("trades are only written");
}
