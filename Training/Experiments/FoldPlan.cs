using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>The folds of an experiment on a dataset, and which of them are the holdout: newest first, or the rolls of a walk-forward run, oldest first.</summary>
public sealed class FoldPlan
{
    private readonly IReadOnlyList<string>? _dataKeys;

    /// <param name="folds">As indices into the dataset's sessions.</param>
    /// <param name="holdoutFolds">The first of them are the holdout.</param>
    /// <param name="dataKeys">(folds) hashes of the rows that each fold sees; null where the whole dataset's stands for all.</param>
    internal FoldPlan(IReadOnlyList<SessionSplit> folds, int holdoutFolds, IReadOnlyList<string>? dataKeys = null) => (Folds, HoldoutFolds, _dataKeys) = (folds, holdoutFolds, dataKeys);

    /// <summary>As indices into the dataset's sessions.</summary>
    public IReadOnlyList<SessionSplit> Folds { get; }

    /// <summary>Folds 0 to this less one are the holdout; no choice may see them.</summary>
    public int HoldoutFolds { get; }

    /// <summary>Hash of the data that a fold's trainings depend on.</summary>
    internal string DataKey(int fold, ExperimentDataset dataset) => _dataKeys == null ? dataset.Key : _dataKeys[fold];

    /// <exception cref="InvalidDataException">The plan does not fit the sessions that have rows; says the longest training block that does.</exception>
    public static FoldPlan Of(SupervisedDataset dataset, SplitConfig split)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(split);
        var first = dataset.RowSessions[0];
        var count = dataset.RowSessions[^1] - first + 1;
        var longest = count - 1 - split.Folds * split.TestLength - 2 * (dataset.Horizon - 1);
        if (split.TrainLength > longest)
            throw new InvalidDataException(
                longest >= 1
                    ? $"split.trainLength: expected at most {longest} with {split.Folds} folds of {split.TestLength} test sessions on {count} sessions with rows, found {split.TrainLength}"
                    : $"split: expected at least {split.Folds * split.TestLength + 2 * dataset.Horizon} sessions with rows for {split.Folds} folds of {split.TestLength} test sessions, found {count}");
        var folds = new MultipleTimeSeriesCV(split.Folds, split.TrainLength, split.TestLength, dataset.Horizon).Split(count);
        return new FoldPlan(
            [.. folds.Select(s => new SessionSplit(s.Index, s.TrainFirst + first, s.TrainLast + first, s.TestFirst + first, s.TestLast + first))],
            split.HoldoutSessions / split.TestLength);
    }
}
