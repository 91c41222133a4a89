using QuantConnect.Api;
using QuantConnect.Configuration;
using QuantConnect;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Logging;
using QuantConnect.Notifications;
using QuantConnect.Packets;
using QuantConnect.Util;

namespace LeanDeep.Cli;

/// <summary>What backtests and live runs of LEAN's engine share: its settings, which are process-wide, so that there is one host at a time; its log; and one run of it.</summary>
internal sealed class EngineHost : IDisposable
{
    private readonly LeanBacktest.Request _request;
    private readonly TextWriter _standardOutput = Console.Out;

    /// <exception cref="InvalidOperationException">The data folder or the object store is none.</exception>
    /// <exception cref="IOException">The output folder cannot be written to.</exception>
    public EngineHost(LeanBacktest.Request request)
    {
        LeanBacktest.RequireDataFolder(request.DataFolder);
        LeanBacktest.Require(!File.Exists(request.ObjectStore), $"{request.ObjectStore}: expected the folder of an object store, found a file");
        OutputFolder.Require(request.OutputFolder);
        Directory.CreateDirectory(request.OutputFolder);
        _request = request;
        ClassName = request.TypeName[(request.TypeName.LastIndexOf('.') + 1)..];
        Log.LogHandler = new FileLogHandler(Path.Combine(request.OutputFolder, "engine-log.txt"));
        Console.SetOut(Console.Error); // what the algorithm prints must not mix with the result
    }

    /// <summary>The algorithm's class, without its namespace.</summary>
    public string ClassName { get; }

    /// <summary>Sets what both kinds of run need, and what this one does.</summary>
    /// <param name="environment">LEAN's name of it.</param>
    /// <param name="live">Whether it trades.</param>
    /// <param name="handlers">Key and class of each, below <c>QuantConnect.Lean.Engine</c>.</param>
    public void Configure(string environment, bool live, params ReadOnlySpan<(string Key, string Class)> handlers)
    {
        Config.Set("environment", environment);
        Config.Set("live-mode", live ? "true" : "false");
        foreach (var (key, name) in handlers) Config.Set(key, $"QuantConnect.Lean.Engine.{name}");
        Config.Set("data-folder", Path.GetFullPath(_request.DataFolder));
        Config.Set("object-store-root", Path.GetFullPath(_request.ObjectStore));
        Config.Set("results-destination-folder", Path.GetFullPath(_request.OutputFolder));
        Config.Set("algorithm-type-name", _request.TypeName);
        Config.Set("algorithm-location", Path.GetFullPath(_request.Assembly));
        Config.Set("algorithm-language", "CSharp");
        Config.Set("algorithm-id", ClassName);
        Config.Set("close-automatically", "true");
        Globals.Reset();
    }

    /// <summary>Runs the engine on a job.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="manager">LEAN's; told of the algorithm.</param>
    /// <param name="warn">Told of what the run survives; null for nobody.</param>
    /// <param name="parts">What the composer is to know beside what the settings name.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="InvalidOperationException">The algorithm failed; the message is its own.</exception>
    public AlgorithmStatus Run(AlgorithmNodePacket job, ILeanManager manager, Action<string>? warn, Action<Composer>? parts = null)
    {
        var live = job is LiveNodePacket;
        Composer.Instance.Reset();
        parts?.Invoke(Composer.Instance);
        using var messages = new Messages(warn);
        using var jobs = new OneJob(job, _request.Assembly);
        using var systemHandlers = new LeanEngineSystemHandlers(jobs, new Api(), messages, manager);
        systemHandlers.Initialize();
        using var algorithmHandlers = LeanEngineAlgorithmHandlers.FromConfiguration(Composer.Instance);
        var algorithm = new AlgorithmManager(live, job);
        manager.Initialize(systemHandlers, algorithmHandlers, job, algorithm);
        using var thread = new LoopThread();
        new Engine(systemHandlers, algorithmHandlers, live).Run(job, algorithm, _request.Assembly, thread);
        return messages.Failure is { } failure ? throw new InvalidOperationException($"{ClassName}: {failure}") : algorithm.State;
    }

    public void Dispose()
    {
        Console.SetOut(_standardOutput);
        Log.LogHandler.Dispose();
    }

    /// <summary>The thread that genuine LEAN runs its time loops on, for one run: LEAN disposes it at the end.</summary>
    private sealed class LoopThread : WorkerThread;

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
            return place is null || kind is nameof(InvalidDataException) or nameof(IOException) or nameof(ArgumentException) or nameof(ArgumentOutOfRangeException) or nameof(NotSupportedException) or nameof(DllNotFoundException)
                || !kind.EndsWith("Exception", StringComparison.Ordinal)
                ? message
                : $"{kind} {place}: {message}";
        }

        public void SendNotification(Notification notification) { }
        public void Dispose() { }
    }
}
