namespace QuantConnect;

/// <summary>A place where stocks are traded, by name and by the letter that stands for it in data files. Equal where code, market and kinds of security are.</summary>
public class Exchange
{
    public static Exchange UNKNOWN { get; } = new(string.Empty, string.Empty, "UNKNOWN", string.Empty);
    public static Exchange MEMX { get; } = Of("MEMX", "MM", "Members Exchange");
    public static Exchange LTSE { get; } = Of("LTSE", "L", "Long-Term Stock Exchange");
    public static Exchange NASDAQ { get; } = Of("NASDAQ", "Q", "Nasdaq");
    public static Exchange NASDAQ_SC { get; } = Of("NASDAQ_SC", "S", "Nasdaq small cap");
    public static Exchange BATS { get; } = Of("BATS", "Z", "Bats, now Cboe BZX");
    public static Exchange ARCA { get; } = Of("ARCA", "P", "NYSE Arca");
    public static Exchange NYSE { get; } = Of("NYSE", "N", "New York Stock Exchange");
    public static Exchange SMART { get; } = Of("SMART", "SMART", "A broker's choice of exchange");
    public static Exchange OTCX { get; } = Of("OTCX", "OTCX", "Over the counter");
    public static Exchange IEX { get; } = Of("IEX", "IEX", "Investors Exchange");
    public static Exchange NSX { get; } = Of("NSE", "C", "National Stock Exchange");
    public static Exchange FINRA { get; } = Of("FINRA", "D", "FINRA's trade reporting facilities");
    public static Exchange ISE { get; } = Of("ISE", "I", "International Securities Exchange");
    public static Exchange CSE { get; } = Of("CSE", "M", "Chicago Stock Exchange");
    public static Exchange CBOE { get; } = new("CBOE", "W", "Chicago Board Options Exchange", QuantConnect.Market.USA, SecurityType.Equity, SecurityType.Option, SecurityType.IndexOption);
    public static Exchange NASDAQ_BX { get; } = Of("NASDAQ_BX", "B", "Nasdaq BX");
    public static Exchange SIAC { get; } = Of("SIAC", "SIAC", "Securities Industry Automation Corporation");
    public static Exchange EDGA { get; } = Of("EDGA", "J", "Cboe EDGA");
    public static Exchange EDGX { get; } = Of("EDGX", "K", "Cboe EDGX");
    public static Exchange NASDAQ_PSX { get; } = Of("NASDAQ_PSX", "X", "Nasdaq PSX");
    public static Exchange BATS_Y { get; } = Of("BATS_Y", "Y", "Bats Y, now Cboe BYX");
    public static Exchange BOSTON { get; } = Of("BOSTON", "BB", "Boston Stock Exchange");
    public static Exchange AMEX { get; } = Of("AMEX", "A", "American Stock Exchange");
    public static Exchange BSE { get; } = new("BSE", "BSE", "Bombay Stock Exchange", QuantConnect.Market.India, SecurityType.Equity);
    public static Exchange NSE { get; } = new("NSE", "NSE", "National Stock Exchange of India", QuantConnect.Market.India, SecurityType.Equity);
    public static Exchange MIAX_PEARL { get; } = new("MIAX_PEARL", "MP", "MIAX Pearl", QuantConnect.Market.USA, SecurityType.Option, SecurityType.Equity);
    public static Exchange CSFB { get; } = Of("CSFB", "CSFB", "Credit Suisse First Boston");

    /// <param name="code">Where empty, the name.</param>
    public Exchange(string name, string code, string description, string market, params SecurityType[] securityTypes)
    {
        Name = name;
        Code = string.IsNullOrEmpty(code) ? name : code;
        Description = description;
        Market = market;
        SecurityTypes = [.. securityTypes ?? []];
    }

    public string Name { get; init; }
    public string Code { get; init; }
    public string Description { get; }
    public string Market { get; init; }
    public IReadOnlyList<SecurityType> SecurityTypes { get; init; }

    /// <summary>The name; of no exchange, the empty text.</summary>
    public static implicit operator string(Exchange exchange) => exchange is null ? string.Empty : exchange.Name;

    /// <summary>None is the same as the unknown one.</summary>
    public static bool operator ==(Exchange left, Exchange right) => (left ?? UNKNOWN).Equals(right ?? UNKNOWN);

    public static bool operator !=(Exchange left, Exchange right) => !(left == right);

    public override string ToString() => Name;

    public override bool Equals(object obj)
    {
        if (ReferenceEquals(this, obj)) return true;
        if (obj is not Exchange other || ReferenceEquals(other, UNKNOWN)) return ReferenceEquals(this, UNKNOWN);
        return Code == other.Code && Market == other.Market && SecurityTypes.Count == other.SecurityTypes.Count && SecurityTypes.All(other.SecurityTypes.Contains);
    }

    public override int GetHashCode() => HashCode.Combine(Code, Market, SecurityTypes.Count);

    private static Exchange Of(string name, string code, string description) => new(name, code, description, QuantConnect.Market.USA, SecurityType.Equity);
}

/// <summary>Finds exchanges by what files call them.</summary>
public static class Exchanges
{
    private static readonly Dictionary<string, Exchange> ByName = Table();

    /// <summary>The code of the exchange that a letter or name stands for.</summary>
    public static string GetPrimaryExchangeCodeGetPrimaryExchange(this string exchange, SecurityType securityType = SecurityType.Equity, string market = Market.USA) =>
        exchange.GetPrimaryExchange(securityType, market).Code;

    /// <summary>The exchange that a letter or name stands for, the unknown one where it stands for none.</summary>
    /// <exception cref="NotSupportedException">Exchanges of options and futures.</exception>
    public static Exchange GetPrimaryExchange(this string exchange, SecurityType securityType = SecurityType.Equity, string market = Market.USA)
    {
        if (string.IsNullOrEmpty(exchange)) return Exchange.UNKNOWN;
        if (securityType is SecurityType.Option or SecurityType.Future or SecurityType.FutureOption)
            throw new NotSupportedException($"GetPrimaryExchange: exchanges of security type {securityType} are not supported by this engine (supported: Equity)");
        if (securityType != SecurityType.Equity || !ByName.TryGetValue(exchange, out var found)) return Exchange.UNKNOWN;
        if (!ReferenceEquals(found, Exchange.NSX)) return found;
        return market switch { Market.USA => found, Market.India => Exchange.NSE, _ => Exchange.UNKNOWN };
    }

    private static Dictionary<string, Exchange> Table()
    {
        var table = new Dictionary<string, Exchange>(StringComparer.OrdinalIgnoreCase);
        Add(Exchange.NASDAQ, "T", "Q", "NASDAQ", "NASDAQ_OMX");
        Add(Exchange.NASDAQ_SC, "S", "NASDAQ_SC");
        Add(Exchange.BATS, "Z", "BATS", "BATS Z", "BATS_Z");
        Add(Exchange.ARCA, "P", "ARCA");
        Add(Exchange.NYSE, "N", "NYSE");
        Add(Exchange.NSX, "C", "NSX", "NSE");
        Add(Exchange.FINRA, "D", "FINRA");
        Add(Exchange.ISE, "I", "ISE");
        Add(Exchange.CSE, "M", "CSE");
        Add(Exchange.CBOE, "W", "CBOE");
        Add(Exchange.AMEX, "A", "AMEX");
        Add(Exchange.SIAC, "SIAC");
        Add(Exchange.EDGA, "J", "EDGA");
        Add(Exchange.EDGX, "K", "EDGX");
        Add(Exchange.NASDAQ_BX, "B", "NASDAQ BX", "NASDAQ_BX");
        Add(Exchange.NASDAQ_PSX, "X", "NASDAQ PSX", "NASDAQ_PSX");
        Add(Exchange.BATS_Y, "Y", "BATS Y", "BATS_Y", "BYX");
        Add(Exchange.BOSTON, "BB", "BOSTON");
        Add(Exchange.BSE, "BSE");
        Add(Exchange.IEX, "V", "IEX");
        Add(Exchange.SMART, "SMART");
        Add(Exchange.OTCX, "OTCX");
        Add(Exchange.MIAX_PEARL, "H", "MP", "MIAX PEARL", "MIAX_PEARL");
        Add(Exchange.LTSE, "L", "LTSE");
        Add(Exchange.MEMX, "U", "MM", "MEMX");
        Add(Exchange.CSFB, "CSFB");
        return table;

        void Add(Exchange exchange, params string[] names)
        {
            foreach (var name in names) table.Add(name, exchange);
        }
    }
}
