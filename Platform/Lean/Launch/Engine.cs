using System.Reflection;
using QuantConnect.Algorithm;
using QuantConnect.Configuration;
using QuantConnect.Logging;
using QuantConnect.Packets;
using QuantConnect.Parameters;
using QuantConnect.Util;

namespace QuantConnect.Lean.Engine;

/// <summary>Runs a job by the calls of LEAN's launcher.</summary>
public class Engine(LeanEngineSystemHandlers systemHandlers, LeanEngineAlgorithmHandlers algorithmHandlers, bool liveMode)
{
    public LeanEngineSystemHandlers SystemHandlers { get; } = systemHandlers;
    public LeanEngineAlgorithmHandlers AlgorithmHandlers { get; } = algorithmHandlers;

    /// <summary>Runs the job to its end. How it ended is <see cref="AlgorithmManager.State"/>; why is sent to
    /// <see cref="Interfaces.IMessagingHandler"/>.</summary>
    public void Run(AlgorithmNodePacket job, AlgorithmManager manager, string assemblyPath, WorkerThread workerThread)
    {
        QCAlgorithm algorithm;
        try
        {
            algorithm = Create(assemblyPath, Config.Get("algorithm-type-name"));
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException or ArgumentException or ReflectionTypeLoadException or MissingMethodException or TargetInvocationException)
        {
            Fail(AlgorithmStatus.DeployError, new RuntimeErrorPacket(job.UserId, job.AlgorithmId, Innermost(failure).Message, Innermost(failure).ToString()));
            return;
        }
        try
        {
            var settings = new BacktestSettings(
                Globals.DataFolder, Config.Get("object-store-root", "./storage"), Globals.ResultsDestinationFolder, job.AlgorithmId, job.Parameters, Limits());
            var run = liveMode ? LiveTrading.Run(algorithm, settings, (LiveNodePacket)job, SystemHandlers.LeanManager) : Backtest.Run(algorithm, settings);
            if (!liveMode && run.Unseen.Count > 0 && run.RuntimeError is not InvalidDataException)
                SystemHandlers.Notify.Send(new HandledErrorPacket(job.AlgorithmId,
                    $"{Globals.DataFolder}: expected bars of {string.Join(", ", run.Unseen.Take(10).Select(x => x.Value))}{(run.Unseen.Count > 10 ? $" and {run.Unseen.Count - 10} more" : "")} between {algorithm.StartDate:yyyy-MM-dd} and {algorithm.EndDate:yyyy-MM-dd}, found none"));
            if (run.RuntimeError is { } error)
                Fail(AlgorithmStatus.RuntimeError, new RuntimeErrorPacket(job.UserId, job.AlgorithmId, Innermost(error).Message, Innermost(error).ToString()));
            else
                manager.SetStatus(run.Status);
        }
#pragma warning disable CA1031 // whatever stops a run before its loop, a user's Initialize included, is told the same way
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(AlgorithmStatus.DeployError, new RuntimeErrorPacket(job.UserId, job.AlgorithmId, Innermost(failure).Message, Innermost(failure).ToString()));
        }

        void Fail(AlgorithmStatus status, RuntimeErrorPacket reason)
        {
            Log.Error(reason.StackTrace);
            SystemHandlers.Notify.Send(reason);
            manager.SetStatus(status);
        }
    }

    private static TimeLimits Limits() => new(
        TimeSpan.FromMinutes(Config.GetDouble("algorithm-manager-time-loop-maximum", TimeLimits.Default.Step.TotalMinutes)),
        TimeSpan.FromSeconds(Config.GetDouble("initialization-timeout", TimeLimits.Default.Initialization.TotalSeconds)),
        Config.GetInt("scheduled-event-leaky-bucket-capacity", TimeLimits.Default.EventMinutes));

    private static QCAlgorithm Create(string assemblyPath, string typeName)
    {
        if (!File.Exists(assemblyPath)) throw new FileNotFoundException($"{assemblyPath}: expected the algorithm's DLL, found no file");
        var types = Assembly.LoadFrom(Path.GetFullPath(assemblyPath)).GetTypes().Where(t => !t.IsAbstract && typeof(QCAlgorithm).IsAssignableFrom(t)).ToList();
        var type = types.Find(t => t.FullName == typeName) ?? types.Find(t => t.Name == typeName)
            ?? throw new ArgumentException($"{assemblyPath}: expected a class {typeName} derived from QCAlgorithm, found {(types.Count == 0 ? "none" : string.Join(", ", types.Select(t => t.Name)))}");
        return (QCAlgorithm)Activator.CreateInstance(type);
    }

    private static Exception Innermost(Exception failure) =>
        failure is TargetInvocationException or AggregateException or TypeInitializationException && failure.InnerException is { } inner ? Innermost(inner) : failure;
}
