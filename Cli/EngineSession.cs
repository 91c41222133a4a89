using System.Diagnostics;
using QuantConnect;
using QuantConnect.Configuration;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Packets;

namespace LeanDeep.Cli;

/// <summary>LEAN's engine set up for one algorithm, data folder and output folder. Its settings are process-wide, so there is one session at a time;
/// it runs the algorithm as often as one likes.</summary>
internal sealed class EngineSession : IDisposable
{
    private const string StepLimit = "algorithm-manager-time-loop-maximum";

    // What config.json says, before a session says otherwise.
    private static readonly double ConfiguredStepMinutes = Config.GetDouble(StepLimit, 20);

    private readonly LeanBacktest.Request _request;
    private readonly EngineHost _host;

    /// <param name="helperThreads">Whether a run may use more than its own thread. Genuine LEAN does not ask.</param>
    /// <exception cref="InvalidOperationException">The data folder or the object store is none.</exception>
    /// <exception cref="IOException">The output folder cannot be written to.</exception>
    public EngineSession(LeanBacktest.Request request, bool helperThreads = true)
    {
        (_request, _host) = (request, new EngineHost(request));
        Config.Set("history-provider", "QuantConnect.Lean.Engine.HistoricalData.SubscriptionDataReaderHistoryProvider");
        Config.Set(StepLimit, request.StepMinutes ?? ConfiguredStepMinutes);
        Config.Set("helper-threads", helperThreads);
        _host.Configure("backtesting", live: false,
            ("setup-handler", "Setup.BacktestingSetupHandler"), ("result-handler", "Results.BacktestingResultHandler"), ("data-feed-handler", "DataFeeds.FileSystemDataFeed"),
            ("real-time-handler", "RealTime.BacktestingRealTimeHandler"), ("transaction-handler", "TransactionHandlers.BacktestingTransactionHandler"));
    }

    /// <summary>Whether runs may go on side by side. Those of the embedded engine may; genuine LEAN keeps the state of its one run process-wide.</summary>
    public static bool RunsSideBySide => typeof(Engine).Assembly.GetName().Name!.StartsWith("LeanDeep.Platform.", StringComparison.Ordinal);

    /// <summary>The algorithm's class, without its namespace.</summary>
    public string ClassName => _host.ClassName;

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
        var state = _host.Run(job, new LocalLeanManager(), warn);
        LeanBacktest.Require(state == AlgorithmStatus.Completed, $"{ClassName}: the run ended as {state}, see {Path.Combine(_request.OutputFolder, "engine-log.txt")}");
        var resultFile = Path.Combine(_request.OutputFolder, id + ".json");
        return new LeanBacktest.Result(resultFile, LeanBacktest.ReadStatistics(resultFile), watch.Elapsed.TotalSeconds);
    }

    public void Dispose() => _host.Dispose();
}
