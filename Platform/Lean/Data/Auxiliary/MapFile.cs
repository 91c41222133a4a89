using System.Globalization;

namespace QuantConnect.Data.Auxiliary;

/// <summary>Tickers of a security over time, from <c>map_files/&lt;ticker&gt;.csv</c>.</summary>
internal sealed class MapFile
{
    /// <summary>A ticker that holds through <see cref="Date"/>.</summary>
    public sealed record MapFileRow(DateTime Date, string MappedSymbol, Exchange PrimaryExchange);

    public MapFile(string permtick, IReadOnlyList<MapFileRow> rows)
    {
        Permtick = permtick;
        Rows = rows;
    }

    public string Permtick { get; }

    /// <summary>Rows by date; the first holds the listing, the last the end of the listing.</summary>
    public IReadOnlyList<MapFileRow> Rows { get; }

    public DateTime FirstDate => Rows.Count == 0 ? Time.BeginningOfTime : Rows[0].Date;
    public string FirstTicker => Rows.Count == 0 ? Permtick : Rows[0].MappedSymbol;

    /// <summary>The exchange that the last row names.</summary>
    public Exchange PrimaryExchange => Rows.Count == 0 ? Exchange.UNKNOWN : Rows[^1].PrimaryExchange;

    /// <summary>Last date of trading; the end of time for a listed security.</summary>
    public DateTime DelistingDate => Rows.Count == 0 ? Time.EndOfTime : Rows[^1].Date;

    public bool HasData(DateTime date) => Rows.Count == 0 || (date >= Rows[0].Date && date <= Rows[^1].Date);

    public string GetMappedSymbol(DateTime searchDate, string defaultReturnValue = "")
    {
        foreach (var row in Rows)
            if (row.Date >= searchDate.Date) return row.MappedSymbol;
        return defaultReturnValue;
    }

    /// <summary>The tickers of a span of dates, each with its first and last date; none outside the listing.</summary>
    public IEnumerable<(string Ticker, DateTime From, DateTime Through)> Names(DateTime from, DateTime through)
    {
        var start = FirstDate;
        for (var i = 0; i < Rows.Count; i++)
        {
            var ticker = Rows[i].MappedSymbol;
            while (i + 1 < Rows.Count && Rows[i + 1].MappedSymbol == ticker) i++;
            var end = Rows[i].Date;
            if (end >= from && start <= through) yield return (ticker, start > from ? start : from, end < through ? end : through);
            start = end.AddDays(1);
        }
    }

    /// <exception cref="InvalidDataException">A row is not date,ticker.</exception>
    public static MapFile Read(string path)
    {
        var rows = new List<MapFileRow>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0) continue;
            var cells = line.Split(',');
            if (cells.Length < 2 || !DateTime.TryParseExact(cells[0], DateFormat.EightCharacter, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw new InvalidDataException($"{path}: line {number}: expected yyyyMMdd,ticker, found '{line}'");
            rows.Add(new MapFileRow(date, cells[1].ToUpperInvariant(), cells.Length > 2 ? cells[2].GetPrimaryExchange() : Exchange.UNKNOWN));
        }
        rows.Sort((a, b) => a.Date.CompareTo(b.Date));
        return new MapFile(Path.GetFileNameWithoutExtension(path).ToUpperInvariant(), rows);
    }
}

/// <summary>Map files of a data folder. Safe to ask from several threads.</summary>
internal sealed class MapFileProvider
{
    [ThreadStatic] private static MapFileProvider _current;

    private readonly string _dataFolder;
    private readonly Dictionary<string, MapFile> _files = [];
    private readonly Dictionary<string, Dictionary<string, List<string>>> _aliases = [];

    public MapFileProvider(string dataFolder) => _dataFolder = dataFolder;

    /// <summary>The provider of the run on this thread, otherwise one for the configured data folder.</summary>
    internal static MapFileProvider Current
    {
        get => _current ?? new MapFileProvider(Globals.DataFolder);
        set => _current = value;
    }

    /// <summary>Data folder of the run on this thread; null for none.</summary>
    internal static string RunFolder => _current?._dataFolder;

    /// <summary>Data folder of the run on this thread, otherwise the configured one.</summary>
    internal static string CurrentFolder => Globals.DataFolder;

    /// <returns>The map of the security that has the ticker on a date (the last by default), or null.</returns>
    public MapFile Get(string market, string ticker, DateTime? date = null)
    {
        lock (_files) return Find(market, ticker.ToLowerInvariant(), date ?? Time.EndOfTime);
    }

    // The security that has the ticker on the day; before and after the ticker's use the next, otherwise the last one that had it.
    private MapFile Find(string market, string ticker, DateTime day)
    {
        var own = File(market, ticker);
        MapFile found = null;
        var last = DateTime.MinValue;
        foreach (var file in Aliases(market, ticker).Select(x => File(market, x)).Prepend(own))
            foreach (var row in file?.Rows ?? [])
            {
                if (!string.Equals(row.MappedSymbol, ticker, StringComparison.OrdinalIgnoreCase)) continue;
                if (found != null && (row.Date < day ? row.Date <= last : last >= day && row.Date >= last)) continue;
                (found, last) = (file, row.Date);
            }
        return found ?? own;
    }

    private MapFile File(string market, string name)
    {
        var path = Path.Combine(_dataFolder, "equity", market, "map_files", name + ".csv");
        if (!_files.TryGetValue(path, out var file)) _files[path] = file = System.IO.File.Exists(path) ? MapFile.Read(path) : null;
        return file;
    }

    // Files that mention a ticker which is not their own name.
    private List<string> Aliases(string market, string ticker)
    {
        if (!_aliases.TryGetValue(market, out var table))
        {
            _aliases[market] = table = [];
            var folder = Path.Combine(_dataFolder, "equity", market, "map_files");
            if (Directory.Exists(folder))
                foreach (var path in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
                {
                    var name = Path.GetFileNameWithoutExtension(path);
                    foreach (var row in File(market, name).Rows)
                    {
                        var alias = row.MappedSymbol.ToLowerInvariant();
                        if (alias == name) continue;
                        if (!table.TryGetValue(alias, out var names)) table[alias] = names = [];
                        if (!names.Contains(name)) names.Add(name);
                    }
                }
        }
        return table.TryGetValue(ticker, out var found) ? found : [];
    }
}
