using System.Runtime.ExceptionServices;
using LeanDeep.Models.Features;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;
using TorchSharp;

namespace LeanDeep.Training.Feedforward;

/// <summary>From bars to a bundle: features and labels, walk-forward folds that choose the number of epochs and say what to
/// expect, a last training on all rows, and the model with its manifest in the object store.</summary>
/// <remarks>Nothing after <see cref="FeedforwardOptions.Through"/> is read. A fold's inputs are standardised by its own
/// training rows. The same panel, options and seed give the same model, bit for bit, on one machine's CPU.</remarks>
public sealed class FeedforwardTraining
{
    private readonly FeedforwardOptions _options;
    private readonly IProgress<FeedforwardProgress>? _progress;
    private readonly TimeProvider _time;

    /// <param name="options">What to train.</param>
    /// <param name="progress">Told of every epoch; null for none.</param>
    /// <param name="time">Clock for the times reported and the manifest; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public FeedforwardTraining(FeedforwardOptions options, IProgress<FeedforwardProgress>? progress = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _progress = progress;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Trains and writes the bundle.</summary>
    /// <param name="panel">Daily bars, adjusted.</param>
    /// <param name="storeRoot">Root folder of the object store.</param>
    /// <param name="cancellation">Ends the run between two batches; nothing is written then.</param>
    /// <exception cref="ArgumentException">The panel is empty, or too short for the features or the folds.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FeedforwardResult Run(Panel panel, string storeRoot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentException.ThrowIfNullOrEmpty(storeRoot);
        if (_options.Backend != TrainingBackend.Torch)
            return RunOnOneThread(panel, storeRoot, cancellation);
        var threads = torch.get_num_threads();
        torch.set_num_threads(1); // steps are too small to share, and results shall not depend on the machine's cores
        try
        {
            return RunOnOneThread(panel, storeRoot, cancellation);
        }
        finally
        {
            torch.set_num_threads(threads);
        }
    }

    private FeedforwardResult RunOnOneThread(Panel panel, string storeRoot, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        panel = PanelDates.Through(panel, _options.Through);
        var (dataset, featuresTime, datasetTime) = Load(panel, cancellation);

        var foldsStart = _time.GetTimestamp();
        var splits = Splits(dataset);
        var outcomes = FitFolds(dataset, splits, cancellation);
        var epochs = EpochChoice.Best([.. outcomes.Select(o => o.Days)], _options.Trainer.Epochs);
        var (folds, walkForward, selected) = Summarise(dataset, splits, outcomes, epochs);
        var foldsTime = _time.GetElapsedTime(foldsStart);

        var finalStart = _time.GetTimestamp();
        var final = Fit(dataset, [.. Enumerable.Range(0, dataset.RowCount)], null, epochs, fold: null, cancellation);
        var finalTime = _time.GetElapsedTime(finalStart);

        var diverged = final.Result.Status == TrainingStatus.Diverged || folds.Any(f => f.Status == TrainingStatus.Diverged);
        var exportStart = _time.GetTimestamp();
        var result = new FeedforwardResult(
            diverged ? TrainingStatus.Diverged : TrainingStatus.Completed, dataset.Counts, dataset.FeatureCount, dataset.ConstantFeatures(), panel.NameCount,
            dataset.Sessions[dataset.RowSessions[0]], dataset.Sessions[dataset.LabelEndSessions.Max()],
            folds, walkForward, selected, epochs, final.Result.History, BundlePath: null,
            new FeedforwardTimings(featuresTime, datasetTime, foldsTime, finalTime, TimeSpan.Zero, TimeSpan.Zero));
        var path = diverged ? null : FeedforwardBundle.Write(storeRoot, panel, _options, result, final.Network, _time.GetUtcNow());
        _progress?.Report(new FeedforwardProgress(FeedforwardStage.Export, 1));
        return result with
        {
            BundlePath = path,
            Timings = result.Timings with { Export = _time.GetElapsedTime(exportStart), Total = _time.GetElapsedTime(start) },
        };
    }

    private (SupervisedDataset Dataset, TimeSpan FeaturesTime, TimeSpan DatasetTime) Load(Panel panel, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        var progress = _progress == null ? null : new StageProgress(_progress, FeedforwardStage.Features);
        var table = _options.Features.Compute(panel, progress, cancellation);
        var featuresTime = _time.GetElapsedTime(start);
        start = _time.GetTimestamp();
        var dataset = SupervisedDataset.Build(table, ForwardReturns.Compute(table, _options.Horizon), _options.From, _options.Through);
        _progress?.Report(new FeedforwardProgress(FeedforwardStage.Dataset, 1));
        return (dataset, featuresTime, _time.GetElapsedTime(start));
    }

    /// <summary>Folds over the sessions that have rows, as indices into the dataset's sessions.</summary>
    private IReadOnlyList<SessionSplit> Splits(SupervisedDataset dataset)
    {
        if (_options.Folds == 0)
            return [];
        var first = dataset.RowSessions[0];
        var count = dataset.RowSessions[^1] - first + 1;
        var splits = new MultipleTimeSeriesCV(_options.Folds, _options.TrainLength, _options.TestLength, _options.Horizon).Split(count);
        return [.. splits.Select(s => new SessionSplit(s.Index, s.TrainFirst + first, s.TrainLast + first, s.TestFirst + first, s.TestLast + first))];
    }

    private FitOutcome[] FitFolds(
        SupervisedDataset dataset, IReadOnlyList<SessionSplit> splits, CancellationToken cancellation)
    {
        var outcomes = new FitOutcome[splits.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, splits.Count, parallel, i => outcomes[i] = Fit(
                dataset, Purging.TrainingRows(dataset, splits[i], _options.Embargo), Purging.TestRows(dataset, splits[i]),
                _options.Trainer.Epochs, fold: i, cancellation));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
        return outcomes;
    }

    private FitOutcome Fit(SupervisedDataset dataset, int[] trainRows, Range? testRows, int epochs, int? fold, CancellationToken cancellation)
    {
        var stream = (fold ?? -1) + 1; // 0 is the final training
        var labels = _options.StandardiseLabels ? LabelScaling.Of(dataset, trainRows) : LabelScaling.None;
        using var training = DenseTraining.Create(
            _options.Backend, dataset, trainRows, _options.Network, _options.Trainer, InputScaling.Of(dataset, trainRows), labels,
            SeedSequence.Derive(_options.Seed, stream));
        var validation = testRows is { } rows ? new PanelValidation(dataset, rows, (double)labels.Scale * labels.Scale) : null;
        var result = new Trainer(_time).Fit(
            training, epochs, validation == null ? null : () => validation.Score(training),
            _progress == null ? null : [new ProgressReport(new EpochProgress(_progress, epochs, fold))], cancellation: cancellation);
        return new FitOutcome(training.Parameters, result, trainRows.Length, validation?.Days ?? []);
    }

    private (IReadOnlyList<FoldResult> Folds, InformationCoefficient? WalkForward, InformationCoefficient? Selected) Summarise(
        SupervisedDataset dataset, IReadOnlyList<SessionSplit> splits, FitOutcome[] outcomes, int epochs)
    {
        var folds = new List<FoldResult>();
        List<DailyCorrelation> walkForward = [], selected = [];
        for (var i = splits.Count - 1; i >= 0; i--) // oldest first
        {
            var (split, outcome) = (splits[i], outcomes[i]);
            var chosenBefore = EpochChoice.Best([.. outcomes[(i + 1)..].Select(o => o.Days)], _options.Trainer.Epochs);
            var test = Purging.TestRows(dataset, split).GetOffsetAndLength(dataset.RowCount).Length;
            var days = outcome.Result.Status == TrainingStatus.Diverged ? null : outcome.Days;
            if (days != null)
            {
                walkForward.AddRange(days[chosenBefore - 1]);
                selected.AddRange(days[epochs - 1]);
            }
            folds.Insert(0, new FoldResult(
                split.Index, dataset.Sessions[split.TrainFirst], dataset.Sessions[split.TrainLast],
                dataset.Sessions[split.TestFirst], dataset.Sessions[split.TestLast], outcome.TrainRows, test, outcome.Result.Status,
                outcome.Result.History, days == null ? null : InformationCoefficient.Summarise(days[epochs - 1], dataset.Horizon), chosenBefore));
        }
        return folds.Count == 0
            ? (folds, null, null)
            : (folds, InformationCoefficient.Summarise(walkForward, dataset.Horizon), InformationCoefficient.Summarise(selected, dataset.Horizon));
    }

    /// <summary>A trained network and what was learned about it.</summary>
    private sealed record FitOutcome(
        DenseParameters Network, TrainingResult Result, int TrainRows, IReadOnlyList<IReadOnlyList<DailyCorrelation>> Days);

    private sealed class StageProgress(IProgress<FeedforwardProgress> progress, FeedforwardStage stage) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new FeedforwardProgress(stage, value));
    }

    private sealed class EpochProgress(IProgress<FeedforwardProgress> progress, int epochs, int? fold) : IProgress<EpochRecord>
    {
        public void Report(EpochRecord value) => progress.Report(new FeedforwardProgress(
            fold == null ? FeedforwardStage.Final : FeedforwardStage.Folds, (double)value.Epoch / epochs, fold, value));
    }
}
