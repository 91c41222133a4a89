using System.Globalization;

namespace LeanDeep.Algorithms.Framework;

/// <summary>How often a portfolio is decided anew.</summary>
public enum RebalancePeriod
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>When a portfolio is decided anew: at the end of the first session of each period, and in between once a weight has drifted out of its band.</summary>
/// <param name="period">Days, weeks from Monday, or months.</param>
/// <param name="driftBand">How far a weight held may move from its target before the portfolio is decided anew; 0 for no band.</param>
public sealed class RebalanceSchedule(RebalancePeriod period, double driftBand = 0)
{
    private readonly double _driftBand = driftBand is >= 0 and < double.PositiveInfinity
        ? driftBand
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"expected a number of 0 or more, found {driftBand}"), nameof(driftBand));

    private DateOnly? _last;

    /// <summary>Whether to decide at the end of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="held">(names) weights held.</param>
    /// <param name="targets">(names) weights of the last decision.</param>
    public bool IsDue(DateOnly session, ReadOnlySpan<double> held, ReadOnlySpan<double> targets)
    {
        if (_last is not { } last || PeriodOf(session) != PeriodOf(last)) return true;
        if (_driftBand == 0) return false;
        for (var i = 0; i < held.Length; i++)
            if (Math.Abs(held[i] - targets[i]) > _driftBand) return true;
        return false;
    }

    /// <summary>A decision was made.</summary>
    public void Decided(DateOnly session) => _last = session;

    private int PeriodOf(DateOnly session) => period switch
    {
        RebalancePeriod.Monthly => 12 * session.Year + session.Month,
        RebalancePeriod.Weekly => session.DayNumber / 7, // day 0 is a Monday
        _ => session.DayNumber,
    };
}
