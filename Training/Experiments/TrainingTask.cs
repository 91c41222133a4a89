using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>One network to train on one fold.</summary>
/// <param name="Configuration">What to train.</param>
/// <param name="Fold">Number of the fold, 0 the newest.</param>
/// <param name="Seed">The experiment's; weights, order and masks get seeds of their own from it, the configuration's name and the fold.</param>
/// <param name="Epochs">Epochs wanted.</param>
public sealed record TrainingTask(ModelConfiguration Configuration, int Fold, long Seed, int Epochs);

/// <summary>What became of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Path">File with its epochs.</param>
/// <param name="Losses">(epochs) mean training losses; the last is not finite where the training diverged.</param>
/// <param name="Correlations">(epochs)(test days) daily rank correlations; NaN where a day has none.</param>
public sealed record TrainingOutcome(TrainingTask Task, string Path, IReadOnlyList<double> Losses, IReadOnlyList<double[]> Correlations)
{
    /// <summary>The losses ceased to be finite; the epochs from there on do not exist.</summary>
    public bool Diverged => Losses.Count > 0 && !double.IsFinite(Losses[^1]);
}

/// <summary>How far the trainings are.</summary>
/// <param name="Done">Epochs done, those of earlier runs included.</param>
/// <param name="Total">Epochs wanted.</param>
/// <param name="Fraction">Of the work, from 0 to 1: an epoch counts by its steps and what a step of its shape costs.</param>
/// <param name="Remaining">Estimate.</param>
/// <param name="Task">The task of the epoch just done.</param>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Correlation">Mean of its daily correlations.</param>
public sealed record TrainingProgress(int Done, int Total, double Fraction, TimeSpan Remaining, TrainingTask Task, int Epoch, double Correlation);

/// <summary>A fold's rows, scalings and test days, made when first asked for.</summary>
internal sealed class FoldRows
{
    public FoldRows(Data.Loading.SupervisedDataset dataset, SessionSplit split, int embargo, bool standardiseLabels)
    {
        Train = Purging.TrainingRows(dataset, split, embargo);
        if (Train.Length == 0)
            throw new InvalidDataException($"fold {split.Index}: expected training rows, found none");
        Test = Purging.TestRows(dataset, split);
        Inputs = Data.Loading.InputScaling.Of(dataset, Train);
        Labels = standardiseLabels ? Data.Loading.LabelScaling.Of(dataset, Train) : Data.Loading.LabelScaling.None;
        Correlation = new DailyRankCorrelation(dataset.RowSessions.AsSpan(Test), dataset.Labels.AsSpan(Test));
        if (Correlation.RowCount == 0 && split.TestFirst <= dataset.RowSessions[^1]) // a roll may train before its days come
            throw new InvalidDataException($"fold {split.Index}: expected test rows, found none");
    }

    public int[] Train { get; }
    public Range Test { get; }
    public int TestRows => Correlation.RowCount;
    public Data.Loading.InputScaling Inputs { get; }
    public Data.Loading.LabelScaling Labels { get; }

    /// <summary>Of predictions with the labels of the test rows.</summary>
    public DailyRankCorrelation Correlation { get; }
}
