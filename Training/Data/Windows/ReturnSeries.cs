using LeanDeep.Models.Features;
using LeanDeep.Training.Losses;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Returns of many names on one calendar, channel by channel, each as it was known at its session's end.</summary>
/// <remarks>A session without a bar repeats the last bar before it: its return is 0 and the next return spans the gap. Nothing is ever filled
/// from later bars: before a name's second bar, and on both sides of a value that is not positive, returns are undefined.</remarks>
public sealed class ReturnSeries
{
    private ReturnSeries(IReadOnlyList<string> names, IReadOnlyList<DateOnly> sessions, IReadOnlyList<string> channels, double[] values, bool[] defined, bool[] trades) =>
        (Names, Sessions, Channels, Values, Defined, Trades) = (names, sessions, channels, values, defined, trades);

    public IReadOnlyList<string> Names { get; }
    public IReadOnlyList<DateOnly> Sessions { get; }
    public IReadOnlyList<string> Channels { get; }

    /// <summary>(channels · sessions · names); 0 where undefined.</summary>
    public double[] Values { get; }

    /// <summary>(sessions · names) whether the returns of all channels are defined.</summary>
    public bool[] Defined { get; }

    /// <summary>(sessions · names) whether the name has a bar.</summary>
    public bool[] Trades { get; }

    /// <param name="panel">Daily bars.</param>
    /// <param name="fields">One channel each, in this order; at least one.</param>
    /// <param name="kind">What a return is.</param>
    /// <exception cref="ArgumentException">There are no fields, names or sessions.</exception>
    public static ReturnSeries Of(Panel panel, IReadOnlyList<PanelField> fields, ReturnKind kind)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0 || panel.NameCount == 0 || panel.SessionCount == 0)
            throw new ArgumentException($"expected fields, names and sessions, found {fields.Count}, {panel.NameCount} and {panel.SessionCount}", nameof(fields));
        var (sessions, names) = (panel.SessionCount, panel.NameCount);
        var (values, defined, trades) = (new double[fields.Count * sessions * names], new bool[sessions * names], new bool[sessions * names]);
        Array.Fill(defined, true);
        for (var name = 0; name < names; name++)
        {
            for (var t = 0; t < sessions; t++)
                trades[t * names + name] = panel.Trades(name, t);
            for (var channel = 0; channel < fields.Count; channel++)
                OfName(Column(panel, fields[channel], name), kind, values.AsSpan(channel * sessions * names), defined, names, name);
        }
        return new ReturnSeries(panel.Names, panel.Sessions, [.. fields.Select(field => field.ToString())], values, defined, trades);
    }

    /// <summary>Returns that are already there, as one channel.</summary>
    /// <param name="names">Tickers.</param>
    /// <param name="sessions">Trading days, increasing.</param>
    /// <param name="returns">(sessions · names) NaN where undefined.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public static ReturnSeries FromReturns(IReadOnlyList<string> names, IReadOnlyList<DateOnly> sessions, ReadOnlySpan<double> returns)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(sessions);
        if (returns.Length != names.Count * sessions.Count || returns.Length == 0)
            throw new ArgumentException($"expected {sessions.Count} sessions of {names.Count} names, found {returns.Length} numbers", nameof(returns));
        var (values, defined) = (new double[returns.Length], new bool[returns.Length]);
        for (var i = 0; i < returns.Length; i++)
            (defined[i], values[i]) = double.IsFinite(returns[i]) ? (true, returns[i]) : (false, 0);
        return new ReturnSeries(names, sessions, ["Return"], values, defined, defined);
    }

    private static void OfName(ReadOnlySpan<double> column, ReturnKind kind, Span<double> values, Span<bool> defined, int names, int name)
    {
        var last = double.NaN;
        for (var t = 0; t < column.Length; t++)
        {
            // A session without a bar repeats the last one; a value that is not positive has no return, nor has its successor.
            var now = double.IsNaN(column[t]) ? last : column[t] > 0 && double.IsFinite(column[t]) ? column[t] : double.NaN;
            var at = t * names + name;
            if (double.IsNaN(now) || double.IsNaN(last))
                defined[at] = false;
            else
                values[at] = kind == ReturnKind.Log ? Math.Log(now / last) : now / last - 1;
            last = now;
        }
    }

    private static ReadOnlySpan<double> Column(Panel panel, PanelField field, int name) => field switch
    {
        PanelField.Open => panel.Open(name),
        PanelField.High => panel.High(name),
        PanelField.Low => panel.Low(name),
        PanelField.Close => panel.Close(name),
        PanelField.Volume => panel.Volume(name),
        var other => throw new ArgumentException($"expected a known field, found {other}", nameof(field)),
    };
}
