using System.Diagnostics;
using System.Text.Json;
using QuantConnect;
using QuantConnect.Api;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Logging;
using QuantConnect.Notifications;
using QuantConnect.Packets;
using QuantConnect.Util;

namespace LeanDeep.Cli;

/// <summary>One backtest in LEAN's engine, genuine or embedded: both are launched by the same calls.</summary>
internal static class LeanBacktest
{
    /// <param name="Assembly">The algorithm's DLL.</param>
    /// <param name="TypeName">Its class.</param>
    /// <param name="DataFolder">LEAN data folder.</param>
    /// <param name="ObjectStore">The object store's root.</param>
    /// <param name="OutputFolder">Receives LEAN's result files.</param>
    /// <param name="Parameters">Algorithm parameters.</param>
    internal sealed record Request(string Assembly, string TypeName, string DataFolder, string ObjectStore, string OutputFolder, IReadOnlyDictionary<string, string> Parameters);

    /// <param name="ResultFile">LEAN's result JSON.</param>
    /// <param name="Statistics">LEAN's printed statistics, in its order.</param>
    /// <param name="Seconds">Wall time of the engine.</param>
    internal sealed record Result(string ResultFile, IReadOnlyDictionary<string, string> Statistics, double Seconds);

    /// <param name="request">What to run.</param>
    /// <param name="warn">Told of what the run survives; null for nobody.</param>
    /// <exception cref="InvalidOperationException">The algorithm failed; the message is its own.</exception>
    public static Result Run(Request request, Action<string>? warn = null)
    {
        RequireDataFolder(request.DataFolder);
        Require(!File.Exists(request.ObjectStore), $"{request.ObjectStore}: expected the folder of an object store, found a file");
        OutputFolder.Require(request.OutputFolder);
        Directory.CreateDirectory(request.OutputFolder);
        var id = request.TypeName[(request.TypeName.LastIndexOf('.') + 1)..];

        Config.Set("environment", "backtesting");
        Config.Set("live-mode", "false");
        Config.Set("setup-handler", "QuantConnect.Lean.Engine.Setup.BacktestingSetupHandler");
        Config.Set("result-handler", "QuantConnect.Lean.Engine.Results.BacktestingResultHandler");
        Config.Set("data-feed-handler", "QuantConnect.Lean.Engine.DataFeeds.FileSystemDataFeed");
        Config.Set("real-time-handler", "QuantConnect.Lean.Engine.RealTime.BacktestingRealTimeHandler");
        Config.Set("history-provider", "QuantConnect.Lean.Engine.HistoricalData.SubscriptionDataReaderHistoryProvider");
        Config.Set("transaction-handler", "QuantConnect.Lean.Engine.TransactionHandlers.BacktestingTransactionHandler");
        Config.Set("data-folder", Path.GetFullPath(request.DataFolder));
        Config.Set("object-store-root", Path.GetFullPath(request.ObjectStore));
        Config.Set("results-destination-folder", Path.GetFullPath(request.OutputFolder));
        Config.Set("algorithm-type-name", request.TypeName);
        Config.Set("algorithm-location", Path.GetFullPath(request.Assembly));
        Config.Set("algorithm-language", "CSharp");
        Config.Set("algorithm-id", id);
        Config.Set("close-automatically", "true");
        Globals.Reset();
        Log.LogHandler = new FileLogHandler(Path.Combine(request.OutputFolder, "engine-log.txt"));

        var job = new BacktestNodePacket(0, 0, "", [], id)
        {
            Type = PacketType.BacktestNode,
            Algorithm = [],
            HistoryProvider = "SubscriptionDataReaderHistoryProvider",
            BacktestId = id,
            Language = Language.CSharp,
            Version = Globals.Version,
            Parameters = request.Parameters.ToDictionary(),
            Controls = new Controls
            {
                MinuteLimit = 10_000,
                SecondLimit = 10_000,
                TickLimit = 10_000,
                RamAllocation = int.MaxValue,
                MaximumDataPointsPerChartSeries = 1_000_000,
                MaximumChartSeries = 30,
                StorageLimit = 10L << 30,
                StorageFileCount = 10_000,
            },
        };
        var watch = Stopwatch.StartNew();
        using var messages = new Messages(warn);
        using var jobs = new OneJob(job, request.Assembly);
        using var systemHandlers = new LeanEngineSystemHandlers(jobs, new Api(), messages, new LocalLeanManager());
        systemHandlers.Initialize();
        using var algorithmHandlers = LeanEngineAlgorithmHandlers.FromConfiguration(Composer.Instance);
        var manager = new AlgorithmManager(false, job);
        systemHandlers.LeanManager.Initialize(systemHandlers, algorithmHandlers, job, manager);
        var standardOutput = Console.Out;
        Console.SetOut(Console.Error); // what the algorithm prints must not mix with the result
        try
        {
            new Engine(systemHandlers, algorithmHandlers, false).Run(job, manager, request.Assembly, WorkerThread.Instance);
        }
        finally
        {
            Console.SetOut(standardOutput);
            Log.LogHandler.Dispose();
        }

        var resultFile = Path.Combine(request.OutputFolder, id + ".json");
        if (messages.Failure is { } failure) throw new InvalidOperationException($"{id}: {failure}");
        Require(manager.State == AlgorithmStatus.Completed, $"{id}: the run ended as {manager.State}, see {Path.Combine(request.OutputFolder, "engine-log.txt")}");
        return new Result(resultFile, ReadStatistics(request.OutputFolder, id), watch.Elapsed.TotalSeconds);
    }

    /// <exception cref="InvalidOperationException">It is not there, or lacks a file that LEAN does not start without.</exception>
    public static void RequireDataFolder(string folder)
    {
        Require(Directory.Exists(folder), $"{folder}: expected a LEAN data folder, found none");
        foreach (var needed in new[] { "market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv" })
            Require(File.Exists(Path.Combine(folder, needed)), $"{Path.Combine(folder, needed)}: expected in every LEAN data folder, found none");
    }

    /// <summary>As <see cref="Run"/>, beside the caller. Cancelling ends the wait at once; results are written last and each file whole.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<Result> RunAsync(Request request, Action<string> warn, CancellationToken cancellation) =>
        Task.Run(() => Run(request, warn), cancellation).WaitAsync(cancellation);

    // From the summary: the result itself has all orders and is large.
    private static Dictionary<string, string> ReadStatistics(string folder, string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, id + "-summary.json")));
        return document.RootElement.GetProperty("statistics").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }

    /// <summary>Hands the engine its one job.</summary>
    private sealed class OneJob(AlgorithmNodePacket job, string assembly) : IJobQueueHandler, IDisposable
    {
        public void Initialize(IApi api, IMessagingHandler messagingHandler) { }

        public AlgorithmNodePacket NextJob(out string algorithmPath)
        {
            algorithmPath = assembly;
            return job;
        }

        public void AcknowledgeJob(AlgorithmNodePacket job) { }
        public void Dispose() { }
    }

    /// <summary>Keeps the first error that ended the run, and passes on those that it survives.</summary>
    private sealed class Messages(Action<string>? warn) : IMessagingHandler
    {
        public string? Failure { get; private set; }
        public bool HasSubscribers { get; set; } = true;

        public void Initialize(MessagingHandlerInitializeParameters initializeParameters) { }
        public void SetAuthentication(AlgorithmNodePacket job) { }

        public void Send(Packet packet)
        {
            if (packet is RuntimeErrorPacket error) Failure ??= Located(error.Message, error.StackTrace ?? "");
            else if (packet is HandledErrorPacket survived) warn?.Invoke(CommandLine.Plain(survived.Message));
        }

        /// <summary>A message that is about data or a caller's mistake speaks for itself; any other gets its kind and the place in the algorithm.</summary>
        private static string Located(string message, string trace)
        {
            var lines = trace.Split('\n', StringSplitOptions.TrimEntries);
            var kind = lines[0].Split(':')[0];
            kind = kind[(kind.LastIndexOf('.') + 1)..];
            var place = Array.Find(lines, line => line.StartsWith("at ", StringComparison.Ordinal) && !line.StartsWith("at System.", StringComparison.Ordinal));
            return place is null || kind is nameof(InvalidDataException) or nameof(ArgumentException) or nameof(ArgumentOutOfRangeException) or nameof(NotSupportedException) or nameof(DllNotFoundException)
                || !kind.EndsWith("Exception", StringComparison.Ordinal)
                ? message
                : $"{kind} {place}: {message}";
        }

        public void SendNotification(Notification notification) { }
        public void Dispose() { }
    }
}
