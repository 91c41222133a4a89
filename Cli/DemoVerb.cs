using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LeanDeep.Cli.Allocation;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Validation;

namespace LeanDeep.Cli;

/// <summary><c>leandeep demo</c>: the whole path on the sample market: bars, features, training, ONNX, backtest.</summary>
internal static class DemoVerb
{
    private static readonly DateOnly TrainThrough = new(2015, 12, 31), TradeFrom = new(2016, 1, 4), TradeThrough = new(2017, 12, 29);

    private static readonly string[] Shown = ["Sharpe Ratio", "Compounding Annual Return", "Drawdown", "Total Fees"];

    public static Command Create(TextWriter output, TextWriter error)
    {
        var data = new Option<string>("--data") { Description = "LEAN data folder with metadata.json", DefaultValueFactory = _ => "Data" };
        var storage = new Option<string>("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
        var folder = new Option<string>("--out") { Description = "folder for the results", DefaultValueFactory = _ => "results/demo" };
        var seed = new Option<long>("--seed") { Description = "of the training", DefaultValueFactory = _ => 1 };
        var backend = TrainVerb.Backend();
        var command = new Command("demo", "the whole path on the sample market, in a few seconds") { data, storage, folder, seed, backend, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var root = parsed.GetRequiredValue(data);
            var metadata = FolderMetadata.TryRead(root) ?? throw new InvalidDataException($"{Path.Combine(root, "metadata.json")}: expected the metadata of a data folder, found none");
            OutputFolder.Require(parsed.GetRequiredValue(storage));
            OutputFolder.Require(parsed.GetRequiredValue(folder));
            report.Progress("reading bars");
            var panel = LeanFolderReader.ReadPanel(root);
            var options = new FeedforwardOptions
            {
                Name = "long-short",
                Seed = parsed.GetValue(seed),
                Through = TrainThrough,
                Backend = parsed.GetValue(backend),
                Parallelism = Environment.ProcessorCount,
                TrainLength = 3 * 252,
                TestLength = 126,
                Network = new DenseNetworkOptions { HiddenLayers = [16, 8], L2 = 1e-3 },
                Trainer = new TrainerOptions { Epochs = 20 },
                GitCommit = Repository.Commit(),
            };
            var training = new FeedforwardTraining(options, TrainVerb.Progress(report)).Run(panel, parsed.GetRequiredValue(storage), cancellation);
            TrainVerb.WarnOfConstants(report, training);
            if (training.BundlePath is null) throw new InvalidOperationException("training: expected finite losses, found NaN");

            report.Progress("predicting the years that training has not seen");
            using var model = ReturnPredictor.Load(ModelBundle.Read(parsed.GetRequiredValue(storage), options.Name, training.TrainedThrough), FeatureSet.Chapter17);
            var days = OutOfSample.Daily(model, FeatureSet.Chapter17, panel, TradeFrom, TradeThrough);
            var ic = InformationCoefficient.Summarise(days, options.Horizon);

            report.Progress("running LongShort");
            var out_ = parsed.GetRequiredValue(folder);
            var (assembly, type) = BacktestVerb.Own(nameof(LeanDeep.Algorithms.LongShort));
            var backtest = await LeanBacktest.RunAsync(new(assembly, type, root, parsed.GetRequiredValue(storage), out_, new Dictionary<string, string>
            {
                ["start"] = Text(TradeFrom),
                ["end"] = Text(TradeThrough),
            }), report.Warn, cancellation);
            var curve = TradingDays.Of(LeanResultFile.Read(backtest.ResultFile), MarketCalendar.UsEquities);
            var sharpe = SharpeRatio.Of(curve.Returns);
            var (low, high) = sharpe.AnnualInterval();
            var picture = Path.Combine(out_, "demo.svg");
            File.WriteAllText(picture, Draw(curve, days, panel, metadata.Truth));
            var page = HtmlReport.IsAvailable ? Path.Combine(out_, "report.html") : null;
            if (page is not null) HtmlReport.Write(backtest.ResultFile, page);

            var allocators = await Task.Run(() => DemoAllocator.Run(root, parsed.GetRequiredValue(storage), Path.Combine(out_, "allocator"), options.Seed, report, cancellation), cancellation);
            var policy = await Task.Run(() => DemoPolicy.Run(root, parsed.GetRequiredValue(storage), Path.Combine(out_, "policy"), Text(TradeFrom), Text(TradeThrough), report, cancellation), cancellation);

            var planted = metadata.Truth;
            report.Result(
                new
                {
                    training = new { training.Rows.Kept, training.Names, training.Features, folds = training.Folds.Count, training.Epochs, training.WalkForward, training.BundlePath },
                    outOfSample = ic,
                    plantedIC = planted?.TrueIc,
                    sharpe = new { annual = sharpe.Annual(), low, high },
                    backtest = new { backtest.Statistics, backtest.ResultFile, backtest.Seconds },
                    allocators = allocators.Select(run => new { run.Name, sharpe = run.Statistics.Sharpe?.Annual(), annualReturn = run.Statistics.CompoundAnnualReturn, run.Checked, run.Violated, run.ResultFile, run.Page }),
                    policy,
                    picture,
                    report = page,
                    seconds = watch.Elapsed.TotalSeconds,
                    peakMemoryMiB = Repository.PeakMemoryMiB(),
                },
                [
                    .. TrainVerb.Rows(training),
                    ("IC, out of sample", $"{Report.Number(ic.Mean, "0.0000")} ± {Report.Number(ic.StandardError, "0.0000")} ({TradeFrom:yyyy-MM-dd} to {TradeThrough:yyyy-MM-dd}, {ic.Days} days)"),
                    ("IC, planted", planted is null ? "unknown: not a synthetic market" : $"{Report.Number(planted.TrueIc, "0.0000")} ± {Report.Number(planted.TrueIcStandardError, "0.0000")}"),
                    ("Sharpe ratio", $"{Report.Number(sharpe.Annual(), "0.00")}, 95 % from {Report.Number(low, "0.00")} to {Report.Number(high, "0.00")} ({sharpe.Observations} trading days, LEAN's fees)"),
                    ("LEAN's statistics", string.Join(", ", Shown.Where(backtest.Statistics.ContainsKey).Select(key => $"{key} {backtest.Statistics[key]}"))),
                    ("orders", backtest.Statistics.GetValueOrDefault("Total Orders", "")),
                    ("backtest", $"{Report.Seconds(backtest.Seconds)}, {backtest.ResultFile}"),
                    .. Rows(allocators),
                    .. DemoPolicy.Rows(policy),
                    ("picture", picture),
                    ("report", page ?? "not written: built without the charting library (install Node.js, then ./leandeep setup)"),
                    ("total", $"{Report.Seconds(watch.Elapsed.TotalSeconds)}, peak memory {Report.Count(Repository.PeakMemoryMiB())} MiB"),
                ]);
            return 0;
        });
        return command;
    }

    private static IEnumerable<(string, string)> Rows(IReadOnlyList<AllocatorBacktest> allocators)
    {
        if (allocators.Count == 0) yield break;
        string Sharpe(AllocatorBacktest run) => Report.Number(run.Statistics.Sharpe?.Annual() ?? double.NaN, "0.00");
        var network = allocators[0];
        yield return ("allocator", $"LSTM over sector portfolios, each at most 20 %, turnover at most 20 % a week: Sharpe {Sharpe(network)}, {network.Violated} of {network.Checked} portfolios held beyond a limit");
        yield return ("its benchmarks", string.Join(", ", allocators.Skip(1).Select(run => $"{run.Name} {Sharpe(run)}")) + " (Sharpe, same limits, LEAN's fees)");
        yield return ("its report", network.Page ?? network.ResultFile);
    }

    private static string Draw(TradingDays curve, IReadOnlyList<DailyCorrelation> days, Panel panel, SyntheticTruth? truth)
    {
        var dates = days.Select(day => panel.Sessions[day.Session]).ToArray();
        var found = new double[days.Count];
        var planted = new double[days.Count];
        for (var (t, sum) = (0, 0.0); t < days.Count; t++)
        {
            sum += double.IsNaN(days[t].Value) ? 0 : days[t].Value;
            found[t] = sum;
            planted[t] = (t + 1) * (truth?.TrueIc ?? double.NaN);
        }
        return LineChart.Draw(
        [
            new("LongShort: equity, $", curve.Dates, [new("equity", "#1f5fa8", curve.Equity)], "#,0"),
            new("Daily rank IC out of sample, cumulated", dates, [new("planted", "#999999", planted, Dashed: true), new("found", "#b5501e", found)], "0.#"),
        ]);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
