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
    /// <param name="accepts">Whether a quote as it is in the file, or its repetition, is to be told; null for all.</param>
    public void Add(Security security, SubscriptionDataConfig config, List<QuoteRow> rows, FactorFile factors, Func<DateTime, decimal> paidDividends, long from, long until, Func<BaseData, bool> accepts = null)
    {
        if (rows.Count == 0) return;
        for (var i = 1; config.FillDataForward && i < rows.Count; i++) rows[i] = rows[i].Over(rows[i - 1]);
        var feed = new Feed { Security = security, Config = config, Rows = rows, Factors = factors, PaidDividends = paidDividends, Until = until, Accepts = accepts };
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
                TakeNext(feed);
                taken.Add((feed.Last, feed.Security, feed.Config));
            }
            else if (utc == feed.NextFill)
            {
                taken.Add((Repeat(feed, feed.Last, utc), feed.Security, feed.Config));
            }
        }
        FindNext(utc);
    }

    private void TakeNext(Feed feed)
    {
        feed.Last = Make(feed);
        if (feed.Accepts != null) feed.LastRaw = Raw(feed);
        Advance(feed);
    }

    private QuoteBar Repeat(Feed feed, QuoteBar quote, long utc)
    {
        var fill = (QuoteBar)quote.Clone(true);
        fill.Time = new DateTime(zone.FromUtc(utc) - feed.Config.Increment.Ticks);
        return fill;
    }

    private static QuoteBar Raw(Feed feed) => feed.Rows[feed.Row].ToBar(feed.Config.Symbol, feed.Config.Increment, 1m, 0m);

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
            SetNextFill(feed, Math.Max(utc, feed.Passed));
            while (feed.Accepts != null && Math.Min(feed.End, feed.NextFill) is var next and < long.MaxValue && next != feed.Accepted)
            {
                if (feed.Accepts(feed.End == next ? Raw(feed) : Repeat(feed, feed.LastRaw, next)))
                {
                    feed.Accepted = next;
                    break;
                }
                if (feed.End == next) TakeNext(feed);
                SetNextFill(feed, feed.Passed = next);
            }
            Next = Math.Min(Next, Math.Min(feed.End, feed.NextFill));
        }
    }

    private void SetNextFill(Feed feed, long utc)
    {
        feed.NextFill = long.MaxValue;
        if (feed.Last == null || !feed.Config.FillDataForward || utc >= feed.Until) return;
        var fill = Sessions(feed).NextEnd(utc, feed.Config.Increment.Ticks);
        if (fill <= feed.Until) feed.NextFill = fill;
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

        public Func<BaseData, bool> Accepts { get; init; }

        /// <summary>UTC time of the quote to come that was accepted: it is asked about once.</summary>
        public long Accepted { get; set; }

        /// <summary>UTC time of the last one that was rejected.</summary>
        public long Passed { get; set; }

        /// <summary>The same as it is in the file, where there is a filter.</summary>
        public QuoteBar LastRaw { get; set; }
    }
}
