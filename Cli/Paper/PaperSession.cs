using LeanDeep.Brokerages.Live;
using QuantConnect;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Packets;

namespace LeanDeep.Cli.Paper;

/// <summary>One live run of LEAN's engine on an Alpaca account.</summary>
internal sealed class PaperSession(LeanBacktest.Request request, PaperOptions options) : IDisposable
{
    private readonly EngineHost _host = new(request);
    private readonly BrokerClock _clock = new(options.Alpaca.Time);
    private int _runs;

    public PaperManager Manager { get; private set; } = null!;

    /// <summary>Runs until the algorithm ends, or is ended; anew where past prices have changed.</summary>
    /// <param name="prepare">Told of each run's manager before its start.</param>
    /// <returns>LEAN's result JSON.</returns>
    /// <exception cref="InvalidOperationException">What ended the run otherwise, in one line.</exception>
    public string Run(Action<PaperManager> prepare)
    {
        while (true)
        {
            Configure();
            using var manager = Manager = new PaperManager(options, _clock);
            prepare(manager);
            RunOnce(manager);
            if (!manager.NeedsWarmUp) return Path.Combine(request.OutputFolder, _host.ClassName + ".json");
        }
    }

    private void RunOnce(PaperManager manager)
    {
        var job = new LiveNodePacket
        {
            DeployId = _host.ClassName, Brokerage = nameof(AlpacaBrokerage), DataQueueHandler = nameof(AlpacaBrokerage), Language = Language.CSharp, Version = Globals.Version,
            Parameters = request.Parameters.ToDictionary(), Algorithm = [],
        };
        using var factory = new AlpacaBrokerageFactory(options with { Run = options.Run + (_runs++ == 0 ? "" : $".{_runs}") }, _clock, manager);
        _host.Run(job, manager, warn: null, composer =>
        {
            composer.AddPart<IBrokerageFactory>(factory);
            composer.AddPart<ITimeProvider>(_clock);
        });
    }

    public void Dispose() => _host.Dispose();

    private void Configure()
    {
        Config.Set("history-provider", "BrokerageHistoryProvider");
        Config.Set("live-mode-brokerage", nameof(AlpacaBrokerage));
        Config.Set("data-queue-handler", nameof(AlpacaBrokerage));
        Config.Set("live-data-delay", options.Stepped ? 0 : options.Grace.TotalSeconds);
        _host.Configure("live-paper", live: true,
            ("setup-handler", "Setup.BrokerageSetupHandler"), ("result-handler", "Results.LiveTradingResultHandler"), ("data-feed-handler", "DataFeeds.LiveTradingDataFeed"),
            ("real-time-handler", "RealTime.LiveTradingRealTimeHandler"), ("transaction-handler", "TransactionHandlers.BrokerageTransactionHandler"));
    }
}
