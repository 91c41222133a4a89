namespace LeanDeep.Models.Features;

/// <summary>Daily bars of many names on one calendar, in columns: one array of length <see cref="SessionCount"/>
/// per name and field. NaN marks a session on which the name has no bar.</summary>
/// <remarks>Prices and volumes are as the data folder gives them after the adjustment that the reader was asked for.</remarks>
public sealed class Panel
{
    private readonly double[][] _open, _high, _low, _close, _volume;

    /// <param name="names">Tickers, upper case, distinct.</param>
    /// <param name="sessions">Trading days, strictly increasing.</param>
    /// <param name="sectors">(names) sector codes, −1 where unknown.</param>
    /// <param name="open">(names)(sessions) dollars.</param>
    /// <param name="high">(names)(sessions) dollars.</param>
    /// <param name="low">(names)(sessions) dollars.</param>
    /// <param name="close">(names)(sessions) dollars.</param>
    /// <param name="volume">(names)(sessions) shares.</param>
    /// <exception cref="ArgumentException">Lengths differ, a name stands twice, or sessions do not increase.</exception>
    public Panel(
        IReadOnlyList<string> names, IReadOnlyList<DateOnly> sessions, IReadOnlyList<int> sectors,
        double[][] open, double[][] high, double[][] low, double[][] close, double[][] volume)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(sectors);
        var known = new HashSet<string>(names.Count, StringComparer.Ordinal);
        foreach (var name in names)
            if (!known.Add(name))
                throw new ArgumentException($"expected distinct names, found {name} twice", nameof(names));
        if (sectors.Count != names.Count)
            throw new ArgumentException($"expected {names.Count} sectors, found {sectors.Count}", nameof(sectors));
        for (var t = 1; t < sessions.Count; t++)
            if (sessions[t] <= sessions[t - 1])
                throw new ArgumentException($"expected increasing sessions, found {sessions[t]:yyyy-MM-dd} after {sessions[t - 1]:yyyy-MM-dd}", nameof(sessions));
        Names = names;
        Sessions = sessions;
        Sectors = sectors;
        _open = Check(open, nameof(open));
        _high = Check(high, nameof(high));
        _low = Check(low, nameof(low));
        _close = Check(close, nameof(close));
        _volume = Check(volume, nameof(volume));
    }

    public IReadOnlyList<string> Names { get; }
    public IReadOnlyList<DateOnly> Sessions { get; }

    /// <summary>(names) sector codes, −1 where unknown.</summary>
    public IReadOnlyList<int> Sectors { get; }

    public int NameCount => Names.Count;
    public int SessionCount => Sessions.Count;

    public ReadOnlySpan<double> Open(int name) => _open[name];
    public ReadOnlySpan<double> High(int name) => _high[name];
    public ReadOnlySpan<double> Low(int name) => _low[name];
    public ReadOnlySpan<double> Close(int name) => _close[name];
    public ReadOnlySpan<double> Volume(int name) => _volume[name];

    /// <summary>Whether the name has a bar on that session.</summary>
    public bool Trades(int name, int session) => !double.IsNaN(_close[name][session]);

    private double[][] Check(double[][] columns, string field)
    {
        ArgumentNullException.ThrowIfNull(columns, field);
        if (columns.Length != NameCount)
            throw new ArgumentException($"expected {NameCount} columns, found {columns.Length}", field);
        for (var i = 0; i < columns.Length; i++)
            if (columns[i].Length != SessionCount)
                throw new ArgumentException($"expected {SessionCount} sessions for {Names[i]}, found {columns[i].Length}", field);
        return columns;
    }
}
