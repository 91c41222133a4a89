using System.Runtime.InteropServices;
using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data;

/// <summary>What is done to raw prices before they enter a panel; the names and effects are LEAN's.</summary>
public enum PriceAdjustment
{
    /// <summary>As traded.</summary>
    Raw,

    /// <summary>Splits taken out.</summary>
    SplitAdjusted,

    /// <summary>Splits and dividends taken out: returns are total returns.</summary>
    Adjusted,
}

/// <summary>Reads the daily bars of a LEAN data folder.</summary>
public static class LeanFolderReader
{
    /// <summary>Reads many names onto one calendar: the union of their trading days.</summary>
    /// <param name="root">The data folder.</param>
    /// <param name="names">Tickers in the order wanted. Null takes the names of metadata.json (so without its index) or, where there is
    /// none, every daily file in ordinal order, and leaves out names without a bar in the range.</param>
    /// <param name="from">First day, inclusive; null for all.</param>
    /// <param name="through">Last day, inclusive; null for all.</param>
    /// <param name="adjustment">Factors are those of the whole factor file, as in LEAN: level, not returns, depends on later events.</param>
    /// <returns>Sector codes are those of metadata.json, −1 without it.</returns>
    /// <exception cref="InvalidDataException">No data folder, a file is missing or damaged, or there is no bar at all.</exception>
    public static Panel ReadPanel(
        string root, IReadOnlyList<string>? names = null, DateOnly? from = null, DateOnly? through = null,
        PriceAdjustment adjustment = PriceAdjustment.Adjusted)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        if (from > through)
            throw new ArgumentException($"expected a day through {through:yyyy-MM-dd}, found {from:yyyy-MM-dd}", nameof(from));
        var metadata = FolderMetadata.TryRead(root);
        var all = names is null;
        var tickers = names is null ? DefaultNames(root, metadata) : Checked(names);
        var bars = new List<Bar>();
        var series = new List<NamedBars>(tickers.Count);
        foreach (var ticker in tickers)
        {
            bars.Clear();
            ReadName(root, ticker, bars);
            var span = Clip(CollectionsMarshal.AsSpan(bars), from ?? DateOnly.MinValue, through ?? DateOnly.MaxValue);
            if (all && span.IsEmpty)
                continue;
            var path = LeanPaths.FactorFile(root, ticker);
            IReadOnlyList<FactorRow> factors = adjustment != PriceAdjustment.Raw && File.Exists(path) ? FactorFile.Read(path) : [];
            series.Add(new NamedBars(ticker, span.ToArray(), factors));
        }
        if (series.All(s => s.Bars.Length == 0))
            throw new BadLine(0, $"bars {Range(from, through)}", "none").In(LeanPaths.Bars(root, BarResolution.Daily));
        var sectors = metadata?.Names.ToDictionary(n => n.Ticker.ToUpperInvariant(), n => n.SectorCode);
        return PanelAssembly.Build(series, ticker => sectors is null ? -1 : sectors.GetValueOrDefault(ticker, -1), adjustment);
    }

    /// <summary>The names that <see cref="ReadPanel"/> takes when none are given.</summary>
    public static IReadOnlyList<string> Names(string root) => DefaultNames(root, FolderMetadata.TryRead(root));

    /// <summary>Reads the raw daily bars of one name through its changes of ticker, as its map file tells them.</summary>
    internal static void ReadName(string root, string ticker, List<Bar> bars)
    {
        var mapPath = LeanPaths.MapFile(root, ticker);
        if (!File.Exists(mapPath))
        {
            BarFile.Read(Existing(root, ticker), BarResolution.Daily, bars);
            return;
        }
        var map = MapFile.Read(mapPath);
        var segment = new List<Bar>();
        var from = map[0].Date;
        for (var i = map.Count > 1 ? 1 : 0; i < map.Count; i++)
        {
            var last = i == map.Count - 1;
            var path = LeanPaths.Bars(root, BarResolution.Daily, map[i].Ticker);
            if (last || File.Exists(path)) // bars under earlier tickers may be absent, as they are in LEAN's own sample
            {
                segment.Clear();
                BarFile.Read(last ? Existing(root, map[i].Ticker) : path, BarResolution.Daily, segment);
                bars.AddRange(Clip(CollectionsMarshal.AsSpan(segment), from, map.Count > 1 ? map[i].Date : MapFile.Open));
            }
            from = map[i].Date.AddDays(1);
        }
    }

    private static string Existing(string root, string ticker)
    {
        var path = LeanPaths.Bars(root, BarResolution.Daily, ticker);
        return File.Exists(path) ? path : throw new BadLine(0, $"daily bars of {ticker}", "no file").In(path);
    }

    private static ReadOnlySpan<Bar> Clip(ReadOnlySpan<Bar> bars, DateOnly from, DateOnly through)
    {
        var (start, end) = (0, bars.Length);
        while (start < end && bars[start].Date < from)
            start++;
        while (end > start && bars[end - 1].Date > through)
            end--;
        return bars[start..end];
    }

    private static List<string> Checked(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>();
        foreach (var name in names)
        {
            if (!LeanPaths.IsTicker(name))
                throw new ArgumentException($"expected tickers, found '{name}'", nameof(names));
            if (!seen.Add(name.ToUpperInvariant()))
                throw new ArgumentException($"expected distinct tickers, found {name} twice", nameof(names));
        }
        return names.Count > 0 ? [.. names.Select(n => n.ToUpperInvariant())] : throw new ArgumentException("expected at least one ticker, found none", nameof(names));
    }

    private static List<string> DefaultNames(string root, FolderMetadata? metadata)
    {
        if (metadata is { Names.Count: 0 })
            throw new BadLine(0, "at least one name", "none").In(LeanPaths.Metadata(root));
        if (metadata != null)
            return [.. metadata.Names.Select(n => n.Ticker.ToUpperInvariant())];
        var folder = LeanPaths.Bars(root, BarResolution.Daily);
        if (!Directory.Exists(folder))
            throw new BadLine(0, "a LEAN data folder with equity/usa/daily", Directory.Exists(root) ? "none" : "no folder").In(root);
        var earlier = new HashSet<string>();
        if (Directory.Exists(LeanPaths.MapFiles(root)))
            foreach (var path in Directory.EnumerateFiles(LeanPaths.MapFiles(root), "*.csv"))
                foreach (var row in MapFile.Read(path))
                    if (!File.Exists(LeanPaths.MapFile(root, row.Ticker)))
                        earlier.Add(row.Ticker);
        var names = Directory.EnumerateFiles(folder, "*.zip")
            .Select(path => Path.GetFileNameWithoutExtension(path).ToUpperInvariant())
            .Where(ticker => LeanPaths.IsTicker(ticker) && !earlier.Contains(ticker))
            .Order(StringComparer.Ordinal).ToList();
        return names.Count > 0 ? names : throw new BadLine(0, "daily files <ticker>.zip", "none").In(folder);
    }

    private static string Range(DateOnly? from, DateOnly? through) =>
        $"from {(from is { } f ? f.ToString("yyyy-MM-dd", null) : "the first day")} through {(through is { } t ? t.ToString("yyyy-MM-dd", null) : "the last")}";
}
