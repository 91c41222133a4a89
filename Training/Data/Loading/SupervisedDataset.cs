using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data.Loading;

/// <summary>Rows to learn from: features as float, label, and where each row comes from; ordered by session, then name.
/// Every value is finite.</summary>
public sealed class SupervisedDataset
{
    /// <exception cref="ArgumentException">A value is not finite, or rows are not in order; says which.</exception>
    internal SupervisedDataset(
        IReadOnlyList<string> featureNames, IReadOnlyList<string> names, IReadOnlyList<DateOnly> sessions, int horizon, RowCounts counts,
        float[] features, float[] labels, int[] rowSessions, int[] rowNames, int[] labelEnds)
    {
        FeatureNames = featureNames;
        Names = names;
        Sessions = sessions;
        Horizon = horizon;
        Counts = counts;
        Features = features;
        Labels = labels;
        RowSessions = rowSessions;
        RowNames = rowNames;
        LabelEndSessions = labelEnds;
        Check();
    }

    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The panel's names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The panel's sessions.</summary>
    public IReadOnlyList<DateOnly> Sessions { get; }

    /// <summary>Bars of its name that a label reaches ahead.</summary>
    public int Horizon { get; }

    public RowCounts Counts { get; }
    public int RowCount => Labels.Length;
    public int FeatureCount => FeatureNames.Count;

    /// <summary>(rows · features) row after row.</summary>
    public float[] Features { get; }

    /// <summary>(rows).</summary>
    public float[] Labels { get; }

    /// <summary>(rows) index into <see cref="Sessions"/>, never decreasing.</summary>
    public int[] RowSessions { get; }

    /// <summary>(rows) index into <see cref="Names"/>.</summary>
    public int[] RowNames { get; }

    /// <summary>(rows) session on which the label ends, always after the row's own.</summary>
    public int[] LabelEndSessions { get; }

    /// <param name="table">Features of every bar.</param>
    /// <param name="labels">Labels of the table's rows.</param>
    /// <param name="first">Earliest session to keep; null for the panel's first.</param>
    /// <param name="last">Latest date that may be seen, by rows and by labels; null for the panel's last session.</param>
    /// <exception cref="ArgumentException">The labels are of another table, or no row is left.</exception>
    public static SupervisedDataset Build(FeatureTable table, ForwardReturns labels, DateOnly? first = null, DateOnly? last = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Values.Length != table.RowCount)
            throw new ArgumentException($"expected {table.RowCount} labels, found {labels.Values.Length}", nameof(labels));
        var sessions = table.Panel.Sessions;
        var firstSession = first is { } from ? Before(sessions, from) : 0;
        var lastSession = last is { } through ? Before(sessions, through.AddDays(1)) - 1 : sessions.Count - 1;

        var defined = Defined(table);
        var kept = new List<int>(table.RowCount);
        int outside = 0, undefinedFeature = 0, undefinedLabel = 0, labelAfter = 0;
        for (var row = 0; row < table.RowCount; row++)
            if (table.RowSessions[row] < firstSession || table.RowSessions[row] > lastSession)
                outside++;
            else if (!defined[row])
                undefinedFeature++;
            else if (!float.IsFinite((float)labels.Values[row]))
                undefinedLabel++;
            else if (labels.EndSessions[row] > lastSession)
                labelAfter++;
            else
                kept.Add(row);
        var counts = new RowCounts(table.RowCount, outside, undefinedFeature, undefinedLabel, labelAfter, kept.Count);
        if (kept.Count == 0)
            throw new ArgumentException($"expected rows with all features and a label, found none: of {counts.Total} rows {counts.OutsideDates} lie outside the dates, "
                + $"{counts.UndefinedFeature} lack a feature (the first bars of a name do), {counts.UndefinedLabel} lack the bar of their label, {counts.LabelAfterLast} have a label after the last date", nameof(table));
        if ((long)kept.Count * table.Features.Count > Array.MaxLength)
            throw new ArgumentException($"expected at most {Array.MaxLength / table.Features.Count} rows, found {kept.Count}", nameof(table));

        return new SupervisedDataset(
            table.Features, table.Panel.Names, sessions, labels.Horizon, counts, Gather(table, kept),
            [.. kept.Select(row => (float)labels.Values[row])], [.. kept.Select(row => table.RowSessions[row])],
            [.. kept.Select(row => table.RowNames[row])], [.. kept.Select(row => labels.EndSessions[row])]);
    }

    /// <summary>The rows of sessions <paramref name="first"/> to <paramref name="last"/>, both included, as a range of rows.</summary>
    public Range RowsOf(int first, int last) => Before(RowSessions, first)..Before(RowSessions, last + 1);

    /// <summary>Names of the features that have one value in all rows: they teach nothing, and may mean that the data is not what it seems.</summary>
    public IReadOnlyList<string> ConstantFeatures()
    {
        List<string> constant = [];
        for (var feature = 0; feature < FeatureCount; feature++)
        {
            var at = feature + FeatureCount;
            while (at < Features.Length && Features[at] == Features[feature])
                at += FeatureCount;
            if (at >= Features.Length)
                constant.Add(FeatureNames[feature]);
        }
        return constant;
    }

    private void Check()
    {
        for (var i = 0; i < Features.Length; i++)
            if (!float.IsFinite(Features[i]))
                throw new ArgumentException($"{Describe(i / FeatureCount)}: {FeatureNames[i % FeatureCount]}: expected a number, found {Features[i]}");
        for (var row = 0; row < RowCount; row++)
        {
            if (!float.IsFinite(Labels[row]))
                throw new ArgumentException($"{Describe(row)}: label: expected a number, found {Labels[row]}");
            if (row > 0 && (RowSessions[row], RowNames[row]).CompareTo((RowSessions[row - 1], RowNames[row - 1])) is var order and <= 0)
                throw new ArgumentException($"{Describe(row)}: expected a session or name after that of the row before, found {(order == 0 ? "the same" : "an earlier one")}");
        }

        string Describe(int row) => $"row {row} ({Names[RowNames[row]]}, {Sessions[RowSessions[row]]:yyyy-MM-dd})";
    }

    private static bool[] Defined(FeatureTable table)
    {
        var defined = new bool[table.RowCount];
        Array.Fill(defined, true);
        for (var feature = 0; feature < table.Features.Count; feature++)
        {
            var column = table.Column(feature);
            for (var row = 0; row < column.Length; row++)
                defined[row] &= float.IsFinite((float)column[row]);
        }
        return defined;
    }

    private static float[] Gather(FeatureTable table, List<int> rows)
    {
        var width = table.Features.Count;
        var features = new float[rows.Count * width];
        for (var feature = 0; feature < width; feature++)
        {
            var column = table.Column(feature);
            for (int i = 0, at = feature; i < rows.Count; i++, at += width)
                features[at] = (float)column[rows[i]];
        }
        return features;
    }

    /// <summary>How many elements of an ascending list come before a value.</summary>
    private static int Before<T>(IReadOnlyList<T> ascending, T value) where T : IComparable<T>
    {
        int low = 0, high = ascending.Count;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (ascending[middle].CompareTo(value) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
