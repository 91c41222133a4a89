using LeanDeep.Training.Data;

namespace LeanDeep.Training.Reports;

/// <summary>A result's daily series on the days that the market traded; the first entry is the state before the first of them.</summary>
public sealed class TradingDays
{
    private TradingDays(LeanResult result, DateOnly[] dates)
    {
        Dates = dates;
        Equity = Align(result.Equity);
        Benchmark = Align(result.Benchmark);
        Returns = ReturnsOf(Equity);
        BenchmarkReturns = ReturnsOf(Benchmark);
    }

    /// <summary>(n + 1) ascending: the day of the starting equity, then n trading days.</summary>
    public DateOnly[] Dates { get; }

    /// <summary>(n + 1) dollars.</summary>
    public double[] Equity { get; }

    /// <summary>(n + 1) NaN where the benchmark has no data.</summary>
    public double[] Benchmark { get; }

    /// <summary>(n) simple returns; entry t is the return of day t + 1.</summary>
    public double[] Returns { get; }

    /// <summary>(n) simple returns, NaN where the benchmark has no data.</summary>
    public double[] BenchmarkReturns { get; }

    /// <summary>Whether the benchmark has any return.</summary>
    public bool HasBenchmark => BenchmarkReturns.Any(double.IsFinite);

    /// <param name="result">The run.</param>
    /// <param name="calendar">Which days trade.</param>
    /// <exception cref="InvalidDataException">Fewer than three trading days.</exception>
    public static TradingDays Of(LeanResult result, MarketCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(calendar);
        var sampled = result.Equity.Keys.Order().ToArray();
        var sessions = sampled.Where(calendar.IsSession).ToArray();
        if (sessions.Length < 3) throw new InvalidDataException($"{result.Name}: expected equity on at least 3 trading days, found {sessions.Length}");
        var before = sampled.Where(day => day < sessions[0]).TakeLast(1);
        return new(result, [.. before, .. sessions]);
    }

    /// <summary>(n + 1) values of a series on <see cref="Dates"/>, NaN where it has none.</summary>
    public double[] Align(IReadOnlyDictionary<DateOnly, double> series) => [.. Dates.Select(day => series.TryGetValue(day, out var value) ? value : double.NaN)];

    /// <summary>Days on which both strategy and benchmark have a return.</summary>
    public (double[] Strategy, double[] Benchmark) Pairs()
    {
        var both = Enumerable.Range(0, Returns.Length).Where(t => double.IsFinite(BenchmarkReturns[t])).ToArray();
        return ([.. both.Select(t => Returns[t])], [.. both.Select(t => BenchmarkReturns[t])]);
    }

    private static double[] ReturnsOf(double[] levels) => [.. levels.Skip(1).Select((level, t) => level / levels[t] - 1)];
}
