namespace LeanDeep.Models.Features;

/// <summary>Features bar by bar, as a trading system meets them: open a session, add the bar of each name that trades,
/// close the session and read one row per name that traded. Equal to <see cref="FeatureSet.Compute"/> over the same bars.</summary>
/// <remarks>The expanding z-scores see a name's whole history: for the values that a model was trained on, start where its
/// training bars started. Nothing is allocated per bar or session. Not safe for use from several threads.</remarks>
public sealed class FeatureStream
{
    private readonly NameStream[] _streams;
    private readonly int[] _sectors;
    private readonly CrossSection _crossSection;
    private readonly double[][] _byName, _columns;
    private readonly bool[] _traded;
    private readonly int[] _rows;
    private DateOnly? _session;
    private bool _open;

    internal FeatureStream(FeatureSet features, IReadOnlyList<string> names, IReadOnlyList<int> sectors)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(sectors);
        if (sectors.Count != names.Count)
            throw new ArgumentException($"expected {names.Count} sectors, found {sectors.Count}", nameof(sectors));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (!known.Add(name))
                throw new ArgumentException($"expected distinct names, found {name} twice", nameof(names));
        Features = features;
        Names = [.. names];
        _sectors = [.. sectors];
        _streams = new NameStream[names.Count];
        for (var i = 0; i < _streams.Length; i++)
            _streams[i] = new NameStream();
        _crossSection = new CrossSection(_sectors);
        _byName = Columns(features.Count, names.Count);
        _columns = Columns(features.Count, names.Count);
        _traded = new bool[names.Count];
        _rows = new int[names.Count];
    }

    public FeatureSet Features { get; }
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many bars a name needs before all its features are defined, the present one included.</summary>
    public int WarmUpSessions => Features.WarmUpSessions;

    /// <summary>Opens a session.</summary>
    /// <exception cref="ArgumentException">The date does not follow the last session.</exception>
    /// <exception cref="InvalidOperationException">A session is open.</exception>
    public void BeginSession(DateOnly date)
    {
        if (_open)
            throw new InvalidOperationException($"session {_session:yyyy-MM-dd} is still open");
        if (date <= _session)
            throw new ArgumentException($"expected a date after {_session:yyyy-MM-dd}, found {date:yyyy-MM-dd}", nameof(date));
        _session = date;
        _open = true;
    }

    /// <summary>Adds the bar of a name that trades in this session.</summary>
    /// <param name="name">Index into <see cref="Names"/>.</param>
    /// <param name="open">Dollars; no feature uses it.</param>
    /// <param name="high">Dollars.</param>
    /// <param name="low">Dollars.</param>
    /// <param name="close">Dollars, positive.</param>
    /// <param name="volume">Shares.</param>
    /// <exception cref="ArgumentException">A price is not positive and finite, or the volume negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">No session is open, or the name has its bar already.</exception>
    public void Add(int name, double open, double high, double low, double close, double volume)
    {
        if (!_open)
            throw new InvalidOperationException("no session is open");
        if ((uint)name >= (uint)_streams.Length)
            throw new ArgumentOutOfRangeException(nameof(name), name, $"expected an index below {_streams.Length}");
        if (_traded[name])
            throw new InvalidOperationException($"{Names[name]} has two bars on {_session:yyyy-MM-dd}");
        RequirePrice(open, nameof(open), name);
        RequirePrice(high, nameof(high), name);
        RequirePrice(low, nameof(low), name);
        RequirePrice(close, nameof(close), name);
        if (!double.IsFinite(volume) || volume < 0)
            throw new ArgumentException($"{Names[name]} on {_session:yyyy-MM-dd}: expected a volume of at least 0, found {volume}", nameof(volume));
        _traded[name] = true;
        _streams[name].Next(high, low, close, volume, _byName, name);
    }

    /// <summary>Closes the session.</summary>
    /// <param name="rows">(names that traded × features) row-major, rows in the order of <see cref="Names"/>; NaN where a feature is not defined yet.</param>
    /// <param name="names">(names that traded) index of each row's name.</param>
    /// <param name="completeOnly">Leave out the rows that have a NaN.</param>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="InvalidOperationException">No session is open.</exception>
    public int EndSession(Span<double> rows, Span<int> names, bool completeOnly = false)
    {
        var count = Complete();
        var written = 0;
        for (var i = 0; i < count; i++)
            if (!completeOnly || IsComplete(i))
            {
                var row = Row(rows, names, written);
                for (var f = 0; f < _columns.Length; f++)
                    row[f] = _columns[f][i];
                names[written++] = _rows[i];
            }
        return written;
    }

    /// <inheritdoc cref="EndSession(Span{double}, Span{int}, bool)"/>
    public int EndSession(Span<float> rows, Span<int> names, bool completeOnly = false)
    {
        var count = Complete();
        var written = 0;
        for (var i = 0; i < count; i++)
            if (!completeOnly || IsComplete(i))
            {
                var row = Row(rows, names, written);
                for (var f = 0; f < _columns.Length; f++)
                    row[f] = (float)_columns[f][i];
                names[written++] = _rows[i];
            }
        return written;
    }

    /// <summary>Computes the cross-sectional features of the names that traded; returns how many did.</summary>
    private int Complete()
    {
        if (!_open)
            throw new InvalidOperationException("no session is open");
        var count = 0;
        for (var name = 0; name < _traded.Length; name++)
        {
            if (!_traded[name])
                continue;
            _traded[name] = false;
            for (var f = 0; f < Chapter17Features.FirstDecile; f++)
                _columns[f][count] = _byName[f][name];
            _rows[count++] = name;
        }
        _crossSection.Complete(_columns, 0, _rows.AsSpan(0, count), _sectors, _session!.Value);
        _open = false;
        return count;
    }

    private bool IsComplete(int row)
    {
        foreach (var column in _columns)
            if (double.IsNaN(column[row]))
                return false;
        return true;
    }

    private Span<T> Row<T>(Span<T> rows, Span<int> names, int row)
    {
        if (rows.Length < (row + 1) * _columns.Length)
            throw new ArgumentException($"expected room for {row + 1} rows of {_columns.Length}, found {rows.Length}", nameof(rows));
        if (names.Length <= row)
            throw new ArgumentException($"expected room for {row + 1} names, found {names.Length}", nameof(names));
        return rows.Slice(row * _columns.Length, _columns.Length);
    }

    private void RequirePrice(double price, string field, int name)
    {
        if (!double.IsFinite(price) || price <= 0)
            throw new ArgumentException($"{Names[name]} on {_session:yyyy-MM-dd}: expected a positive price, found {price}", field);
    }

    private static double[][] Columns(int features, int rows)
    {
        var columns = new double[features][];
        for (var f = 0; f < features; f++)
            columns[f] = new double[rows];
        return columns;
    }
}
