using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Analysis;

/// <summary>The rows that predictions are judged on: what followed each, over several horizons, and its sector. Made once, shared by all predictions
/// of the same rows; the ranks of the returns are taken here.</summary>
public sealed class FactorPanel
{
    /// <param name="dates">Of the sessions that <paramref name="sessions"/> counts.</param>
    /// <param name="sessions">(rows) index into the dates, never decreasing.</param>
    /// <param name="names">(rows) number of the name, ascending within a session.</param>
    /// <param name="sectors">(rows) index into the sector names.</param>
    /// <param name="sectorNames">For tables.</param>
    /// <param name="horizons">Sessions ahead, ascending, such as 1, 5, 21.</param>
    /// <param name="returns">(horizons)(rows) simple return over the horizon; NaN where it is not known.</param>
    /// <exception cref="ArgumentException">Lengths or orders are not as said, or a return is infinite.</exception>
    public FactorPanel(
        IReadOnlyList<DateOnly> dates, int[] sessions, int[] names, int[] sectors, IReadOnlyList<string> sectorNames,
        IReadOnlyList<int> horizons, IReadOnlyList<double[]> returns)
    {
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(sectors);
        ArgumentNullException.ThrowIfNull(sectorNames);
        ArgumentNullException.ThrowIfNull(horizons);
        ArgumentNullException.ThrowIfNull(returns);
        if (names.Length != sessions.Length || sectors.Length != sessions.Length)
            throw new ArgumentException($"expected {sessions.Length} rows, found {names.Length} names and {sectors.Length} sectors", nameof(names));
        if (horizons.Count == 0 || horizons[0] < 1 || horizons.Zip(horizons.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException($"expected ascending horizons from 1, found {string.Join(", ", horizons)}", nameof(horizons));
        if (returns.Count != horizons.Count)
            throw new ArgumentException($"expected {horizons.Count} horizons, found {returns.Count}", nameof(returns));
        var starts = new List<int>();
        for (var row = 0; row < sessions.Length; row++)
        {
            if ((uint)sessions[row] >= (uint)dates.Count)
                throw new ArgumentException($"expected a session below {dates.Count}, found {sessions[row]}", nameof(sessions));
            if ((uint)sectors[row] >= (uint)sectorNames.Count)
                throw new ArgumentException($"expected a sector below {sectorNames.Count}, found {sectors[row]}", nameof(sectors));
            if (row > 0 && sessions[row] == sessions[row - 1] ? names[row] <= names[row - 1] : row > 0 && sessions[row] < sessions[row - 1])
                throw new ArgumentException($"expected rows by session, then name, found row {row} out of order", nameof(sessions));
            if (row == 0 || sessions[row] != sessions[row - 1])
                starts.Add(row);
        }
        (Sessions, Names, Sectors, SectorNames) = (sessions, names, sectors, sectorNames);
        Dates = [.. starts.Select(row => dates[sessions[row]])];
        Starts = [.. starts, sessions.Length];
        Horizons = [.. horizons.Zip(returns, (horizon, values) => new HorizonReturns(horizon, values, this))];
    }

    /// <summary>(rows) session of each row.</summary>
    public int[] Sessions { get; }

    /// <summary>(rows).</summary>
    public int[] Names { get; }

    /// <summary>(rows).</summary>
    public int[] Sectors { get; }

    public IReadOnlyList<string> SectorNames { get; }

    /// <summary>(days) that have rows.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    public int RowCount => Sessions.Length;
    public int DayCount => Dates.Count;

    /// <summary>(days + 1) first row of each day, then the number of rows.</summary>
    internal int[] Starts { get; }

    internal IReadOnlyList<HorizonReturns> Horizons { get; }
}

/// <summary>Returns over one horizon, with their ranks within the day and within the day's sectors.</summary>
internal sealed class HorizonReturns
{
    public HorizonReturns(int horizon, double[] values, FactorPanel panel)
    {
        if (values.Length != panel.RowCount)
            throw new ArgumentException($"expected {panel.RowCount} returns over {horizon} sessions, found {values.Length}", nameof(values));
        if (Array.FindIndex(values, double.IsInfinity) is var infinite and >= 0)
            throw new ArgumentException($"expected finite returns over {horizon} sessions, found {values[infinite]} in row {infinite}", nameof(values));
        (Horizon, Values) = (horizon, values);
        Known = new int[panel.DayCount];
        Mean = new double[panel.DayCount];
        Deviations = new int[values.Length];
        Squares = new long[panel.DayCount];
        SectorDeviations = new int[values.Length];
        SectorSquares = new long[panel.DayCount * panel.SectorNames.Count];
        var ranks = new RankCorrelation();
        var rows = new List<int>();
        for (var day = 0; day < panel.DayCount; day++)
        {
            rows.Clear();
            for (var row = panel.Starts[day]; row < panel.Starts[day + 1]; row++)
                if (!double.IsNaN(values[row]))
                    rows.Add(row);
            Known[day] = rows.Count;
            Mean[day] = rows.Count == 0 ? double.NaN : rows.Average(row => values[row]);
            Squares[day] = Rank(ranks, rows, Deviations);
            foreach (var sector in rows.GroupBy(row => panel.Sectors[row]))
                SectorSquares[day * panel.SectorNames.Count + sector.Key] = Rank(ranks, [.. sector], SectorDeviations);
        }
    }

    public int Horizon { get; }
    public double[] Values { get; }

    /// <summary>(days) rows with a return.</summary>
    public int[] Known { get; }

    /// <summary>(days) of the returns of all names alike: the universe.</summary>
    public double[] Mean { get; }

    /// <summary>(rows) twice the rank about the mean rank of the day.</summary>
    public int[] Deviations { get; }

    /// <summary>(days) sum of squares of <see cref="Deviations"/>.</summary>
    public long[] Squares { get; }

    /// <summary>(rows) the same within the day's sector.</summary>
    public int[] SectorDeviations { get; }

    /// <summary>(days · sectors).</summary>
    public long[] SectorSquares { get; }

    private long Rank(RankCorrelation correlation, List<int> rows, int[] deviations)
    {
        double[] values = [.. rows.Select(row => Values[row])], ranks = new double[rows.Count];
        correlation.Ranks(values, ranks);
        long squares = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var deviation = (int)(2 * ranks[i]) - (rows.Count + 1);
            deviations[rows[i]] = deviation;
            squares += (long)deviation * deviation;
        }
        return squares;
    }
}
