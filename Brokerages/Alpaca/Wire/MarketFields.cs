using System.Text.Json;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>The fields of one market data message, whatever its kind; names are the protocol's. Reading allocates nothing.</summary>
internal struct MarketFields
{
    /// <summary>First letters of T: b, u, d, t, q, or the whole word's first letter for success, error, subscription.</summary>
    public byte Kind;
    public bool IsControl;
    public string? Symbol;
    public DateTime? Time;
    public decimal? Open, High, Low, Close, Volume, Price, Size, BidPrice, BidSize, AskPrice, AskSize;
    public int? Code;
    public string? Message;

    /// <summary>Reads the object on whose start the reader stands, to its end.</summary>
    /// <returns>Null, or what is wrong with a field; the reader stands on the object's end either way.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    public string? Read(ref Utf8JsonReader json, SymbolTable symbols)
    {
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            var read = name.Length switch
            {
                1 => One(ref json, name[0], symbols),
                2 => Two(ref json, name[0], name[1]),
                3 when name.SequenceEqual("msg"u8) => TakeMessage(ref json),
                4 when name.SequenceEqual("code"u8) => TakeCode(ref json),
                _ => Pass(ref json),
            };
            if (!read) fault ??= $"expected a value of {(char)name[0]}{(name.Length > 1 ? (char)name[1] : ' ')}".TrimEnd() + $", found {json.TokenType}";
        }
        return fault;
    }

    private bool One(ref Utf8JsonReader json, byte name, SymbolTable symbols)
    {
        json.Read();
        switch (name)
        {
            case (byte)'T':
                if (json.TokenType != JsonTokenType.String || json.ValueSpan.IsEmpty) return Passed(ref json, false);
                Kind = json.ValueSpan[0];
                IsControl = json.ValueSpan.Length > 1;
                return true;
            case (byte)'S':
                Symbol = json.TokenType == JsonTokenType.String ? symbols.Find(json.ValueSpan) : null;
                return Passed(ref json, Symbol is not null);
            case (byte)'t':
                var isTime = JsonField.TryTime(ref json, out var utc);
                Time = utc;
                return Passed(ref json, isTime);
            case (byte)'o': return Number(ref json, ref Open);
            case (byte)'h': return Number(ref json, ref High);
            case (byte)'l': return Number(ref json, ref Low);
            // A bar's close; a trade's and a quote's conditions, a list.
            case (byte)'c' when json.TokenType != JsonTokenType.StartArray: return Number(ref json, ref Close);
            case (byte)'v': return Number(ref json, ref Volume);
            case (byte)'p': return Number(ref json, ref Price);
            case (byte)'s': return Number(ref json, ref Size);
            default: return Passed(ref json, true);
        }
    }

    private bool Two(ref Utf8JsonReader json, byte first, byte second)
    {
        json.Read();
        return (first, second) switch
        {
            ((byte)'b', (byte)'p') => Number(ref json, ref BidPrice),
            ((byte)'b', (byte)'s') => Number(ref json, ref BidSize),
            ((byte)'a', (byte)'p') => Number(ref json, ref AskPrice),
            ((byte)'a', (byte)'s') => Number(ref json, ref AskSize),
            _ => Passed(ref json, true),
        };
    }

    private bool TakeMessage(ref Utf8JsonReader json)
    {
        json.Read();
        Message = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return Passed(ref json, true);
    }

    private bool TakeCode(ref Utf8JsonReader json)
    {
        json.Read();
        Code = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) ? number : null;
        return Passed(ref json, true);
    }

    private static bool Number(ref Utf8JsonReader json, ref decimal? field)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var value))
        {
            field = value;
            return true;
        }
        return Passed(ref json, false);
    }

    private static bool Pass(ref Utf8JsonReader json)
    {
        json.Read();
        return Passed(ref json, true);
    }

    // Leaves the reader on the end of the value.
    private static bool Passed(ref Utf8JsonReader json, bool result)
    {
        json.Skip();
        return result;
    }
}
