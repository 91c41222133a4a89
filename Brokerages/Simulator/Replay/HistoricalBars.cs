using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>Bars as the history endpoint gives them: only those that are over.</summary>
internal sealed class HistoricalBars(BarLibrary library)
{
    /// <summary>Bars of one name in order of time, prices in dollars.</summary>
    /// <param name="minutes">Length of a bar within a session; 0: days.</param>
    /// <param name="from">First start, UTC.</param>
    /// <param name="through">Last start, UTC.</param>
    /// <param name="now">Bars that end later do not exist yet.</param>
    public IEnumerable<AdjustedBar> Read(string symbol, int minutes, DateTime from, DateTime through, DateTime now, bool adjustSplits, bool adjustDividends)
    {
        var factors = library.Factors(symbol);
        // Prices are brought to today's terms, so that later events do not show.
        var today = factors.On(DateOnly.FromDateTime(MarketCalendar.NewYork(now)));
        foreach (var session in library.Calendar.Sessions)
        {
            if (session.Close <= from && (minutes > 0 || BarLibrary.Midnight(session.Date) < from.Ticks)) continue;
            if (session.Open > through && (minutes > 0 || BarLibrary.Midnight(session.Date) > through.Ticks) || session.Open >= now) yield break;
            var (price, split) = factors.On(session.Date);
            var scale = (adjustSplits ? split / today.Split : 1) * (adjustDividends ? price / today.Price : 1);
            var shares = adjustSplits ? split / today.Split : 1;
            foreach (var bar in minutes == 0 ? Days(symbol, session, now) : Parts(symbol, session, minutes, now))
                if (bar.Start >= from.Ticks && bar.Start <= through.Ticks)
                    yield return AdjustedBar.Of(bar, scale, shares);
        }
    }

    private IEnumerable<ReplayBar> Days(string symbol, TradingSession session, DateTime now)
    {
        if (session.Close <= now && library.Daily(symbol, session) is { } day) yield return day;
    }

    private List<ReplayBar> Parts(string symbol, TradingSession session, int minutes, DateTime now)
    {
        var bars = library.Minutes(symbol, session);
        var length = minutes * TimeSpan.TicksPerMinute;
        var parts = new List<ReplayBar>();
        for (int i = 0, j; i < bars.Length; i = j)
        {
            var start = bars[i].Start / length * length;
            for (j = i + 1; j < bars.Length && bars[j].Start < start + length; j++)
            {
            }
            if (Math.Min(start + length, session.Close.Ticks) <= now.Ticks) parts.Add(ReplayBar.Merge(start, bars.AsSpan(i, j - i)));
        }
        return parts;
    }
}

/// <param name="Start">UTC.</param>
internal readonly record struct AdjustedBar(DateTime Start, decimal Open, decimal High, decimal Low, decimal Close, long Volume)
{
    public static AdjustedBar Of(ReplayBar bar, decimal scale, decimal shares) => new(new DateTime(bar.Start, DateTimeKind.Utc),
        Price(bar.Open, scale), Price(bar.High, scale), Price(bar.Low, scale), Price(bar.Close, scale), shares == 1 ? bar.Volume : (long)(bar.Volume / shares));

    private static decimal Price(long scaled, decimal scale) => scale == 1 ? ReplayBar.Price(scaled) : Math.Round(ReplayBar.Price(scaled) * scale, 4);
}
