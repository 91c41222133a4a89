using QuantConnect.Orders;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes market orders as Newtonsoft's serializer does, without its reflection: a run has tens of thousands of them.</summary>
internal static class OrderJson
{
    // Other orders have further members, and an algorithm may derive its own.
    public static bool CanWrite(Order order) =>
        (order.GetType() == typeof(MarketOnOpenOrder) || order.GetType() == typeof(MarketOrder) || order.GetType() == typeof(MarketOnCloseOrder))
        && order.HasDefaultProperties;

    /// <param name="price">To be written as the order's: its own, or that rounded.</param>
    public static void Write(JsonText text, Order order, decimal price)
    {
        text.Raw("{\"type\":"u8);
        text.Number((int)order.Type);
        text.Raw(",\"id\":"u8);
        text.Number(order.Id);
        text.Raw(",\"contingentId\":"u8);
        text.Number(order.ContingentId);
        text.Raw(",\"brokerId\":["u8);
        if (order.HasOnlyOwnBrokerId)
        {
            text.Raw("\""u8);
            text.Number(order.Id);
            text.Raw("\""u8);
        }
        else
        {
            for (var i = 0; i < order.BrokerId.Count; i++)
            {
                if (i > 0) text.Raw(","u8);
                text.Text(order.BrokerId[i]);
            }
        }
        text.Raw("],\"symbol\":"u8);
        SymbolJson.Write(text, order.Symbol);
        text.Raw(",\"price\":"u8);
        text.Number(price);
        text.Raw(",\"priceCurrency\":"u8);
        text.Text(order.PriceCurrency);
        text.Raw(",\"time\":"u8);
        text.Utc(order.Time);
        text.Raw(",\"createdTime\":"u8);
        text.Utc(order.CreatedTime);
        if (order.LastFillTime is { } filled)
        {
            text.Raw(",\"lastFillTime\":"u8);
            text.Utc(filled);
        }
        if (order.LastUpdateTime is { } updated)
        {
            text.Raw(",\"lastUpdateTime\":"u8);
            text.Utc(updated);
        }
        if (order.CanceledTime is { } cancelled)
        {
            text.Raw(",\"canceledTime\":"u8);
            text.Utc(cancelled);
        }
        text.Raw(",\"quantity\":"u8);
        text.Number(order.Quantity);
        text.Raw(",\"status\":"u8);
        text.Number((int)order.Status);
        if (order.Tag != null)
        {
            text.Raw(",\"tag\":"u8);
            text.Text(order.Tag);
        }
        text.Raw(",\"properties\":{\"timeInForce\":{}},\"securityType\":"u8);
        text.Number((int)order.SecurityType);
        text.Raw(",\"direction\":"u8);
        text.Number((int)order.Direction);
        text.Raw(",\"value\":"u8);
        text.Number(order.Quantity * price);
        text.Raw(",\"orderSubmissionData\":"u8);
        if (order.TryGetSubmissionPrice(out var sent)) Submission(text, sent, sent, sent);
        else if (order.OrderSubmissionData is { } submission) Submission(text, submission.BidPrice, submission.AskPrice, submission.LastPrice);
        else text.Raw("null"u8);
        text.Raw(order.IsMarketable ? ",\"isMarketable\":true"u8 : ",\"isMarketable\":false"u8);
        text.Raw(",\"priceAdjustmentMode\":"u8);
        text.Number((int)order.PriceAdjustmentMode);
        text.Raw("}"u8);
    }

    private static void Submission(JsonText text, decimal bid, decimal ask, decimal last)
    {
        text.Raw("{\"bidPrice\":"u8);
        text.Number(bid);
        text.Raw(",\"askPrice\":"u8);
        text.Number(ask);
        text.Raw(",\"lastPrice\":"u8);
        text.Number(last);
        text.Raw("}"u8);
    }
}

/// <summary>Writes symbols as <see cref="SymbolJsonConverter"/> does.</summary>
internal static class SymbolJson
{
    public static void Write(JsonText text, Symbol symbol)
    {
        if (symbol is null)
        {
            text.Raw("null"u8);
            return;
        }
        text.Raw("{\"value\":"u8);
        text.Text(symbol.Value);
        text.Raw(",\"id\":"u8);
        text.Text(symbol.ID.ToString());
        text.Raw(",\"permtick\":"u8);
        text.Text(symbol.Value);
        if (symbol.HasUnderlying)
        {
            text.Raw(",\"underlying\":"u8);
            Write(text, symbol.Underlying);
        }
        text.Raw("}"u8);
    }
}
