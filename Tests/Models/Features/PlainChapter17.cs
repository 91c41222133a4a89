using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

/// <summary>The 31 inputs once more, each value computed from scratch out of all bars up to its own, as the definitions read:
/// slow, without state, without any code of the features.</summary>
internal static class PlainChapter17
{
    private static readonly int[] Horizons = [1, 5, 10, 21, 42, 63];

    /// <summary>(31) the features of a name on a session that it trades.</summary>
    public static double[] Row(Panel panel, int name, int session)
    {
        var traders = Enumerable.Range(0, panel.NameCount).Where(other => panel.Trades(other, session)).ToArray();
        var bars = History(panel, name, session);
        var close = bars.Select(bar => bar.Close).ToArray();
        var last = close[^1];
        var row = new List<double>
        {
            last * bars[^1].Volume / 1e6,
            Rank(traders.Select(other => MeanDollarVolume(History(panel, other, session))).ToArray(), Array.IndexOf(traders, name)),
            Rsi(close),
        };
        var (mean, sd) = close.Length < 20 ? (double.NaN, double.NaN) : Moments(close[^20..], 0);
        row.Add(Log(1 + (mean + 2 * sd - last) / (mean + 2 * sd)));
        row.Add(Log(1 + (last - (mean - 2 * sd)) / last));
        row.Add(100 * TrueRange(bars) / last);
        row.Add(Score([.. Enumerable.Range(1, bars.Length).Select(n => TrueRange(bars[..n]))]));
        row.Add(close.Length < 26 ? double.NaN : 100 * (close[^12..].Average() / close[^26..].Average() - 1));
        row.Add(Score([.. Enumerable.Range(1, bars.Length).Select(n => Macd(close[..n]))]));
        row.AddRange(Horizons.Select(horizon => Return(close, horizon)));
        foreach (var peers in new[] { (Names: traders, Bins: 10), (Names: traders.Where(other => panel.Sectors[other] == panel.Sectors[name]).ToArray(), Bins: 5) })
            foreach (var horizon in Horizons)
                row.Add(Bin([.. peers.Names.Select(other => Return([.. History(panel, other, session).Select(bar => bar.Close)], horizon))], Array.IndexOf(peers.Names, name), peers.Bins));
        var day = panel.Sessions[session];
        row.AddRange([panel.Sectors[name], day.Year, day.Month, day.DayOfWeek switch { DayOfWeek.Sunday => 6, var weekday => (int)weekday - 1 }]);
        return [.. row];
    }

    private static (double High, double Low, double Close, double Volume)[] History(Panel panel, int name, int session) =>
        [.. Enumerable.Range(0, session + 1).Where(t => panel.Trades(name, t)).Select(t => (panel.High(name)[t], panel.Low(name)[t], panel.Close(name)[t], panel.Volume(name)[t]))];

    private static double MeanDollarVolume((double High, double Low, double Close, double Volume)[] bars) =>
        bars.TakeLast(21).Average(bar => bar.Close * bar.Volume / 1e6);

    /// <summary>1 + the number of larger values + half the number of other equal ones.</summary>
    private static double Rank(double[] values, int index) =>
        1 + values.Count(value => value > values[index]) + 0.5 * (values.Count(value => value == values[index]) - 1);

    private static double Rsi(double[] close)
    {
        if (close.Length < 15)
            return double.NaN;
        double Mean(Func<double, double> part)
        {
            var changes = Enumerable.Range(1, close.Length - 1).Select(i => part(close[i] - close[i - 1])).ToArray();
            return changes[14..].Aggregate(changes[..14].Average(), (mean, change) => mean + (change - mean) / 14);
        }
        var (gain, loss) = (Mean(change => Math.Max(change, 0)), Mean(change => Math.Max(-change, 0)));
        return loss == 0 ? 100 : 100 * gain / (gain + loss);
    }

    private static double TrueRange((double High, double Low, double Close, double Volume)[] bars)
    {
        if (bars.Length < 15)
            return double.NaN;
        var ranges = Enumerable.Range(1, bars.Length - 1)
            .Select(i => Math.Max(bars[i].High, bars[i - 1].Close) - Math.Min(bars[i].Low, bars[i - 1].Close)).ToArray();
        return ranges[14..].Aggregate(ranges[..14].Average(), (mean, range) => mean + (range - mean) / 14);
    }

    private static double Macd(double[] close)
    {
        if (close.Length < 34)
            return double.NaN;
        double Mean(int n) => close[26..].Aggregate(close[(26 - n)..26].Average(), (mean, price) => mean + 2d / (n + 1) * (price - mean));
        return Mean(12) - Mean(26);
    }

    private static double Score(double[] values)
    {
        var defined = values.Where(value => !double.IsNaN(value)).ToArray();
        if (defined.Length < 21)
            return double.NaN;
        var (mean, sd) = Moments(defined, 1);
        return (defined[^1] - mean) / sd;
    }

    private static (double Mean, double Deviation) Moments(double[] values, int lostDegrees)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - lostDegrees)));
    }

    private static double Log(double x) => x > 0 ? Math.Log(x) : double.NaN;

    private static double Return(double[] close, int horizon) => close.Length <= horizon ? double.NaN : close[^1] / close[^(horizon + 1)] - 1;

    /// <summary>How many of the distinct inner edges lie below the value.</summary>
    private static double Bin(double[] values, int index, int bins)
    {
        var sorted = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        if (double.IsNaN(values[index]) || sorted[0] == sorted[^1])
            return double.NaN;
        return Enumerable.Range(0, bins + 1).Select(k => Quantile(sorted, k, bins)).Distinct().Skip(1).SkipLast(1).Count(edge => edge < values[index]);
    }

    private static double Quantile(double[] sorted, int k, int n)
    {
        var position = (sorted.Length - 1) * k;
        var lower = sorted[position / n];
        return position % n == 0 ? lower : lower + (sorted[position / n + 1] - lower) * ((position % n) / (double)n);
    }
}
