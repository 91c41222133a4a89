using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data.Loading;

/// <summary>Labels of a feature table: the return of each row's name over its own next bars.</summary>
/// <param name="Horizon">h, bars of the name.</param>
/// <param name="Values">(rows) C_{t+h}/C_t − 1; NaN where the name has no such bar.</param>
/// <param name="EndSessions">(rows) session of bar t+h, as an index into the panel's sessions; −1 where there is none.
/// It may lie more than h sessions ahead, as a name may skip sessions.</param>
public sealed record ForwardReturns(int Horizon, double[] Values, int[] EndSessions)
{
    /// <summary>Name of the label, for example <c>r05_fwd</c>.</summary>
    public string Name => $"r{Horizon:00}_fwd";

    /// <param name="table">Rows whose labels are wanted.</param>
    /// <param name="horizon">h, at least 1.</param>
    /// <exception cref="ArgumentException">The horizon is below 1.</exception>
    public static ForwardReturns Compute(FeatureTable table, int horizon)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Compute(table.Panel, table.RowSessions, table.RowNames, horizon);
    }

    /// <param name="panel">The bars.</param>
    /// <param name="rowSessions">(rows) index into the panel's sessions.</param>
    /// <param name="rowNames">(rows) index into the panel's names.</param>
    /// <param name="horizon">h, at least 1.</param>
    /// <exception cref="ArgumentException">The horizon is below 1, or lengths differ.</exception>
    public static ForwardReturns Compute(Panel panel, int[] rowSessions, int[] rowNames, int horizon)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(rowSessions);
        ArgumentNullException.ThrowIfNull(rowNames);
        if (horizon < 1)
            throw new ArgumentException($"expected at least 1, found {horizon}", nameof(horizon));
        if (rowNames.Length != rowSessions.Length)
            throw new ArgumentException($"expected {rowSessions.Length} rows, found {rowNames.Length}", nameof(rowNames));
        var returns = new double[panel.SessionCount];
        var ends = new int[panel.SessionCount];
        var values = new double[rowSessions.Length];
        var endSessions = new int[rowSessions.Length];

        // The rows of one name, name after name, without a table of names by sessions.
        var starts = new int[panel.NameCount + 1];
        foreach (var name in rowNames)
            starts[name + 1]++;
        for (var i = 0; i < panel.NameCount; i++)
            starts[i + 1] += starts[i];
        var rows = new int[rowSessions.Length];
        var next = starts[..^1];
        for (var row = 0; row < rows.Length; row++)
            rows[next[rowNames[row]]++] = row;

        for (var name = 0; name < panel.NameCount; name++)
        {
            OfName(panel.Close(name), horizon, returns, ends);
            foreach (var row in rows.AsSpan(starts[name]..starts[name + 1]))
            {
                values[row] = returns[rowSessions[row]];
                endSessions[row] = ends[rowSessions[row]];
            }
        }
        return new ForwardReturns(horizon, values, endSessions);
    }

    private static void OfName(ReadOnlySpan<double> close, int horizon, Span<double> returns, Span<int> ends)
    {
        returns.Fill(double.NaN);
        ends.Fill(-1);
        var ahead = 0; // runs h bars before t
        for (var bars = 0; ahead < close.Length; ahead++)
            if (!double.IsNaN(close[ahead]) && bars++ == horizon)
                break;
        for (var t = 0; ahead < close.Length; t++)
        {
            if (double.IsNaN(close[t]))
                continue;
            returns[t] = close[ahead] / close[t] - 1;
            ends[t] = ahead;
            do
                ahead++;
            while (ahead < close.Length && double.IsNaN(close[ahead]));
        }
    }
}
