using System.Diagnostics;
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

/// <summary>LEAN's engine set up for one algorithm, data folder and output folder. Its settings are process-wide, so there is one session at a time;
/// it runs the algorithm as often as one likes.</summary>
internal sealed class EngineSession : IDisposable
{
    private const string StepLimit = "algorithm-manager-time-loop-maximum";

    // What config.json says, before a session says otherwise.
    private static readonly double ConfiguredStepMinutes = Config.GetDouble(StepLimit, 20);

    private readonly LeanBacktest.Request _request;
    private readonly TextWriter _standardOutput = Console.Out;

    /// <exception cref="InvalidOperationException">The data folder or the object store is none.</exception>
    /// <exception cref="IOException">The output folder cannot be written to.</exception>
    public EngineSession(LeanBacktest.Request request)
    {
        LeanBacktest.RequireDataFolder(request.DataFolder);
        LeanBacktest.Require(!File.Exists(request.ObjectStore), $"{request.ObjectStore}: expected the folder of an object store, found a file");
        OutputFolder.Require(request.OutputFolder);
        Directory.CreateDirectory(request.OutputFolder);
        _request = request;
        ClassName = request.TypeName[(request.TypeName.LastIndexOf('.') + 1)..];

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
        Config.Set("algorithm-id", ClassName);
        Config.Set("close-automatically", "true");
        Config.Set(StepLimit, request.StepMinutes ?? ConfiguredStepMinutes);
        Globals.Reset();
        Log.LogHandler = new FileLogHandler(Path.Combine(request.OutputFolder, "engine-log.txt"));
        Console.SetOut(Console.Error); // what the algorithm prints must not mix with the result
    }

    /// <summary>Whether runs may go on side by side. Those of the embedded engine may; genuine LEAN keeps the state of its one run process-wide.</summary>
    public static bool RunsSideBySide => typeof(Engine).Assembly.GetName().Name!.StartsWith("LeanDeep.Platform.", StringComparison.Ordinal);

    /// <summary>The algorithm's class, without its namespace.</summary>
    public string ClassName { get; }

    /// <summary>Runs the algorithm once.</summary>
    /// <param name="id">Begins the names of the result files, below the output folder; may name a folder that is there.</param>
    /// <param name="parameters">Algorithm parameters.</param>
    /// <param name="warn">Told of what the run survives; null for nobody.</param>
    /// <exception cref="InvalidOperationException">The algorithm failed; the message is its own.</exception>
    public LeanBacktest.Result Run(string id, IReadOnlyDictionary<string, string> parameters, Action<string>? warn)
    {
        var job = new BacktestNodePacket(0, 0, "", [], id)
        {
            Type = PacketType.BacktestNode,
            Algorithm = [],
            HistoryProvider = "SubscriptionDataReaderHistoryProvider",
            BacktestId = id,
            Language = Language.CSharp,
            Version = Globals.Version,
            Parameters = parameters.ToDictionary(),
            Controls = new Controls
            {
                MinuteLimit = 10_000,
                SecondLimit = 10_000,
                TickLimit = 10_000,
                RamAllocation = int.MaxValue,
                MaximumDataPointsPerChartSeries = 1_000_000,
                MaximumChartSeries = 1_000,
                StorageLimit = 10L << 30,
                StorageFileCount = 10_000,
            },
        };
        var watch = Stopwatch.StartNew();
        Composer.Instance.Reset();
        using var messages = new Messages(warn);
        using var jobs = new OneJob(job, _request.Assembly);
        using var systemHandlers = new LeanEngineSystemHandlers(jobs, new Api(), messages, new LocalLeanManager());
        systemHandlers.Initialize();
        using var algorithmHandlers = LeanEngineAlgorithmHandlers.FromConfiguration(Composer.Instance);
        var manager = new AlgorithmManager(false, job);
        systemHandlers.LeanManager.Initialize(systemHandlers, algorithmHandlers, job, manager);
        using var thread = new LoopThread();
        new Engine(systemHandlers, algorithmHandlers, false).Run(job, manager, _request.Assembly, thread);

        if (messages.Failure is { } failure) throw new InvalidOperationException($"{ClassName}: {failure}");
        LeanBacktest.Require(manager.State == AlgorithmStatus.Completed, $"{ClassName}: the run ended as {manager.State}, see {Path.Combine(_request.OutputFolder, "engine-log.txt")}");
        var resultFile = Path.Combine(_request.OutputFolder, id + ".json");
        return new LeanBacktest.Result(resultFile, LeanBacktest.ReadStatistics(resultFile), watch.Elapsed.TotalSeconds);
    }

    public void Dispose()
    {
        Console.SetOut(_standardOutput);
        Log.LogHandler.Dispose();
    }

    /// <summary>The thread that genuine LEAN runs its time loops on, for one run: LEAN disposes it at the end.</summary>
    internal sealed class LoopThread : WorkerThread;

    /// <summary>Hands the engine its one job.</summary>
    internal sealed class OneJob(AlgorithmNodePacket job, string assembly) : IJobQueueHandler, IDisposable
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
    internal sealed class Messages(Action<string>? warn) : IMessagingHandler
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
            return place is null || kind is nameof(InvalidDataException) or nameof(IOException) or nameof(ArgumentException) or nameof(ArgumentOutOfRangeException) or nameof(NotSupportedException) or nameof(DllNotFoundException)
                || !kind.EndsWith("Exception", StringComparison.Ordinal)
                ? message
                : $"{kind} {place}: {message}";
        }

        public void SendNotification(Notification notification) { }
        public void Dispose() { }
    }
}
