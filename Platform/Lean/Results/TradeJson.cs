using System.Globalization;
using System.Text;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes closed trades as Newtonsoft's serializer does with camel-case names, without its reflection.</summary>
internal static class TradeJson
{
    public static void Write(JsonText text, Trade trade)
    {
        text.Raw("{\"id\":"u8);
        text.Text(trade.IdText);
        text.Raw(",\"symbols\":"u8);
        if (trade.OnlySymbol is { } symbol)
        {
            text.Raw("["u8);
            SymbolJson.Write(text, symbol);
            text.Raw("]"u8);
        }
        else if (trade.Symbols == null) text.Raw("null"u8);
        else
        {
            text.Raw("["u8);
            for (var i = 0; i < trade.Symbols.Count; i++)
            {
                if (i > 0) text.Raw(","u8);
                SymbolJson.Write(text, trade.Symbols[i]);
            }
            text.Raw("]"u8);
        }
        text.Raw(",\"entryTime\":"u8);
        text.Utc(trade.EntryTime);
        text.Raw(",\"entryPrice\":"u8);
        text.Number(trade.EntryPrice);
        text.Raw(",\"direction\":"u8);
        text.Number((int)trade.Direction);
        text.Raw(",\"quantity\":"u8);
        text.Number(trade.Quantity);
        text.Raw(",\"exitTime\":"u8);
        text.Utc(trade.ExitTime);
        text.Raw(",\"exitPrice\":"u8);
        text.Number(trade.ExitPrice);
        text.Raw(",\"profitLoss\":"u8);
        text.Number(trade.ProfitLoss);
        text.Raw(",\"totalFees\":"u8);
        text.Number(trade.TotalFees);
        text.Raw(",\"mae\":"u8);
        text.Number(trade.MAE);
        text.Raw(",\"mfe\":"u8);
        text.Number(trade.MFE);
        text.Raw(",\"duration\":\""u8);
        text.Raw(Encoding.UTF8.GetBytes(trade.Duration.ToString(null, CultureInfo.InvariantCulture)));
        text.Raw("\",\"endTradeDrawdown\":"u8);
        text.Number(trade.EndTradeDrawdown);
        text.Raw(trade.IsWin ? ",\"isWin\":true"u8 : ",\"isWin\":false"u8);
        text.Raw(",\"orderIds\":["u8);
        if (trade.TryGetOrders(out var count, out var first, out var second))
        {
            if (count > 0) text.Number(first);
            if (count > 1)
            {
                text.Raw(","u8);
                text.Number(second);
            }
        }
        else
        {
            var any = false;
            foreach (var id in trade.OrderIds)
            {
                if (any) text.Raw(","u8);
                any = true;
                text.Number(id);
            }
        }
        text.Raw("]}"u8);
    }
}
