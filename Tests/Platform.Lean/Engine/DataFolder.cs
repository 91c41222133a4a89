using System.Globalization;
using System.IO.Compression;
using QuantConnect;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>A LEAN data folder in a temporary place with the bars that a test writes.
/// US hours; the market is closed on 2020-01-20 and closes at 13:00 on 2020-01-24. There is no benchmark.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-data-").FullName;

    public DataFolder()
    {
        const string session = "[{ \"start\": \"04:00:00\", \"end\": \"09:30:00\", \"state\": \"premarket\" }, { \"start\": \"09:30:00\", \"end\": \"16:00:00\", \"state\": \"market\" }, { \"start\": \"16:00:00\", \"end\": \"20:00:00\", \"state\": \"postmarket\" }]";
        Write("market-hours/market-hours-database.json", $$"""
            { "entries": { "Equity-usa-[*]": {
              "dataTimeZone": "America/New_York", "exchangeTimeZone": "America/New_York",
              "sunday": [], "monday": {{session}}, "tuesday": {{session}}, "wednesday": {{session}}, "thursday": {{session}}, "friday": {{session}}, "saturday": [],
              "holidays": [ "1/20/2020" ], "earlyCloses": { "1/24/2020": "13:00:00" } } } }
            """);
        Write("symbol-properties/symbol-properties-database.csv", "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker\nusa,[*],equity,,USD,1,0.01,1\n");
    }

    public string Root => _root;

    /// <summary>Daily bars of consecutive sessions.</summary>
    public DataFolder Daily(string ticker, string first, params (decimal Open, decimal High, decimal Low, decimal Close)[] bars)
    {
        var date = Date(first);
        var rows = new List<string>();
        foreach (var bar in bars)
        {
            rows.Add(Row(date.ToString("yyyyMMdd HH:mm", CultureInfo.InvariantCulture), bar));
            do date = date.AddDays(1);
            while (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || date == new DateTime(2020, 1, 20));
        }
        return Zip($"equity/usa/daily/{ticker.ToLowerInvariant()}.zip", rows);
    }

    /// <summary>Daily bars of consecutive sessions whose four prices are equal.</summary>
    public DataFolder Daily(string ticker, string first, params decimal[] prices) => Daily(ticker, first, Array.ConvertAll(prices, x => (x, x, x, x)));

    /// <summary>Hour bars of one session from 09:00 on, whose four prices are equal.</summary>
    public DataFolder Hours(string ticker, string date, params decimal[] prices)
    {
        var rows = prices.Select((x, i) => Row(Date(date).AddHours(9 + i).ToString("yyyyMMdd HH:mm", CultureInfo.InvariantCulture), (x, x, x, x)));
        return Zip($"equity/usa/hour/{ticker.ToLowerInvariant()}.zip", rows);
    }

    public DataFolder Factors(string ticker, params string[] rows) => Write($"equity/usa/factor_files/{ticker.ToLowerInvariant()}.csv", string.Join('\n', rows));

    public DataFolder Map(string ticker, params string[] rows) => Write($"equity/usa/map_files/{ticker.ToLowerInvariant()}.csv", string.Join('\n', rows));

    public DataFolder Zip(string relative, IEnumerable<string> rows)
    {
        var path = Full(relative);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(Path.GetFileNameWithoutExtension(path) + ".csv", CompressionLevel.Fastest).Open());
        foreach (var row in rows) writer.Write(row + "\n");
        return this;
    }

    public DataFolder Write(string relative, string text)
    {
        File.WriteAllText(Full(relative), text);
        return this;
    }

    public string Full(string relative)
    {
        var path = Path.Combine(_root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        return path;
    }

    internal BacktestRun Run(QuantConnect.Algorithm.QCAlgorithm algorithm) => Backtest.Run(algorithm, new BacktestSettings(_root, Full("storage"), null, "test", null));

    /// <summary>Where <see cref="RunToFiles"/> writes.</summary>
    public string Results => Path.Combine(_root, "results");

    /// <summary>Runs an algorithm and writes its result files, named <c>test</c>.</summary>
    internal BacktestRun RunToFiles(QuantConnect.Algorithm.QCAlgorithm algorithm, TimeLimits limits = null) =>
        Backtest.Run(algorithm, new BacktestSettings(_root, Full("storage"), Results, "test", null, limits));

    /// <summary>Runs a scripted algorithm from one date through another.</summary>
    internal ScriptedAlgorithm Run(string first, string last, Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData = null)
    {
        var algorithm = new ScriptedAlgorithm(Date(first), Date(last), initialize, onData);
        algorithm.Result = Run(algorithm);
        if (algorithm.Result.RuntimeError != null) throw new InvalidOperationException(algorithm.Result.RuntimeError.Message, algorithm.Result.RuntimeError);
        return algorithm;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static DateTime Date(string text) => DateTime.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Row(string time, (decimal Open, decimal High, decimal Low, decimal Close) bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{time},{bar.Open * 10000:0},{bar.High * 10000:0},{bar.Low * 10000:0},{bar.Close * 10000:0},1000");
}
