using QuantConnect.Algorithm;
using QuantConnect.Configuration;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Packets;
using QuantConnect.Util;

namespace QuantConnect.Lean.Engine;

/// <summary>Runs an algorithm on a broker's data and account.</summary>
internal static class LiveTrading
{
    /// <summary>Seconds that bars may come late.</summary>
    public const string Delay = "live-data-delay";

    /// <exception cref="InvalidOperationException">No factory for the job's brokerage.</exception>
    public static BacktestRun Run(QCAlgorithm algorithm, BacktestSettings run, LiveNodePacket job, ILeanManager manager)
    {
        if (!Directory.Exists(run.DataFolder)) throw new InvalidDataException($"{run.DataFolder}: expected LEAN's data folder, found no such folder");
        var factory = Composer.Instance.Single<IBrokerageFactory>(factory => factory.BrokerageType.Name == job.Brokerage)
            ?? throw new InvalidOperationException($"brokerage: expected one of those that are there, found {job.Brokerage}");
        var mapFiles = new MapFileProvider(run.DataFolder);
        MapFileProvider.Current = mapFiles;
        SymbolCache.Clear();
        using var events = run.ResultsFolder == null ? null : new OrderEventFile(ResultFiles.EventsPath(run.ResultsFolder, run.AlgorithmId), run.AlgorithmId, RunThreads.Helpers);
        try
        {
            using var brokerage = factory.CreateBrokerage(job, algorithm);
            var queue = Composer.Instance.GetPart<IDataQueueHandler>() ?? (IDataQueueHandler)brokerage;
            queue.SetJob(job);
            var settings = new LiveSettings(run, brokerage, queue, Composer.Instance.GetPart<ITimeProvider>() ?? RealTimeProvider.Instance, manager,
                factory.GetBrokerageModel(null), TimeSpan.FromSeconds(Config.GetDouble(Delay, 2)));
            using var loop = new LiveLoop(algorithm, settings, mapFiles, events);
            loop.Run();
            brokerage.Disconnect();
            return Backtest.Finish(algorithm, run, loop, events);
        }
        catch (Exception) when (algorithm.RunTimeError is { } first)
        {
            // What ended the run comes first; that its results could not be written follows from it as a rule, on a full disk.
            throw new IOException(first.Message, first);
        }
        finally
        {
            MapFileProvider.Current = null;
            SymbolCache.Clear();
        }
    }
}
