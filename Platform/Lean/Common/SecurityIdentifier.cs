using System.Globalization;
using QuantConnect.Data.Auxiliary;

namespace QuantConnect;

/// <summary>A security's permanent name: its first ticker and a number that packs its first date, market and type.
/// The text form is <c>TICKER base36</c>; without a map file the date is that of <see cref="DefaultDate"/>.</summary>
public sealed class SecurityIdentifier : IEquatable<SecurityIdentifier>, IComparable<SecurityIdentifier>, IComparable
{
    // Decimal places of the packed number, from the right: type 2, market 3, strike scale 2, strike 6, style 1, days 5, right 1.
    private const ulong MarketOffset = 100;
    private const ulong DaysOffset = MarketOffset * 1000 * 100 * 1000000 * 10;

    public static readonly SecurityIdentifier Empty = new(string.Empty, 0);
    public static readonly SecurityIdentifier None = new("NONE", 0);
    public static readonly DateTime DefaultDate = DateTime.FromOADate(0);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Type> CustomTypes = new();

    private readonly ulong _properties;
    private readonly int _hashCode;
    private string _text;

    public SecurityIdentifier(string symbol, ulong properties)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        if (symbol.AsSpan().IndexOfAny('|', ' ') >= 0) throw new ArgumentException($"symbol: must not contain '|' or a space, found '{symbol}'", nameof(symbol));
        Symbol = symbol;
        _properties = properties;
        SecurityType = (SecurityType)(properties % 100);
        _hashCode = Math.Abs(unchecked(symbol.GetHashCode(StringComparison.Ordinal) * 397) ^ properties.GetHashCode());
    }

    public bool HasUnderlying => false;

    public SecurityIdentifier Underlying => throw new InvalidOperationException("No underlying specified for this identifier. Check that HasUnderlying is true before accessing the Underlying property.");

    /// <summary>First trading date for an equity with a map file.</summary>
    public DateTime Date => DateTime.FromOADate(_properties / DaysOffset % 100000);

    /// <summary>The first ticker that the security had.</summary>
    public string Symbol { get; }

    public string Market => QuantConnect.Market.Decode((int)(_properties / MarketOffset % 1000)) ?? throw new ArgumentOutOfRangeException($"The market of '{this}' is unknown");

    public SecurityType SecurityType { get; }

    /// <summary>Whether it was made of a text alone, which names no security.</summary>
    internal bool IsBare => _properties == 0;

    /// <param name="mapSymbol">Whether to look up the first ticker and date in the data folder's map file.</param>
    internal static SecurityIdentifier GenerateEquity(string symbol, string market, bool mapSymbol = true, DateTime? mappingResolveDate = null)
    {
        if (mapSymbol)
        {
            var map = MapFileProvider.Current.Get(market, symbol, mappingResolveDate);
            if (map != null && map.Rows.Count > 0) return GenerateEquity(map.FirstDate, map.FirstTicker, market);
        }
        return GenerateEquity(DefaultDate, symbol, market);
    }

    public static SecurityIdentifier GenerateEquity(DateTime date, string symbol, string market) => Generate(date, symbol, SecurityType.Equity, market);

    /// <summary>The id of custom data: <c>TICKER.TypeName</c>, so that several types may follow one ticker.</summary>
    public static SecurityIdentifier GenerateBase(Type dataType, string symbol, string market, bool mapSymbol = false, DateTime? date = null)
    {
        if (mapSymbol && MapFileProvider.Current.Get(market, symbol) is { Rows.Count: > 0 } map) (symbol, date) = (map.FirstTicker, map.FirstDate);
        return Generate(date ?? DefaultDate, GenerateBaseSymbol(dataType, symbol), SecurityType.Base, market);
    }

    /// <summary>The id of a universe of listed members.</summary>
    public static SecurityIdentifier GenerateConstituentIdentifier(string symbol, SecurityType securityType, string market) => Generate(DefaultDate, symbol, securityType, market);

    public static string GenerateBaseSymbol(Type dataType, string symbol)
    {
        if (dataType == null) return symbol;
        CustomTypes[dataType.Name] = dataType;
        return $"{symbol.ToUpperInvariant()}.{dataType.Name}";
    }

    /// <summary>The name of the type in the ticker of custom data.</summary>
    public static bool TryGetCustomDataType(string symbol, out string type)
    {
        var dot = symbol?.LastIndexOf('.') ?? -1;
        type = dot >= 0 && dot + 1 < symbol.Length ? symbol[(dot + 1)..] : null;
        return type != null;
    }

    /// <summary>The type of which an id of custom data was made.</summary>
    public static bool TryGetCustomDataTypeInstance(string symbol, out Type type)
    {
        type = null;
        return TryGetCustomDataType(symbol, out var name) && CustomTypes.TryGetValue(name, out type);
    }

    private static SecurityIdentifier Generate(DateTime date, string symbol, SecurityType type, string market)
    {
        var code = QuantConnect.Market.Encode(market.ToLowerInvariant())
            ?? throw new ArgumentOutOfRangeException(nameof(market), $"The specified market '{market}' wasn't found in the markets lookup.");
        var properties = (ulong)date.ToOADate() * DaysOffset + (ulong)code * MarketOffset + (ulong)type;
        return new SecurityIdentifier(type == SecurityType.Base ? symbol : symbol.ToUpperInvariant(), properties);
    }

    /// <exception cref="FormatException">The text is not an id.</exception>
    public static SecurityIdentifier Parse(string value) =>
        TryParse(value, out var identifier) ? identifier : throw new FormatException($"Unable to parse security identifier: expected 'TICKER base36', found '{value}'");

    public static bool TryParse(string value, out SecurityIdentifier identifier)
    {
        identifier = Empty;
        if (string.IsNullOrWhiteSpace(value)) return true;
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || value.Contains('|')) return false;
        foreach (var c in parts[1])
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        if (parts[1].Length > 13) return false;
        var properties = parts[1].DecodeBase36();
        if (QuantConnect.Market.Decode((int)(properties / MarketOffset % 1000)) == null) return false;
        identifier = new SecurityIdentifier(parts[0], properties);
        return true;
    }

    public bool Equals(SecurityIdentifier other) =>
        ReferenceEquals(this, other) || (other is not null && _properties == other._properties && Symbol == other.Symbol);

    public override bool Equals(object obj) => Equals(obj as SecurityIdentifier);

    public override int GetHashCode() => _hashCode;

    public int CompareTo(SecurityIdentifier other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    public int CompareTo(object obj) => obj switch
    {
        null => 1,
        SecurityIdentifier other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type SecurityIdentifier", nameof(obj)),
    };

    public static bool operator ==(SecurityIdentifier left, SecurityIdentifier right) => Equals(left, right);

    public static bool operator !=(SecurityIdentifier left, SecurityIdentifier right) => !Equals(left, right);

    public override string ToString()
    {
        if (_text != null) return _text;
        var packed = _properties.EncodeBase36();
        return _text = string.Create(CultureInfo.InvariantCulture, $"{Symbol} {(packed.Length == 0 ? "0" : packed)}");
    }
}
