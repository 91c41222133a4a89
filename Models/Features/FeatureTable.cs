namespace LeanDeep.Models.Features;

/// <summary>Features of a panel: one row per name and session, in columns. Rows are ordered by session, then by name.</summary>
public sealed class FeatureTable
{
    private readonly double[][] _columns;

    /// <param name="panel">The bars that the features were computed from.</param>
    /// <param name="features">Feature names in the order of the columns.</param>
    /// <param name="rowNames">(rows) index into the panel's names.</param>
    /// <param name="rowSessions">(rows) index into the panel's sessions, never decreasing.</param>
    /// <param name="columns">(features)(rows) values; NaN where a feature is not defined yet.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public FeatureTable(Panel panel, IReadOnlyList<string> features, int[] rowNames, int[] rowSessions, double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rowNames);
        ArgumentNullException.ThrowIfNull(rowSessions);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length != features.Count)
            throw new ArgumentException($"expected {features.Count} columns, found {columns.Length}", nameof(columns));
        if (rowSessions.Length != rowNames.Length)
            throw new ArgumentException($"expected {rowNames.Length} rows, found {rowSessions.Length}", nameof(rowSessions));
        Panel = panel;
        Features = features;
        RowNames = rowNames;
        RowSessions = rowSessions;
        _columns = columns;
    }

    public Panel Panel { get; }
    public IReadOnlyList<string> Features { get; }

    /// <summary>(rows) index into <see cref="Panel.Names"/>.</summary>
    public int[] RowNames { get; }

    /// <summary>(rows) index into <see cref="Panel.Sessions"/>, never decreasing.</summary>
    public int[] RowSessions { get; }

    public int RowCount => RowNames.Length;

    /// <summary>(rows) values of one feature; NaN where it is not defined yet.</summary>
    public ReadOnlySpan<double> Column(int feature) => _columns[feature];
}
