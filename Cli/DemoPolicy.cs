using System.Diagnostics;
using LeanDeep.Training.Data;
using LeanDeep.Training.Hjb.Checks;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Policies;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.Hjb;
using LeanDeep.Training.Validation;

namespace LeanDeep.Cli;

/// <summary>The demo's policy: Kim and Omberg's equation solved by a network beside its closed form, and the policy for the index traded in the engine.</summary>
internal static class DemoPolicy
{
    private const string Problem = "kim-omberg";

    /// <param name="Error">Largest error of the network's θ.</param>
    /// <param name="Myopic">The same of not hedging.</param>
    /// <param name="Seconds">Of the fit.</param>
    /// <param name="Page">About the solution; null without the charting library.</param>
    /// <param name="Sharpe">Annual, by mode.</param>
    internal sealed record Result(double Error, double Myopic, double Seconds, string? Page, IReadOnlyDictionary<string, double> Sharpe);

    /// <param name="data">LEAN data folder.</param>
    /// <param name="store">Root of the object store.</param>
    /// <param name="folder">Receives the page and the engine's results.</param>
    /// <param name="from">First trading day.</param>
    /// <param name="through">Last trading day.</param>
    /// <param name="report">Told what is being done.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>Null where the market has no index.</returns>
    public static Result? Run(string data, string store, string folder, string from, string through, Report report, CancellationToken cancellation)
    {
        if (FolderMetadata.TryRead(data) is not { Index: { } index } metadata) return null;
        report.Progress("solving an HJB equation");
        var check = NeuralBenchmarkSet.All.Single(check => check.Name == Problem);
        var (training, history, clock) = (new NeuralTraining(check.Problem, check.Options, seed: 1), new List<NeuralProgress>(), Stopwatch.StartNew());
        NeuralFit.Run(training, checkpoint: null, history.Add, cancellation);
        var theta = check.Compare(training.Solution, clock.Elapsed.TotalSeconds);
        var measure = theta.Measures.Single(measure => measure.Quantity == "theta");
        var page = ReportPage.IsAvailable ? Path.Combine(folder, $"{Problem}.html") : null;
        if (page is not null) ReportPage.Write(SolutionPage.Render(training, history, theta.Seconds), page);
        PolicyBundle.Write(store, new KimOmbergPolicy(new()), new PolicyBundleDescription
        {
            Name = Problem, Created = DateTimeOffset.UtcNow, GitCommit = Repository.Commit(), Universe = PolicyUniverse.Of([index]),
        });
        var (assembly, type) = BacktestVerb.Own(nameof(LeanDeep.Algorithms.HjbPolicy));
        var sharpe = new Dictionary<string, double>();
        foreach (var mode in new[] { "policy", "myopic", "buy-and-hold" })
        {
            cancellation.ThrowIfCancellationRequested();
            report.Progress($"running HjbPolicy, {mode}");
            var run = LeanBacktest.Run(new(assembly, type, data, store, Path.Combine(folder, mode), new Dictionary<string, string>
            {
                ["model"] = Problem, ["mode"] = mode, ["history"] = FormattableString.Invariant($"{metadata.FirstSession:yyyy-MM-dd}"), ["start"] = from, ["end"] = through,
            }), report.Warn);
            sharpe[mode] = SharpeRatio.Of(TradingDays.Of(LeanResultFile.Read(run.ResultFile), MarketCalendar.UsEquities).Returns).Annual();
        }
        return new(measure.Error, measure.Myopic ?? double.NaN, theta.Seconds, page, sharpe);
    }

    public static IEnumerable<(string, string)> Rows(Result? result)
    {
        if (result is null) yield break;
        string Number(string mode) => Report.Number(result.Sharpe[mode], "0.00");
        yield return ("HJB equation", $"Kim–Omberg by a network in {Report.Seconds(result.Seconds)}: largest error of θ {Report.Number(result.Error, "0.0e0")}, without hedging {Report.Number(result.Myopic, "0.0e0")}");
        yield return ("policy", $"the index by its estimated Sharpe ratio: Sharpe {Number("policy")}, myopic {Number("myopic")}, buy and hold {Number("buy-and-hold")} (LEAN's fees)");
        yield return ("its page", result.Page ?? "not written: built without the charting library");
    }
}
