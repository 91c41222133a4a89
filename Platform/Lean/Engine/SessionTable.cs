using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>Open and close of every session in a range of dates, local and UTC, looked up by day number.</summary>
internal sealed class SessionTable
{
    private readonly int _first;
    private readonly long[] _openLocal, _closeLocal, _openUtc, _closeUtc;

    /// <param name="extended">Whether trading before and after the regular session counts too.</param>
    public SessionTable(SecurityExchangeHours hours, DateTime first, DateTime last, bool extended = false)
    {
        _first = DayNumber(first.Ticks);
        var count = Math.Max(DayNumber(last.Ticks) - _first + 1, 1);
        (_openLocal, _closeLocal, _openUtc, _closeUtc) = (new long[count], new long[count], new long[count], new long[count]);
        var zone = ZoneClock.Of(hours.TimeZone);
        for (var i = 0; i < count; i++)
        {
            var date = first.Date.AddDays(i);
            foreach (var segment in hours.GetMarketHours(date).Segments)
            {
                if (segment.State == MarketHoursState.Closed || segment.State != MarketHoursState.Market && !extended) continue;
                if (_closeLocal[i] == 0) _openLocal[i] = date.Ticks + segment.Start.Ticks;
                _closeLocal[i] = date.Ticks + segment.End.Ticks;
            }
            if (_closeLocal[i] == 0) continue;
            _openUtc[i] = zone.ToUtc(_openLocal[i]);
            _closeUtc[i] = zone.ToUtc(_closeLocal[i]);
        }
    }

    public static int DayNumber(long ticks) => (int)(ticks / TimeSpan.TicksPerDay);

    /// <summary>UTC close of a local date's session; 0 where there is none.</summary>
    public long CloseUtc(int day) => (uint)(day - _first) < (uint)_closeUtc.Length ? _closeUtc[day - _first] : 0;

    public (long Open, long Close) Local(int day) => (uint)(day - _first) < (uint)_closeUtc.Length ? (_openLocal[day - _first], _closeLocal[day - _first]) : (0, 0);

    /// <summary>The first UTC time after another one at which an interval of open market ends; the session's close counts always.</summary>
    /// <param name="step">Length of the intervals; a day for closes only.</param>
    public long NextEnd(long utc, long step)
    {
        for (var i = Math.Max(DayNumber(utc) - _first - 1, 0); i < _closeUtc.Length; i++)
        {
            var close = _closeUtc[i];
            if (close <= utc) continue;
            if (step >= TimeSpan.TicksPerDay) return close;
            var offset = _closeLocal[i] - close;
            var after = Math.Max(utc, _openUtc[i]) + offset;
            var next = (after / step + 1) * step;
            return Math.Min(next, _closeLocal[i]) - offset;
        }
        return long.MaxValue;
    }
}
