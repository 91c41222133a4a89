using System.Globalization;
using QuantConnect.Algorithm;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Lean.Engine.Storage;
using QuantConnect.Orders;
using QuantConnect.Packets;
using QuantConnect.Statistics;

namespace QuantConnect.Lean.Engine;

/// <summary>Where a run reads and writes, and what it is told.</summary>
/// <param name="ResultsFolder">Null to write no files.</param>
/// <param name="Limits">How long the algorithm may take; null for LEAN's defaults.</param>
/// <param name="HelperThreads">Whether helper threads may take work off the run's own; where many runs go on side by side they only get in each other's way.</param>
internal sealed record BacktestSettings(
    string DataFolder, string ObjectStoreRoot, string ResultsFolder, string AlgorithmId, IReadOnlyDictionary<string, string> Parameters, TimeLimits Limits = null, bool HelperThreads = true)
{
    public RunThreads Threads => HelperThreads ? RunThreads.Helpers : RunThreads.Own;
}

/// <summary>What came of a run. After an error, everything up to it is there.</summary>
internal sealed class BacktestRun
{
    public required AlgorithmStatus Status { get; init; }

    /// <summary>What the algorithm threw, or the engine on its data; null when it ran to its end.</summary>
    public required Exception RuntimeError { get; init; }

    public required IReadOnlyList<Order> Orders { get; init; }
    public required IReadOnlyList<OrderEvent> OrderEvents { get; init; }
    public required IReadOnlyList<string> Log { get; init; }
    public required StatisticsResults Statistics { get; init; }
    public required IReadOnlyDictionary<string, string> RuntimeStatistics { get; init; }
    public required Dictionary<string, Chart> Charts { get; init; }

    /// <summary>Securities that the algorithm subscribed to and that had no bar in the whole run.</summary>
    public required IReadOnlyList<Symbol> Unseen { get; init; }

    /// <summary>Bars that the run took, repetitions and those of the benchmark included.</summary>
    public required long DataPoints { get; init; }
}

/// <summary>Runs an algorithm over past data. Runs started on different threads do not meet.</summary>
internal static class Backtest
{
    /// <exception cref="InvalidDataException">The data folder lacks a file that every run needs. A bad file met later ends the run as an algorithm's error does.</exception>
    /// <exception cref="IOException">A result file could not be written; what could be is.</exception>
    public static BacktestRun Run(QCAlgorithm algorithm, BacktestSettings settings)
    {
        if (!Directory.Exists(settings.DataFolder)) throw new InvalidDataException($"{settings.DataFolder}: expected LEAN's data folder, found no such folder");
        var mapFiles = new MapFileProvider(settings.DataFolder);
        MapFileProvider.Current = mapFiles;
        SymbolCache.Clear();
        using var events = settings.ResultsFolder == null ? null : new OrderEventFile(ResultFiles.EventsPath(settings.ResultsFolder, settings.AlgorithmId), settings.AlgorithmId, settings.Threads);
        try
        {
            if (events != null && settings.HelperThreads) _ = settings.Threads.Start(ResultFiles.Prepare);
            var loop = new BacktestLoop(algorithm, settings, mapFiles, events);
            Walk(loop, mapFiles, settings.Limits ?? TimeLimits.Default);
            var saving = BarStore.SaveAsync(settings.DataFolder, settings.Threads); // beside the result files
            var run = Finish(algorithm, settings, loop, events);
            saving.GetAwaiter().GetResult();
            return run;
        }
        finally
        {
            MapFileProvider.Current = null;
            SymbolCache.Clear();
        }
    }

    // The algorithm has a thread of its own, so that one that never returns ends neither the run's results nor its caller.
    private static void Walk(BacktestLoop loop, MapFileProvider mapFiles, TimeLimits limits)
    {
        var watch = new StepWatch(limits);
        var walk = Task.Factory.StartNew(() =>
        {
            MapFileProvider.Current = mapFiles;
            loop.Run(watch);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (watch.Wait(walk) is { } exceeded) loop.Abandon(exceeded, walk);
        else walk.GetAwaiter().GetResult();
    }

    /// <summary>Sums a run up and writes its result files.</summary>
    internal static BacktestRun Finish(QCAlgorithm algorithm, BacktestSettings settings, IRunRecord loop, OrderEventFile events)
    {
        var orders = loop.Orders.Orders.ToList();
        var hash = events != null && loop.Recorder != null ? settings.Threads.Start(() => OrderListHash.Of(orders)) : null;
        var recorder = loop.Recorder;
        var statistics = recorder?.StatisticsResults() ?? new StatisticsResults();
        if (statistics.RollingPerformances is { } periods)
            foreach (var period in periods.Values) period.ClosedTrades.Clear(); // LEAN's result has the trades once, in the total
        if (recorder != null) statistics.Summary[PerformanceMetrics.TotalOrders] = statistics.Summary.GetValueOrDefault(PerformanceMetrics.TotalOrders, orders.Count.ToString(CultureInfo.InvariantCulture));
        var runtime = recorder == null ? new Dictionary<string, string>() : new Dictionary<string, string>(recorder.RuntimeStatistics(statistics.Summary));
        var run = new BacktestRun
        {
            Status = algorithm.RunTimeError != null ? AlgorithmStatus.RuntimeError : AlgorithmStatus.Completed,
            RuntimeError = algorithm.RunTimeError,
            Orders = orders,
            OrderEvents = loop.Orders.Events,
            Log = recorder == null ? loop.EarlyLog : recorder.Log,
            Statistics = statistics,
            RuntimeStatistics = runtime,
            Charts = recorder?.Charts ?? [],
            DataPoints = loop.DataPoints,
            Unseen = recorder == null ? [] : [.. algorithm.Securities.Values.Where(x => !x.HasData).Select(x => x.Symbol).OrderBy(x => x.Value, StringComparer.Ordinal)],
        };
        if (events != null)
        {
            // LEAN prints this one but does not write it.
            if (hash != null && statistics.Summary != null) statistics.Summary[OrderListHash.Name] = hash.GetAwaiter().GetResult();
            try
            {
                ResultFiles.Write(settings.ResultsFolder, settings.AlgorithmId, ResultOf(algorithm, run), run.Log, settings.Threads);
            }
            finally
            {
                events.Complete();
            }
        }
        return run;
    }

    private static BacktestResult ResultOf(QCAlgorithm algorithm, BacktestRun run) => new()
    {
        Charts = run.Charts,
        Orders = run.Orders.ToDictionary(x => x.Id),
        ProfitLoss = algorithm.Transactions.TransactionRecord, // in order of time
        Statistics = run.Statistics.Summary,
        RuntimeStatistics = new Dictionary<string, string>(run.RuntimeStatistics),
        State = new Dictionary<string, string>
        {
            ["Status"] = run.Status.ToString(),
            ["RuntimeError"] = run.RuntimeError?.Message ?? "",
            ["StackTrace"] = run.RuntimeError?.ToString() ?? "",
            ["LogCount"] = run.Log.Count.ToString(CultureInfo.InvariantCulture),
            ["OrderCount"] = run.Orders.Count.ToString(CultureInfo.InvariantCulture),
            ["InsightCount"] = algorithm.Insights.TotalCount.ToString(CultureInfo.InvariantCulture),
            ["Name"] = algorithm.Name,
            ["StartTime"] = algorithm.StartDate.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["EndTime"] = algorithm.EndDate.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        },
        ServerStatistics = new Dictionary<string, string>(),
        AlgorithmConfiguration = new AlgorithmConfiguration
        {
            Name = algorithm.Name, Tags = algorithm.Tags, AccountCurrency = algorithm.AccountCurrency, Brokerage = algorithm.BrokerageName, AccountType = algorithm.BrokerageModel.AccountType,
            Parameters = algorithm.GetParameters(), StartDate = algorithm.StartDate, EndDate = algorithm.EndDate, TradingDaysPerYear = algorithm.Settings.TradingDaysPerYear ?? 252,
        },
        TotalPerformance = run.Statistics.TotalPerformance,
        RollingWindow = run.Statistics.RollingPerformances,
    };
}
