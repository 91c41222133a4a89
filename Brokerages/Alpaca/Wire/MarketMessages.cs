using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>What a server says about the connection itself.</summary>
internal readonly record struct ControlMessage(ControlKind Kind, int? Code, string? Text);

internal enum ControlKind { Success, Error, Subscribed }

/// <summary>Reads the market data stream's messages: lists of objects, or single ones.</summary>
internal sealed class MarketMessages
{
    private readonly SymbolTable _symbols = new();

    /// <summary>Hands the content of one message on. What is malformed becomes one fault; what comes before it has been handed on, an object with
    /// wrong fields is passed over.</summary>
    /// <param name="control">Takes what concerns the connection.</param>
    public void Read(ReadOnlySpan<byte> utf8, IMarketDataSink sink, Action<ControlMessage> control)
    {
        string? fault = null;
        try
        {
            var json = new Utf8JsonReader(utf8);
            if (!json.Read()) fault = "expected a list, found nothing";
            else if (json.TokenType == JsonTokenType.StartObject) fault = One(ref json, sink, control);
            else if (json.TokenType != JsonTokenType.StartArray) fault = $"expected a list, found {json.TokenType}";
            else
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    if (json.TokenType == JsonTokenType.StartObject) fault = One(ref json, sink, control) ?? fault;
                    else
                    {
                        fault = $"expected an object, found {json.TokenType}";
                        json.Skip();
                    }
                }
            // Nothing may follow.
            while (json.Read())
            {
            }
        }
        catch (JsonException e)
        {
            fault = $"expected JSON, found an error at byte {e.BytePositionInLine}";
        }
        if (fault is not null) sink.OnFault($"market data: malformed message of {utf8.Length} bytes: {fault}");
    }

    private string? One(ref Utf8JsonReader json, IMarketDataSink sink, Action<ControlMessage> control)
    {
        var fields = default(MarketFields);
        if (fields.Read(ref json, _symbols) is { } fault) return fault;
        if (fields.IsControl) return Control(fields, control);
        switch (fields.Kind)
        {
            case (byte)'b' or (byte)'u' or (byte)'d':
                if (!BarOf(fields, out var bar)) return Incomplete("bar", fields);
                sink.OnBar(bar, fields.Kind == 'b' ? BarOrigin.Live : fields.Kind == 'u' ? BarOrigin.Updated : BarOrigin.Daily);
                return null;
            case (byte)'t':
                if (fields is not { Symbol: { } traded, Time: { } at, Price: > 0 and { } price, Size: >= 0 and { } size }) return Incomplete("trade", fields);
                sink.OnTrade(new AlpacaTrade(traded, at, price, size));
                return null;
            case (byte)'q':
                if (fields is not { Symbol: { } quoted, Time: { } time, BidPrice: >= 0 and { } bid, AskPrice: >= 0 and { } ask }) return Incomplete("quote", fields);
                sink.OnQuote(new AlpacaQuote(quoted, time, bid, fields.BidSize ?? 0, ask, fields.AskSize ?? 0));
                return null;
            case 0:
                return "expected a kind T, found none";
            default:
                // Kinds that were not asked for: statuses, corrections.
                return null;
        }
    }

    /// <summary>A bar from its fields; false when one is missing or no price.</summary>
    public static bool BarOf(in MarketFields fields, out AlpacaBar bar)
    {
        if (fields is { Symbol: { } symbol, Time: { } start, Open: > 0 and { } open, High: > 0 and { } high, Low: > 0 and { } low, Close: > 0 and { } close }
            && low <= Math.Min(open, close) && high >= Math.Max(open, close) && fields.Volume is null or >= 0)
        {
            bar = new AlpacaBar(symbol, start, open, high, low, close, fields.Volume ?? 0);
            return true;
        }
        bar = default;
        return false;
    }

    private static string? Control(in MarketFields fields, Action<ControlMessage> control)
    {
        switch (fields.Kind)
        {
            case (byte)'s' when fields.Message is not null:
                control(new ControlMessage(ControlKind.Success, null, fields.Message));
                return null;
            case (byte)'s':
                control(new ControlMessage(ControlKind.Subscribed, null, null));
                return null;
            case (byte)'e':
                control(new ControlMessage(ControlKind.Error, fields.Code, fields.Message));
                return null;
            default:
                return null;
        }
    }

    private static string Incomplete(string what, in MarketFields fields) => $"{what} of {fields.Symbol ?? "no symbol"}: expected symbol, time and prices that fit together";
}
