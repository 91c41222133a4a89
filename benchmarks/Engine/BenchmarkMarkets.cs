using System.Globalization;
using System.IO.Compression;
using System.Text;
using LeanDeep.Training.Data;

namespace LeanDeep.Benchmarks;

/// <summary>The data folders of the engine benchmark, each made once below one folder of the user's cache.</summary>
/// <param name="root">Where they lie.</param>
/// <param name="shared">Folder with <c>data/us1000</c>, the daily bars of 1,000 US stocks; where it is absent a synthetic market stands in.</param>
internal sealed class BenchmarkMarkets(string root, string shared)
{
    /// <summary>Ticker of the minute bars.</summary>
    public const string MinuteTicker = "MINUTE";

    /// <summary>Below <c>XDG_CACHE_HOME</c>, or <c>~/.cache</c>.</summary>
    public static string DefaultRoot => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "leandeep", "benchmarks");

    /// <summary>Daily bars of a synthetic market whose names all last from its first session to its last.</summary>
    public string Synthetic(int names, int firstYear, int years)
    {
        var folder = Path.Combine(root, $"synthetic-{names}-{firstYear}-{years}");
        if (!Directory.Exists(folder))
            SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 1, Names = names, FirstYear = firstYear, Years = years, ListedLater = 0, Delisted = 0 }, folder);
        return folder;
    }

    /// <summary>985 US stocks, 2010 to 2016; null where the source is absent.</summary>
    public string? UsStocks()
    {
        var source = Path.Combine(shared, "data", "us1000", "us1000_daily_2010_2016.csv.gz");
        var index = Path.Combine(shared, "data", "lean");
        if (!File.Exists(source) || !Directory.Exists(index)) return null;
        var folder = Path.Combine(root, "us985");
        if (!Directory.Exists(folder))
            CsvImport.Run(new CsvImportOptions { Source = source, Output = folder, MaximumDailyReturn = 1, Exclude = ["JEC", "CPRT"], Through = new DateOnly(2016, 11, 29), IndexFrom = index });
        return folder;
    }

    /// <summary>A year of minute bars of one name, beside the daily bars of a small synthetic market: 390 a weekday, a random walk.</summary>
    public string Minutes(int year)
    {
        var folder = Synthetic(2, year, 1);
        var minutes = Path.Combine(folder, "equity", "usa", "minute", MinuteTicker.ToLowerInvariant());
        if (Directory.Exists(minutes)) return folder;
        var staged = Directory.CreateDirectory(minutes + $".{Environment.ProcessId}").FullName;
        var random = new Random(1);
        var price = 1_000_000L;
        for (var date = new DateTime(year, 1, 1); date.Year == year; date = date.AddDays(1))
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) WriteDay(staged, date, random, ref price);
        Directory.Move(staged, minutes);
        return folder;
    }

    /// <summary>Tickers with daily bars, the index apart, in capitals and in order.</summary>
    public static IReadOnlyList<string> TickersOf(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(folder, "equity", "usa", "daily"), "*.zip")
            .Select(path => Path.GetFileNameWithoutExtension(path).ToUpperInvariant()).Where(ticker => ticker != "SPY").Order(StringComparer.Ordinal)];

    /// <summary>Bytes of all daily bars of a folder in columns: six numbers of eight bytes a bar.</summary>
    public static long ColumnBytes(string folder)
    {
        var rows = 0L;
        var buffer = new byte[1 << 16];
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "equity", "usa", "daily"), "*.zip"))
        {
            using var zip = ZipFile.OpenRead(path);
            using var text = zip.Entries[0].Open();
            while (text.Read(buffer) is var read and > 0) rows += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return rows * 6 * sizeof(long);
    }

    private static void WriteDay(string folder, DateTime date, Random random, ref long price)
    {
        var text = new StringBuilder();
        for (var minute = 0; minute < 390; minute++)
        {
            var open = price;
            price = Math.Clamp(price + random.Next(-10, 11) * 100, 100_000, 10_000_000);
            var (low, high) = (Math.Min(open, price) - random.Next(5) * 100, Math.Max(open, price) + random.Next(5) * 100);
            text.Append(CultureInfo.InvariantCulture, $"{(570 + minute) * 60_000},{open},{high},{low},{price},{random.Next(100, 10_000)}\n");
        }
        var day = date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        using var zip = ZipFile.Open(Path.Combine(folder, $"{day}_trade.zip"), ZipArchiveMode.Create);
        using var entry = new StreamWriter(zip.CreateEntry($"{day}_{MinuteTicker.ToLowerInvariant()}_minute_trade.csv").Open());
        entry.Write(text);
    }
}
