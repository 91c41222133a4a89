using System.CommandLine;
using System.Globalization;
using LeanDeep.Training.Data;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Cli;

/// <summary><c>leandeep train feedforward</c>: a return predictor from a data folder into the object store.</summary>
internal static class TrainVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("train", "fit a model and write it to the object store") { Feedforward(output, error), TrainAllocatorVerb.Create(output, error) };

    private static Command Feedforward(TextWriter output, TextWriter error)
    {
        var defaults = new FeedforwardOptions { Name = "long-short", Seed = 1 };
        var data = new Option<string>("--data") { Description = "LEAN data folder", DefaultValueFactory = _ => "Data" };
        var storage = new Option<string>("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
        var name = new Option<string>("--name") { Description = "name of the bundle", DefaultValueFactory = _ => defaults.Name };
        var from = UsageErrors.DateOption("--from", "first session to learn from; earlier bars warm the features up");
        var through = UsageErrors.DateOption("--through", "last date that training may see, labels included");
        var folds = new Option<int>("--folds") { Description = "walk-forward folds that choose the number of epochs", DefaultValueFactory = _ => defaults.Folds };
        var trainLength = new Option<int>("--train-length") { Description = "training sessions of a fold", DefaultValueFactory = _ => defaults.TrainLength };
        var testLength = new Option<int>("--test-length") { Description = "test sessions of a fold", DefaultValueFactory = _ => defaults.TestLength };
        var embargo = new Option<int>("--embargo") { Description = "sessions kept free before a test block", DefaultValueFactory = _ => defaults.Embargo };
        var layers = new Option<string>("--layers") { Description = "units of the hidden layers", DefaultValueFactory = _ => string.Join(',', defaults.Network.HiddenLayers) };
        var activation = new Option<Activation>("--activation") { Description = "of the hidden layers", DefaultValueFactory = _ => defaults.Network.Activation };
        var dropout = new Option<double>("--dropout") { Description = "after the last hidden layer", DefaultValueFactory = _ => defaults.Network.Dropout };
        var l2 = new Option<double>("--l2") { Description = "penalty on squared weights", DefaultValueFactory = _ => defaults.Network.L2 };
        var epochs = new Option<int>("--epochs") { Description = "passes over the rows at most", DefaultValueFactory = _ => defaults.Trainer.Epochs };
        var batch = new Option<int>("--batch-size") { Description = "rows of a step", DefaultValueFactory = _ => defaults.Trainer.BatchSize };
        var rate = new Option<double>("--learning-rate") { Description = "of Adam", DefaultValueFactory = _ => defaults.Trainer.LearningRate };
        var horizon = new Option<int>("--horizon") { Description = "bars that a label reaches ahead", DefaultValueFactory = _ => defaults.Horizon };
        var seed = new Option<long>("--seed") { Description = "of every random draw", DefaultValueFactory = _ => defaults.Seed };
        var backend = Backend();
        var jobs = new Option<int>("--jobs") { Description = "folds at a time, one thread each; does not change the result", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("feedforward", "features → folds → network → ONNX bundle")
        {
            data, storage, name, from, through, folds, trainLength, testLength, embargo, layers, activation, dropout, l2, epochs, batch, rate, horizon, seed, backend, jobs, Report.Json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var options = new FeedforwardOptions
            {
                Name = parsed.GetRequiredValue(name),
                Seed = parsed.GetValue(seed),
                Horizon = parsed.GetValue(horizon),
                Folds = parsed.GetValue(folds),
                TrainLength = parsed.GetValue(trainLength),
                TestLength = parsed.GetValue(testLength),
                Embargo = parsed.GetValue(embargo),
                From = parsed.GetValue(from),
                Through = parsed.GetValue(through),
                Backend = parsed.GetValue(backend),
                Parallelism = parsed.GetValue(jobs),
                GitCommit = Repository.Commit(),
                Network = new DenseNetworkOptions { HiddenLayers = Layers(parsed.GetRequiredValue(layers)), Activation = parsed.GetValue(activation), Dropout = parsed.GetValue(dropout), L2 = parsed.GetValue(l2) },
                Trainer = new TrainerOptions { Epochs = parsed.GetValue(epochs), BatchSize = parsed.GetValue(batch), LearningRate = parsed.GetValue(rate) },
            };
            var training = new FeedforwardTraining(options, Progress(report));
            OutputFolder.Require(parsed.GetRequiredValue(storage));
            report.Progress("reading bars");
            var panel = LeanFolderReader.ReadPanel(parsed.GetRequiredValue(data), through: options.Through);
            var result = training.Run(panel, parsed.GetRequiredValue(storage), cancellation);
            WarnOfConstants(report, result);
            report.Result(
                new
                {
                    result.Status, result.Rows, result.Features, result.ConstantFeatures, result.Names, result.TrainedFrom, result.TrainedThrough, result.WalkForward, result.Selected,
                    result.Epochs, result.BundlePath, result.Folds, seconds = result.Timings.Total.TotalSeconds, peakMemoryMiB = Repository.PeakMemoryMiB(),
                },
                [.. Rows(result), ("peak memory", $"{Report.Count(Repository.PeakMemoryMiB())} MiB")]);
            return Task.FromResult(result.Status == TrainingStatus.Diverged ? 1 : 0);
        });
        return command;
    }

    /// <summary>The option that chooses between trainers.</summary>
    public static Option<TrainingBackend> Backend() => new("--backend")
    {
        Description = "what computes the steps; both give the same model but for rounding", DefaultValueFactory = _ => TrainingBackend.Fused,
    };

    /// <summary>Shows folds and epochs as they pass.</summary>
    public static IProgress<FeedforwardProgress> Progress(Report report) => Report.On<FeedforwardProgress>(value => Show(report, value));

    /// <summary>Tells of inputs that teach nothing.</summary>
    public static void WarnOfConstants(Report report, FeedforwardResult result)
    {
        foreach (var name in result.ConstantFeatures)
            report.Warn($"feature {name}: expected values that vary, found one value in all {Report.Count(result.Rows.Kept)} rows");
    }

    /// <summary>The table that training prints; the demo prints it too.</summary>
    public static IEnumerable<(string, string)> Rows(FeedforwardResult result)
    {
        yield return ("status", result.Status.ToString().ToLowerInvariant());
        yield return ("rows", $"{Report.Count(result.Rows.Kept)} of {Report.Count(result.Rows.Total)}, {result.Names} names, {result.Features} features");
        yield return ("trained", $"{result.TrainedFrom:yyyy-MM-dd} through {result.TrainedThrough:yyyy-MM-dd}");
        yield return ("epochs", result.Folds.Count == 0 ? $"{result.Epochs}" : $"{result.Epochs}, chosen by {result.Folds.Count} folds");
        if (result.WalkForward is { } ic)
            yield return ("IC, walk-forward", $"{Report.Number(ic.Mean, "0.0000")} ± {Report.Number(ic.StandardError, "0.0000")} (t {Report.Number(ic.TStatistic, "0.0")}, {ic.Days} days)");
        if (result.BundlePath is { } path)
            yield return ("bundle", path);
        yield return ("time", $"{Report.Seconds(result.Timings.Total.TotalSeconds)}: features {Report.Seconds(result.Timings.Features.TotalSeconds)}, folds {Report.Seconds(result.Timings.Folds.TotalSeconds)}, final {Report.Seconds(result.Timings.Final.TotalSeconds)}");
    }

    private static int[] Layers(string text)
    {
        try
        {
            return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            throw new UsageException($"--layers: expected numbers like 32,16, found {text}");
        }
    }

    private static void Show(Report report, FeedforwardProgress value)
    {
        var stage = value.Stage switch
        {
            FeedforwardStage.Features => "computing features",
            FeedforwardStage.Dataset => "collecting rows",
            FeedforwardStage.Folds => "training folds",
            FeedforwardStage.Final => "training on all rows",
            _ => "exporting",
        };
        var detail = value.Epoch is { } epoch
            ? $"{(value.Fold is { } fold ? $"fold {fold}, " : "")}epoch {epoch.Epoch}, {(epoch.Validation is { } score ? $"IC {Report.Number(score.Score, "0.0000")}, " : "")}{Report.Seconds(epoch.Remaining.TotalSeconds)} left"
            : value.Fraction < 1 ? value.Fraction.ToString("0%", CultureInfo.InvariantCulture) : "";
        report.Progress(stage, detail);
    }
}
