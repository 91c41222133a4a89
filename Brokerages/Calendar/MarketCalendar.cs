using QuantConnect;
using QuantConnect.Securities;

namespace LeanDeep.Brokerages.Calendar;

/// <summary>The sessions of the US market in a stretch of time.</summary>
public sealed class MarketCalendar
{
    private readonly TradingSession[] _sessions;

    /// <exception cref="ArgumentException">No session, or sessions that overlap or are not in order of time.</exception>
    public MarketCalendar(IEnumerable<TradingSession> sessions)
    {
        _sessions = [.. sessions];
        if (_sessions.Length == 0) throw new ArgumentException("sessions: expected one or more, found none", nameof(sessions));
        for (var i = 0; i < _sessions.Length; i++)
            if (_sessions[i].Close <= _sessions[i].Open || (i > 0 && _sessions[i].Open < _sessions[i - 1].Close))
                throw new ArgumentException($"sessions: expected one after the other, found {_sessions[i].Date:yyyy-MM-dd} out of order", nameof(sessions));
    }

    public IReadOnlyList<TradingSession> Sessions => _sessions;

    /// <summary>The sessions of LEAN's exchange hours.</summary>
    public static MarketCalendar Of(SecurityExchangeHours hours, DateOnly from, DateOnly through)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var sessions = new List<TradingSession>();
        for (var date = from; date <= through; date = date.AddDays(1))
        {
            var midnight = date.ToDateTime(TimeOnly.MinValue);
            if (!hours.IsDateOpen(midnight)) continue;
            var open = hours.GetNextMarketOpen(midnight, false);
            var close = hours.GetNextMarketClose(open, false);
            sessions.Add(new TradingSession(date, open.ConvertToUtc(hours.TimeZone), close.ConvertToUtc(hours.TimeZone)));
        }
        return new MarketCalendar(sessions);
    }

    public TradingSession? On(DateOnly date)
    {
        foreach (var i in Around(date))
            if (_sessions[i].Date == date) return _sessions[i];
        return null;
    }

    /// <summary>The session under way, or else the next one.</summary>
    /// <exception cref="InvalidOperationException">The calendar ends before.</exception>
    public TradingSession ClosingAfter(DateTime utc) => First(utc, static session => session.Close);

    /// <summary>The next session that has not opened yet.</summary>
    /// <exception cref="InvalidOperationException">The calendar ends before.</exception>
    public TradingSession OpeningAfter(DateTime utc) => First(utc, static session => session.Open);

    public bool IsOpen(DateTime utc)
    {
        var i = After(utc, static session => session.Close);
        return i < _sessions.Length && _sessions[i].Open <= utc;
    }

    /// <summary>The wall clock in New York.</summary>
    public static DateTime NewYork(DateTime utc) => utc.ConvertFromUtc(TimeZones.NewYork);

    /// <summary>UTC of a wall clock in New York.</summary>
    public static DateTime Utc(DateTime newYork) => newYork.ConvertToUtc(TimeZones.NewYork);

    private TradingSession First(DateTime utc, Func<TradingSession, DateTime> edge)
    {
        var i = After(utc, edge);
        return i < _sessions.Length
            ? _sessions[i]
            : throw new InvalidOperationException($"market calendar: expected a session after {utc:yyyy-MM-dd HH:mm} UTC, found its last on {_sessions[^1].Date:yyyy-MM-dd}");
    }

    // Index of the first session whose edge lies after a time.
    private int After(DateTime utc, Func<TradingSession, DateTime> edge)
    {
        int low = 0, high = _sessions.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edge(_sessions[middle]) > utc) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private IEnumerable<int> Around(DateOnly date)
    {
        var i = After(date.ToDateTime(TimeOnly.MinValue), static session => session.Close);
        for (var j = Math.Max(0, i - 1); j < Math.Min(_sessions.Length, i + 2); j++) yield return j;
    }
}
