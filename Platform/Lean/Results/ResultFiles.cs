using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes a run's files as LEAN names and forms them: <c>{id}.json</c>, <c>{id}-summary.json</c>, <c>{id}-log.txt</c>. Each appears whole or not at all.</summary>
internal static class ResultFiles
{
    // All times of a result are UTC and written so.
    private static readonly JsonSerializerSettings Settings = new()
    {
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        ContractResolver = new DefaultContractResolver
        {
            NamingStrategy = new CamelCaseNamingStrategy { ProcessDictionaryKeys = false, OverrideSpecifiedNames = true }
        }
    };

    /// <summary>Makes the folder where it is missing. The smallest file goes first.</summary>
    /// <param name="threads">Who forms the texts of many orders and trades.</param>
    /// <exception cref="IOException">A file could not be written, which the message names; those before it are.</exception>
    public static void Write(string folder, string id, BacktestResult result, IEnumerable<string> log, RunThreads threads)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, $"{id}-log.txt"), writer =>
        {
            foreach (var line in log)
                writer.WriteLine(line);
        });
        WriteJson(Path.Combine(folder, $"{id}-summary.json"), SummaryOf(result), Formatting.Indented, threads);
        WriteJson(Path.Combine(folder, $"{id}.json"), result, Formatting.None, threads);
    }

    /// <summary>The path of a run's order events, which <see cref="OrderEventFile"/> writes.</summary>
    public static string EventsPath(string folder, string id) => Path.Combine(folder, $"{id}-order-events.json");

    /// <summary>Lets the serializer learn the types of a result, so that it knows them when a run ends.</summary>
    public static void Prepare()
    {
        using var text = new Utf8TextWriter(Stream.Null);
        var result = new BacktestResult
        {
            Charts = new Dictionary<string, Chart> { ["c"] = new("c") { Series = { ["s"] = new Series("s"), ["e"] = new CandlestickSeries("e") } } },
            Orders = new Dictionary<int, Order>(),
            ProfitLoss = new Dictionary<DateTime, decimal>(),
            Statistics = new Dictionary<string, string>(),
            AlgorithmConfiguration = new AlgorithmConfiguration(),
            TotalPerformance = new AlgorithmPerformance(),
        };
        Serialize(text, result, Formatting.None, RunThreads.Own);
    }

    /// <summary>The result without orders, trades and charts; of these only the equity, thinned out.</summary>
    internal static BacktestResult SummaryOf(BacktestResult result)
    {
        var summary = new BacktestResult
        {
            Charts = new Dictionary<string, Chart>(),
            State = result.State,
            Statistics = result.Statistics,
            TotalPerformance = new AlgorithmPerformance
            {
                PortfolioStatistics = result.TotalPerformance?.PortfolioStatistics,
                TradeStatistics = result.TotalPerformance?.TradeStatistics
            },
            ServerStatistics = result.ServerStatistics,
            RuntimeStatistics = result.RuntimeStatistics,
            AlgorithmConfiguration = result.AlgorithmConfiguration
        };
        if (result.Charts != null && result.Charts.TryGetValue(BacktestRecorder.StrategyEquity, out var chart)
            && chart.Series.TryGetValue(BacktestRecorder.Equity, out var equity))
        {
            var days = Math.Min(7, equity.Values.Count / 100);
            var thinned = chart.CloneEmpty();
            thinned.AddSeries(days > 1
                ? new SeriesSampler(TimeSpan.FromDays(days)).Sample(equity, Time.BeginningOfTime, Time.EndOfTime, truncateValues: true)
                : equity);
            summary.Charts[BacktestRecorder.StrategyEquity] = thinned;
        }
        return summary;
    }

    private static void WriteJson(string path, object value, Formatting formatting, RunThreads threads) => Replace(path, text => Serialize(text, value, formatting, threads));

    private static void Serialize(Utf8TextWriter text, object value, Formatting formatting, RunThreads threads)
    {
        using var writer = new JsonTextWriter(text) { CloseOutput = false, Formatting = formatting };
        var serializer = JsonSerializer.Create(Settings);
        serializer.Converters.Add(new OrdersJsonConverter(text, threads));
        serializer.Converters.Add(new TradesJsonConverter(text, threads));
        serializer.Converters.Add(new ProfitLossJsonConverter(text));
#pragma warning disable SYSLIB0050 // Newtonsoft tells its converters so
        serializer.Context = new StreamingContext(StreamingContextStates.Other, text);
#pragma warning restore SYSLIB0050
        serializer.Serialize(writer, value);
    }

    /// <summary>That a file of results could not be written, and why.</summary>
    public static IOException NotWritten(string path, Exception reason) => new($"{path}: could not be written: {reason.Message}", reason);

    private static void Replace(string path, Action<Utf8TextWriter> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 }))
            using (var writer = new Utf8TextWriter(file))
                write(writer);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
