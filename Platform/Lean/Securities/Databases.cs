using System.Collections.Concurrent;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NodaTime;

namespace QuantConnect.Securities;

/// <summary>Exchange hours by market, from <c>market-hours/market-hours-database.json</c> of the data folder.</summary>
public class MarketHoursDatabase
{
    internal const string MarketWildcard = "[*]";

    private static readonly ConcurrentDictionary<(string Path, DateTime Written), MarketHoursDatabase> Loaded = new();

    // Custom data is always open, unless its subscription says otherwise.
    private static readonly Entry CustomData = new(TimeZones.NewYork, SecurityExchangeHours.AlwaysOpen(TimeZones.NewYork));

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    private MarketHoursDatabase()
    {
    }

    /// <summary>Hours of an exchange and the time zone in which its data files are kept.</summary>
    public class Entry(DateTimeZone dataTimeZone, SecurityExchangeHours exchangeHours)
    {
        public DateTimeZone DataTimeZone { get; } = dataTimeZone;
        public SecurityExchangeHours ExchangeHours { get; } = exchangeHours;
    }

    /// <summary>That of the run on this thread, otherwise of the configured data folder.</summary>
    /// <exception cref="InvalidDataException">The file is missing or not such a database.</exception>
    public static MarketHoursDatabase FromDataFolder() => FromFile(Path.Combine(Data.Auxiliary.MapFileProvider.CurrentFolder, "market-hours", "market-hours-database.json"));

    public static MarketHoursDatabase FromFile(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: expected LEAN's market hours database, found no such file");
        return Loaded.GetOrAdd((Path.GetFullPath(path), File.GetLastWriteTimeUtc(path)), static key => Read(key.Path));
    }

    public SecurityExchangeHours GetExchangeHours(string market, Symbol symbol, SecurityType securityType) => GetEntry(market, symbol?.ID.Symbol, securityType).ExchangeHours;

    public DateTimeZone GetDataTimeZone(string market, Symbol symbol, SecurityType securityType) => GetEntry(market, symbol?.ID.Symbol, securityType).DataTimeZone;

    /// <exception cref="ArgumentException">Neither the symbol nor the market has an entry.</exception>
    public virtual Entry GetEntry(string market, string symbol, SecurityType securityType)
    {
        if (securityType == SecurityType.Base) return CustomData;
        if (_entries.TryGetValue($"{securityType}-{market}-{symbol}", out var entry) || _entries.TryGetValue($"{securityType}-{market}-{MarketWildcard}", out entry)) return entry;
        throw new ArgumentException($"Unable to locate exchange hours for {securityType}-{market}-{symbol}. Available keys: {string.Join(", ", _entries.Keys.Take(20))}");
    }

    public virtual Entry GetEntry(string market, Symbol symbol, SecurityType securityType) => GetEntry(market, symbol?.ID.Symbol, securityType);

    private static MarketHoursDatabase Read(string path)
    {
        var database = new MarketHoursDatabase();
        try
        {
            using var reader = new JsonTextReader(new StreamReader(path)) { DateParseHandling = DateParseHandling.None };
            var entries = JObject.Load(reader)["entries"] as JObject ?? throw new InvalidDataException($"{path}: expected an object \"entries\", found none");
            foreach (var pair in entries)
            {
                // Only equities trade here; other markets' entries are left unread.
                if (!pair.Key.StartsWith("Equity-", StringComparison.OrdinalIgnoreCase)) continue;
                try { database._entries[pair.Key] = ReadEntry((JObject)pair.Value); }
                catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException or NullReferenceException)
                {
                    throw new InvalidDataException($"{path}: entry {pair.Key}: expected time zones, hours by weekday, holidays and early closes, found {e.Message}", e);
                }
            }
        }
        catch (JsonReaderException e)
        {
            throw new InvalidDataException($"{path}: line {e.LineNumber}: expected JSON, found {e.Message}", e);
        }
        return database;
    }

    private static Entry ReadEntry(JObject json)
    {
        var dataZone = Zone(json, "dataTimeZone");
        var zone = Zone(json, "exchangeTimeZone");
        var days = new Dictionary<DayOfWeek, LocalMarketHours>();
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            var segments = new List<MarketHoursSegment>();
            foreach (var item in json[day.ToString().ToLowerInvariant()] as JArray ?? [])
                segments.Add(new MarketHoursSegment(Enum.Parse<MarketHoursState>((string)item["state"], true), Span((string)item["start"]), Span((string)item["end"])));
            days[day] = new LocalMarketHours(day, segments);
        }
        return new Entry(dataZone, new SecurityExchangeHours(zone, Dates(json["holidays"]), days, Times(json["earlyCloses"]), Times(json["lateOpens"]), Dates(json["bankHolidays"])));
    }

    private static DateTimeZone Zone(JObject json, string name) => DateTimeZoneProviders.Tzdb[(string)json[name] ?? throw new FormatException($"no \"{name}\"")];

    private static TimeSpan Span(string text) => text is "24:00:00" or "1.00:00:00" ? Time.OneDay : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static List<DateTime> Dates(JToken token) => (token as JArray ?? []).Select(x => Date((string)x)).ToList();

    private static Dictionary<DateTime, TimeSpan> Times(JToken token)
    {
        var result = new Dictionary<DateTime, TimeSpan>();
        if (token is JObject json)
            foreach (var pair in json) result[Date(pair.Key)] = Span((string)pair.Value);
        return result;
    }

    private static DateTime Date(string text) => DateTime.ParseExact(text, ["M/d/yyyy", "yyyy-MM-dd", "M/d/yyyy HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None);
}

/// <summary>Contract details by market, from <c>symbol-properties/symbol-properties-database.csv</c> of the data folder.</summary>
public class SymbolPropertiesDatabase
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), SymbolPropertiesDatabase> Loaded = new();

    private readonly Dictionary<(string Market, string Symbol), SymbolProperties> _equities = [];

    private SymbolPropertiesDatabase()
    {
    }

    /// <summary>That of the run on this thread, otherwise of the configured data folder.</summary>
    /// <exception cref="InvalidDataException">The file is missing or has a bad row.</exception>
    public static SymbolPropertiesDatabase FromDataFolder()
    {
        var path = Path.Combine(Data.Auxiliary.MapFileProvider.CurrentFolder, "symbol-properties", "symbol-properties-database.csv");
        if (!File.Exists(path)) throw new InvalidDataException($"{path}: expected LEAN's symbol properties database, found no such file");
        return Loaded.GetOrAdd((Path.GetFullPath(path), File.GetLastWriteTimeUtc(path)), static key => Read(key.Path));
    }

    public SymbolProperties GetSymbolProperties(string market, Symbol symbol, SecurityType securityType, string defaultQuoteCurrency)
    {
        if (securityType == SecurityType.Equity)
            if (_equities.TryGetValue((market, symbol?.ID.Symbol), out var properties) || _equities.TryGetValue((market, MarketHoursDatabase.MarketWildcard), out properties)) return properties;
        return SymbolProperties.GetDefault(defaultQuoteCurrency);
    }

    private static SymbolPropertiesDatabase Read(string path)
    {
        var database = new SymbolPropertiesDatabase();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("market,", StringComparison.Ordinal)) continue;
            var cells = line.Split(',');
            if (cells.Length < 8) throw new InvalidDataException($"{path}: line {number}: expected at least 8 columns, found {cells.Length}");
            if (cells[2] != "equity") continue;
            if (!decimal.TryParse(cells[5], CultureInfo.InvariantCulture, out var multiplier) || !decimal.TryParse(cells[6], CultureInfo.InvariantCulture, out var tick) || !decimal.TryParse(cells[7], CultureInfo.InvariantCulture, out var lot))
                throw new InvalidDataException($"{path}: line {number}: expected numbers in columns 6 to 8, found '{cells[5]}', '{cells[6]}', '{cells[7]}'");
            database._equities[(cells[0], cells[1])] = new SymbolProperties(cells[3], cells[4], multiplier, tick, lot, cells.Length > 8 ? cells[8] : string.Empty);
        }
        return database;
    }
}
