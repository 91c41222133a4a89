using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Validation;

/// <summary>The rows of a fold: training rows whose labels are known by the time of the first prediction, and test rows.</summary>
public static class Purging
{
    /// <summary>Indices of the training rows: those of the training block whose label ends no later than the close of the first test
    /// session, at which the first test prediction is made, less an embargo.</summary>
    /// <param name="dataset">Rows.</param>
    /// <param name="split">Fold, on the dataset's calendar.</param>
    /// <param name="embargo">Sessions by which labels must end earlier still; 0 for none. With 1, no label touches the test block.</param>
    /// <exception cref="ArgumentException">The embargo is negative.</exception>
    public static int[] TrainingRows(SupervisedDataset dataset, SessionSplit split, int embargo = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(split);
        if (embargo < 0)
            throw new ArgumentException($"expected 0 or more, found {embargo}", nameof(embargo));
        var (first, count) = dataset.RowsOf(split.TrainFirst, split.TrainLast).GetOffsetAndLength(dataset.RowCount);
        var rows = new int[count];
        var kept = 0;
        for (var row = first; row < first + count; row++)
            if (dataset.LabelEndSessions[row] <= split.TestFirst - embargo)
                rows[kept++] = row;
        return rows[..kept];
    }

    /// <summary>The test rows, which follow each other.</summary>
    public static Range TestRows(SupervisedDataset dataset, SessionSplit split)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(split);
        return dataset.RowsOf(split.TestFirst, split.TestLast);
    }
}
