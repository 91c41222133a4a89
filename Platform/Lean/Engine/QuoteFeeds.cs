using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The minute quotes of a run beside its bars. Where a security has none, its orders fill from trades.</summary>
internal sealed class QuoteFeeds(SessionTable regular, SessionTable extended, ZoneClock zone)
{
    private readonly List<Feed> _feeds = [];

    /// <summary>UTC ticks of the next time at which there is a quote.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <param name="rows">By time; none for a stream without quotes, which is no stream. Where bars are filled forward, missing sides are filled in place.</param>
    /// <param name="from">UTC ticks; quotes that end by then are past.</param>
    /// <param name="until">UTC ticks of the stream's end.</param>
    public void Add(Security security, SubscriptionDataConfig config, List<QuoteRow> rows, FactorFile factors, Func<DateTime, decimal> paidDividends, long from, long until)
    {
        if (rows.Count == 0) return;
        for (var i = 1; config.FillDataForward && i < rows.Count; i++) rows[i] = rows[i].Over(rows[i - 1]);
        var feed = new Feed { Security = security, Config = config, Rows = rows, Factors = factors, PaidDividends = paidDividends, Until = until };
        _feeds.Add(feed);
        do Advance(feed);
        while (feed.End <= from);
        FindNext(from);
    }

    /// <summary>Ends a stream.</summary>
    public void Remove(SubscriptionDataConfig config)
    {
        if (_feeds.RemoveAll(x => ReferenceEquals(x.Config, config)) == 0) return;
        Next = long.MaxValue;
        foreach (var feed in _feeds) Next = Math.Min(Next, Math.Min(feed.End, feed.NextFill));
    }

    /// <summary>Takes the quotes of a time.</summary>
    /// <param name="taken">Receives each with its security and stream.</param>
    public void Take(long utc, List<(QuoteBar Bar, Security Security, SubscriptionDataConfig Config)> taken)
    {
        if (utc < Next) return;
        foreach (var feed in _feeds)
        {
            if (feed.End == utc)
            {
                feed.Last = Make(feed);
                taken.Add((feed.Last, feed.Security, feed.Config));
                Advance(feed);
            }
            else if (utc == feed.NextFill)
            {
                var fill = (QuoteBar)feed.Last.Clone(true);
                fill.Time = new DateTime(zone.FromUtc(utc) - feed.Config.Increment.Ticks);
                taken.Add((fill, feed.Security, feed.Config));
            }
        }
        FindNext(utc);
    }

    private static QuoteBar Make(Feed feed)
    {
        var (row, mode) = (feed.Rows[feed.Row], feed.Config.DataNormalizationMode);
        var date = new DateTime(row.Start);
        return row.ToBar(feed.Config.Symbol, feed.Config.Increment, feed.Factors?.Factor(date.Date, mode) ?? 1m, feed.PaidDividends?.Invoke(date) ?? 0m);
    }

    private void Advance(Feed feed)
    {
        feed.End = long.MaxValue;
        while (++feed.Row < feed.Rows.Count)
        {
            var start = feed.Rows[feed.Row].Start;
            var end = start + feed.Config.Increment.Ticks;
            var (open, close) = Sessions(feed).Local(SessionTable.DayNumber(start));
            if (start >= close || end <= open) continue;
            var utc = zone.ToUtc(end);
            if (utc <= feed.Until) feed.End = utc;
            return;
        }
    }

    private SessionTable Sessions(Feed feed) => feed.Config.ExtendedMarketHours ? extended : regular;

    private void FindNext(long utc)
    {
        Next = long.MaxValue;
        foreach (var feed in _feeds)
        {
            feed.NextFill = long.MaxValue;
            if (feed.Last != null && feed.Config.FillDataForward && utc < feed.Until)
            {
                var fill = Sessions(feed).NextEnd(utc, feed.Config.Increment.Ticks);
                if (fill <= feed.Until) feed.NextFill = fill;
            }
            Next = Math.Min(Next, Math.Min(feed.End, feed.NextFill));
        }
    }

    private sealed class Feed
    {
        public required Security Security { get; init; }
        public required SubscriptionDataConfig Config { get; init; }
        public required List<QuoteRow> Rows { get; init; }
        public required FactorFile Factors { get; init; }
        public required Func<DateTime, decimal> PaidDividends { get; init; }
        public required long Until { get; init; }

        /// <summary>Row to come and the UTC time at which it is known.</summary>
        public int Row { get; set; } = -1;
        public long End { get; set; }

        /// <summary>UTC time of the next repetition of the last quote, unless there is a new one.</summary>
        public long NextFill { get; set; } = long.MaxValue;

        /// <summary>The quote known last.</summary>
        public QuoteBar Last { get; set; }
    }
}
