using System.Text.Json;

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
    /// <param name="StepMinutes">How long one time step may take; null for what is configured, by default LEAN's 20.</param>
    internal sealed record Request(
        string Assembly, string TypeName, string DataFolder, string ObjectStore, string OutputFolder, IReadOnlyDictionary<string, string> Parameters, double? StepMinutes = null);

    /// <param name="ResultFile">LEAN's result JSON.</param>
    /// <param name="Statistics">LEAN's printed statistics, in its order.</param>
    /// <param name="Seconds">Wall time of the engine.</param>
    internal sealed record Result(string ResultFile, IReadOnlyDictionary<string, string> Statistics, double Seconds);

    /// <param name="request">What to run.</param>
    /// <param name="warn">Told of what the run survives; null for nobody.</param>
    /// <exception cref="InvalidOperationException">The algorithm failed; the message is its own.</exception>
    public static Result Run(Request request, Action<string>? warn = null)
    {
        using var session = new EngineSession(request);
        return session.Run(session.ClassName, request.Parameters, warn);
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

    /// <summary>LEAN's printed statistics of a result.</summary>
    /// <param name="resultFile">LEAN's result JSON; they are read from the summary beside it, as the result itself has all orders and is large.</param>
    public static Dictionary<string, string> ReadStatistics(string resultFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SummaryOf(resultFile)));
        return document.RootElement.GetProperty("statistics").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString() ?? "");
    }

    /// <summary>Whether a result and its summary have been written.</summary>
    public static bool IsThere(string resultFile) => File.Exists(resultFile) && File.Exists(SummaryOf(resultFile));

    private static string SummaryOf(string resultFile) => Path.ChangeExtension(resultFile, null) + "-summary.json";

    public static void Require(bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }
}
