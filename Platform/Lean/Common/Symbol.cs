using Newtonsoft.Json;

namespace QuantConnect;

/// <summary>A security: its permanent <see cref="ID"/> and the ticker that names it today.</summary>
[JsonConverter(typeof(SymbolJsonConverter))]
public sealed class Symbol : IEquatable<Symbol>, IComparable
{
    /// <summary>The symbol of nothing.</summary>
    public static readonly Symbol Empty = new(SecurityIdentifier.Empty, string.Empty);

    public static readonly Symbol None = new(SecurityIdentifier.None, "NONE");

    public Symbol(SecurityIdentifier sid, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ID = sid;
        Value = value.ToUpperInvariant();
    }

    internal Symbol(SecurityIdentifier sid, string value, Symbol underlying) : this(sid, value) => Underlying = underlying;

    /// <summary>The ticker, in capitals.</summary>
    public string Value { get; }

    public SecurityIdentifier ID { get; }

    public bool HasUnderlying => Underlying is not null;

    public Symbol Underlying { get; }

    public SecurityType SecurityType => ID.SecurityType;

    /// <summary>Slot of this symbol in the engine run that created its security; a hint that is always verified.</summary>
    internal int SlotHint { get; set; } = -1;

    /// <summary>Number of this symbol's feed in the engine run that made it; a hint that is always verified.</summary>
    internal int FeedHint { get; set; } = -1;

    /// <param name="ticker">Today's ticker; the map file of the data folder, where there is one, gives the permanent id.</param>
    /// <exception cref="NotSupportedException">The security type is not an equity.</exception>
    public static Symbol Create(string ticker, SecurityType securityType, string market, string alias = null, Type baseDataType = null)
    {
        var sid = securityType switch
        {
            SecurityType.Equity => SecurityIdentifier.GenerateEquity(ticker, market),
            SecurityType.Base => SecurityIdentifier.GenerateBase(baseDataType, ticker, market),
            _ => throw new NotSupportedException($"Symbol.Create: security type {securityType} is not supported by this engine (supported: Equity, Base)"),
        };
        return new Symbol(sid, alias ?? ticker);
    }

    /// <summary>The symbol of custom data about a security.</summary>
    public static Symbol CreateBase(Type baseType, Symbol underlying, string market = null)
    {
        var date = underlying.SecurityType is SecurityType.Equity or SecurityType.Base ? underlying.ID.Date : (DateTime?)null;
        return new Symbol(SecurityIdentifier.GenerateBase(baseType, underlying.ID.Symbol, market ?? Market.USA, false, date), underlying.Value, underlying);
    }

    /// <exception cref="KeyNotFoundException">It was made of a text that is no ticker of the algorithm's securities.</exception>
    internal void RequireKnownTicker()
    {
        if (ID.IsBare)
            throw new KeyNotFoundException($"The ticker {ID.Symbol} was not found in the SymbolCache. Use the Symbol object as key instead. Accessing the securities collection/slice object by string ticker is only available for securities added with the AddSecurity-family methods. For more details, please check out the documentation.");
    }

    public bool IsCanonical() => false;

    public bool HasCanonical() => false;

    /// <summary>The same security under the ticker that it has on another date.</summary>
    public Symbol UpdateMappedSymbol(string mappedSymbol, uint contractDepthOffset = 0) => new(ID, mappedSymbol, Underlying);

    public override bool Equals(object obj) => obj switch
    {
        null => false,
        Symbol other => Equals(other),
        string ticker => SymbolCache.TryGetSymbol(ticker, out var symbol) && Equals(symbol),
        SecurityIdentifier sid => ID.Equals(sid),
        _ => false,
    };

    public bool Equals(Symbol other)
    {
        if (ReferenceEquals(this, other)) return true;
        return other is null ? ID.Equals(SecurityIdentifier.Empty) : ID.Equals(other.ID);
    }

    public override int GetHashCode() => ID.GetHashCode();

    /// <summary>Order of tickers, ignoring case; a string is taken as a ticker.</summary>
    public int CompareTo(object obj) => obj switch
    {
        string ticker => string.Compare(Value, ticker, StringComparison.OrdinalIgnoreCase),
        Symbol other => string.Compare(Value, other.Value, StringComparison.OrdinalIgnoreCase),
        _ => throw new ArgumentException("Object must be of type Symbol or string.", nameof(obj)),
    };

    /// <returns>The ticker of a symbol that the running algorithm has added, otherwise the security id.</returns>
    public override string ToString() => SymbolCache.GetTicker(this);

    public static bool operator ==(Symbol left, Symbol right) =>
        ReferenceEquals(left, right) || (left is null ? right.Equals(left) : left.Equals(right));

    public static bool operator !=(Symbol left, Symbol right) => !(left == right);

    public static bool operator ==(Symbol left, object right) =>
        ReferenceEquals(left, right) || (left is not null && (right is null ? left.Equals((Symbol)null) : left.Equals(right)));

    public static bool operator !=(Symbol left, object right) => !(left == right);

    public static bool operator ==(object left, Symbol right) => right == left;

    public static bool operator !=(object left, Symbol right) => !(right == left);

    [Obsolete("Symbol implicit operator to string is provided for algorithm use only.")]
    public static implicit operator string(Symbol symbol) => symbol?.ToString();

    [Obsolete("Symbol implicit operator from string is provided for algorithm use only.")]
    public static implicit operator Symbol(string ticker)
    {
        if (ticker is null) return null;
        return SymbolCache.TryGetSymbol(ticker, out var symbol) ? symbol : new Symbol(new SecurityIdentifier(ticker, 0), ticker);
    }
}

/// <summary>A symbol is written as <c>{ "value": ticker, "id": security id, "permtick": first ticker }</c>.</summary>
public class SymbolJsonConverter : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(Symbol);

    public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer)
    {
        if (value is not Symbol symbol) { writer.WriteNull(); return; }
        writer.WriteStartObject();
        writer.WritePropertyName("value");
        writer.WriteValue(symbol.Value);
        writer.WritePropertyName("id");
        writer.WriteValue(symbol.ID.ToString());
        writer.WritePropertyName("permtick");
        writer.WriteValue(symbol.Value);
        if (symbol.HasUnderlying)
        {
            writer.WritePropertyName("underlying");
            WriteJson(writer, symbol.Underlying, serializer);
        }
        writer.WriteEndObject();
    }

    public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer)
    {
        if (reader.TokenType == JsonToken.Null) return null;
        if (reader.TokenType == JsonToken.String)
        {
            var text = (string)reader.Value;
            return SecurityIdentifier.TryParse(text, out var parsed) ? new Symbol(parsed, parsed.Symbol) : Symbol.Create(text, SecurityType.Equity, Market.USA);
        }
        var json = Newtonsoft.Json.Linq.JObject.Load(reader);
        var sid = SecurityIdentifier.Parse((string)(json["id"] ?? json["ID"]));
        return new Symbol(sid, (string)(json["value"] ?? json["Value"]) ?? sid.Symbol);
    }
}
