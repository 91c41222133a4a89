using LeanDeep.Brokerages.Live;
using QuantConnect;
using QuantConnect.Api;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Logging;
using QuantConnect.Packets;
using QuantConnect.Util;

namespace LeanDeep.Cli.Paper;

/// <summary>One live run of LEAN's engine on an Alpaca account.</summary>
internal sealed class PaperSession(LeanBacktest.Request request, PaperOptions options) : IDisposable
{
    private readonly TextWriter _standardOutput = Console.Out;
    private readonly BrokerClock _clock = new(options.Alpaca.Time);
    private int _runs;

    public PaperManager Manager { get; private set; } = null!;

    /// <summary>Runs until the algorithm ends, or is ended; anew where past prices have changed.</summary>
    /// <param name="prepare">Told of each run's manager before its start.</param>
    /// <returns>LEAN's result JSON.</returns>
    /// <exception cref="InvalidOperationException">What ended the run otherwise, in one line.</exception>
    public string Run(Action<PaperManager> prepare)
    {
        LeanBacktest.RequireDataFolder(request.DataFolder);
        OutputFolder.Require(request.OutputFolder);
        Directory.CreateDirectory(request.OutputFolder);
        var name = request.TypeName[(request.TypeName.LastIndexOf('.') + 1)..];
        Console.SetOut(Console.Error);
        Log.LogHandler = new FileLogHandler(Path.Combine(request.OutputFolder, "engine-log.txt"));
        while (true)
        {
            Configure(name);
            using var manager = Manager = new PaperManager(options, _clock);
            prepare(manager);
            RunOnce(name, manager);
            if (!manager.NeedsWarmUp) return Path.Combine(request.OutputFolder, name + ".json");
        }
    }

    private void RunOnce(string name, PaperManager manager)
    {
        var job = new LiveNodePacket
        {
            DeployId = name, Brokerage = nameof(AlpacaBrokerage), DataQueueHandler = nameof(AlpacaBrokerage), Language = Language.CSharp, Version = Globals.Version,
            Parameters = request.Parameters.ToDictionary(), Algorithm = [],
        };
        Composer.Instance.Reset();
        using var factory = new AlpacaBrokerageFactory(options with { Run = options.Run + (_runs++ == 0 ? "" : $".{_runs}") }, _clock, manager);
        Composer.Instance.AddPart<IBrokerageFactory>(factory);
        Composer.Instance.AddPart<ITimeProvider>(_clock);
        using var messages = new EngineSession.Messages(null);
        using var jobs = new EngineSession.OneJob(job, request.Assembly);
        using var systemHandlers = new LeanEngineSystemHandlers(jobs, new Api(), messages, manager);
        systemHandlers.Initialize();
        using var algorithmHandlers = LeanEngineAlgorithmHandlers.FromConfiguration(Composer.Instance);
        var state = new AlgorithmManager(true, job);
        manager.Initialize(systemHandlers, algorithmHandlers, job, state);
        using var thread = new EngineSession.LoopThread();
        new Engine(systemHandlers, algorithmHandlers, true).Run(job, state, request.Assembly, thread);
        if (messages.Failure is { } failure) throw new InvalidOperationException($"{name}: {failure}");
    }

    public void Dispose()
    {
        Console.SetOut(_standardOutput);
        Log.LogHandler.Dispose();
    }

    private void Configure(string name)
    {
        Config.Set("environment", "live-paper");
        Config.Set("live-mode", "true");
        Config.Set("setup-handler", "QuantConnect.Lean.Engine.Setup.BrokerageSetupHandler");
        Config.Set("result-handler", "QuantConnect.Lean.Engine.Results.LiveTradingResultHandler");
        Config.Set("data-feed-handler", "QuantConnect.Lean.Engine.DataFeeds.LiveTradingDataFeed");
        Config.Set("real-time-handler", "QuantConnect.Lean.Engine.RealTime.LiveTradingRealTimeHandler");
        Config.Set("transaction-handler", "QuantConnect.Lean.Engine.TransactionHandlers.BrokerageTransactionHandler");
        Config.Set("history-provider", "BrokerageHistoryProvider");
        Config.Set("live-mode-brokerage", nameof(AlpacaBrokerage));
        Config.Set("data-queue-handler", nameof(AlpacaBrokerage));
        Config.Set("live-data-delay", options.Stepped ? 0 : options.Grace.TotalSeconds);
        Config.Set("data-folder", Path.GetFullPath(request.DataFolder));
        Config.Set("object-store-root", Path.GetFullPath(request.ObjectStore));
        Config.Set("results-destination-folder", Path.GetFullPath(request.OutputFolder));
        Config.Set("algorithm-type-name", request.TypeName);
        Config.Set("algorithm-location", Path.GetFullPath(request.Assembly));
        Config.Set("algorithm-language", "CSharp");
        Config.Set("algorithm-id", name);
        Config.Set("close-automatically", "true");
        Globals.Reset();
    }
}
