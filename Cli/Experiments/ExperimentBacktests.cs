using System.Globalization;
using LeanDeep.Algorithms;
using LeanDeep.Models.Inference;

namespace LeanDeep.Cli.Experiments;

/// <summary>Backtests of an experiment's bundles with <see cref="LongShort"/>, each below <c>backtests/</c> of its output folder with a file that holds the hash of its inputs:
/// one that is there for the same inputs is taken up.</summary>
internal static class ExperimentBacktests
{
    private const string KeyFile = "key.txt";

    /// <param name="OutputFolder">Of the experiment.</param>
    /// <param name="Model">Name of the bundles.</param>
    /// <param name="Store">Root of the object store.</param>
    /// <param name="DataFolder">LEAN data folder.</param>
    /// <param name="Selection">Days that chose the ensemble; null for none.</param>
    /// <param name="Holdout">Days that no choice has seen; null for none.</param>
    /// <param name="Cash">Dollars at the start of each.</param>
    /// <param name="Slippages">Basis points; the holdout is traded again with each.</param>
    /// <param name="Parameters">Other parameters of the algorithm, for example <c>gross</c>; null for none.</param>
    internal sealed record Request(
        string OutputFolder, string Model, string Store, string DataFolder, BacktestPeriod? Selection, BacktestPeriod? Holdout, decimal Cash, IReadOnlyList<decimal> Slippages,
        IReadOnlyDictionary<string, string>? Parameters = null);

    /// <summary>Runs what is not there yet, several at once in one process that reads the bars once. Those that end are kept, whatever becomes of the others.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="threads">Backtests at a time where the engine can, at least 1.</param>
    /// <param name="done">Told of each backtest as it ends, and how many of all have; null for nobody.</param>
    /// <param name="warn">Told of what a run survives.</param>
    /// <param name="cancellation">Ends the wait for runs that have not begun.</param>
    /// <returns>In the order of <see cref="ExperimentBacktest.Of"/>.</returns>
    /// <exception cref="InvalidOperationException">A backtest failed, or the data folder is none; the message says which and why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<ExperimentBacktestResult> RunAll(
        Request request, int threads, Action<string, int, int>? done, Action<string> warn, CancellationToken cancellation)
    {
        LeanBacktest.RequireDataFolder(request.DataFolder);
        var folder = Path.Combine(request.OutputFolder, "backtests");
        var backtests = ExperimentBacktest.Of(request.Selection, request.Holdout, request.Slippages);
        var parameters = backtests.ToDictionary(backtest => backtest.Name, backtest => Parameters(request, backtest));
        var keys = Keys(request, backtests, parameters);
        var pending = backtests.Where(backtest => !IsThere(folder, backtest.Name, keys[backtest.Name])).Select(backtest => backtest.Name).ToHashSet(StringComparer.Ordinal);
        OutputFolder.Require(folder);
        foreach (var name in pending) File.Delete(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, KeyFile));
        if (pending.Count > 0) Run();
        return [.. backtests.Select(backtest => new ExperimentBacktestResult(
            backtest.Name, backtest.Period.Name, backtest.Parameters["fees"], backtest.SlippageBasisPoints, ResultPath(folder, backtest.Name),
            LeanBacktest.ReadStatistics(ResultPath(folder, backtest.Name)), !pending.Contains(backtest.Name)))];

        void Run()
        {
            var algorithm = typeof(LongShort);
            var runs = ParameterSweep.RunAll(
                new(algorithm.Assembly.Location, algorithm.FullName!, request.DataFolder, request.Store, folder, new Dictionary<string, string>()),
                [.. backtests.Where(backtest => pending.Contains(backtest.Name)).Select(backtest => (backtest.Name, (IReadOnlyDictionary<string, string>)parameters[backtest.Name]))],
                EngineSession.RunsSideBySide ? threads : 1, Ended, warn, cancellation);
            if (runs.FirstOrDefault(run => run.Error is not null) is { } failed)
                throw new InvalidOperationException($"{Path.Combine(folder, failed.Folder)}: {failed.Error}");
        }

        void Ended(ParameterSweep.Run run, int count)
        {
            if (run.Error is null) File.WriteAllText(KeyPath(folder, run.Folder), keys[run.Folder]); // after the results, and a part of it is no key
            done?.Invoke(run.Folder, backtests.Count - pending.Count + count, backtests.Count);
        }
    }

    /// <summary>Backtests whose results an output folder has; whether of the same inputs, the next run finds out.</summary>
    public static int CountKept(string outputFolder)
    {
        var folder = Path.Combine(outputFolder, "backtests");
        return Directory.Exists(folder) ? Directory.GetDirectories(folder).Count(path => File.Exists(Path.Combine(path, KeyFile))) : 0;
    }

    private static Dictionary<string, string> Parameters(Request request, ExperimentBacktest backtest)
    {
        var parameters = backtest.Parameters;
        parameters["model"] = request.Model;
        parameters["cash"] = request.Cash.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in request.Parameters ?? new Dictionary<string, string>())
            parameters[name] = name is "model" or "start" or "end" or "cash" or "fees" or "slippage-bps"
                ? throw new ArgumentException($"parameter {name}: expected one that the backtests do not set, found {value}", nameof(request))
                : value;
        return parameters;
    }

    /// <summary>A run uses bundles of dates before its last day and no others.</summary>
    private static Dictionary<string, string> Keys(Request request, IReadOnlyList<ExperimentBacktest> backtests, Dictionary<string, Dictionary<string, string>> parameters)
    {
        var bundles = ModelBundle.Dates(request.Store, request.Model).Select(date => (Date: date, Hash: BacktestKey.OfBundle(ModelBundle.Read(request.Store, request.Model, date)))).ToArray();
        var data = BacktestKey.OfData(request.DataFolder);
        return backtests.ToDictionary(backtest => backtest.Name, backtest => BacktestKey.Of(
            typeof(LongShort), parameters[backtest.Name], bundles.Where(bundle => bundle.Date < backtest.Period.Through).Select(bundle => bundle.Hash), data));
    }

    private static bool IsThere(string folder, string name, string key) =>
        File.Exists(KeyPath(folder, name)) && File.ReadAllText(KeyPath(folder, name)) == key && LeanBacktest.IsThere(ResultPath(folder, name));

    private static string KeyPath(string folder, string name) => Path.Combine(folder, name, KeyFile);

    private static string ResultPath(string folder, string name) => Path.Combine(folder, name, $"{nameof(LongShort)}.json");
}
