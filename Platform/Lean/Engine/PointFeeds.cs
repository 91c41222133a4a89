using QuantConnect.Data;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The custom data and the ticks of a run beside its bars. Each stream is read as time goes on.</summary>
internal sealed class PointFeeds
{
    private readonly List<Feed> _feeds = [];

    /// <summary>UTC ticks of the next time at which there is a point.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <param name="points">By time, in the time zone of the exchange.</param>
    /// <param name="from">UTC ticks; what is known before comes then.</param>
    /// <param name="until">UTC ticks of the stream's end.</param>
    public void Add(Security security, SubscriptionDataConfig config, IEnumerable<BaseData> points, long from, long until)
    {
        var feed = new Feed { Security = security, Config = config, Points = points.GetEnumerator(), Zone = ZoneClock.Of(config.ExchangeTimeZone), From = from, Until = until };
        Advance(feed);
        var at = _feeds.FindIndex(x => Order(x.Config).CompareTo(Order(config)) > 0);
        _feeds.Insert(at < 0 ? _feeds.Count : at, feed);
        FindNext();
    }

    /// <summary>Ends a stream.</summary>
    public void Remove(SubscriptionDataConfig config)
    {
        foreach (var feed in _feeds)
            if (ReferenceEquals(feed.Config, config)) feed.Points.Dispose();
        if (_feeds.RemoveAll(x => ReferenceEquals(x.Config, config)) > 0) FindNext();
    }

    /// <summary>Takes the points of a time.</summary>
    /// <param name="taken">Receives those of each stream together.</param>
    public void Take(long utc, List<(List<BaseData> Data, Security Security, SubscriptionDataConfig Config)> taken)
    {
        if (utc < Next) return;
        foreach (var feed in _feeds)
        {
            List<BaseData> points = null;
            while (feed.End <= utc)
            {
                (points ??= []).Add(feed.Last = feed.Points.Current);
                Advance(feed);
            }
            if (points == null && feed.NextFill <= utc)
            {
                var fill = feed.Last.Clone(true);
                var end = new DateTime(feed.Zone.FromUtc(utc));
                fill.Time = end - feed.Config.Increment;
                fill.EndTime = end;
                points = [fill];
            }
            if (points == null) continue;
            taken.Add((points, feed.Security, feed.Config));
            feed.NextFill = feed.Config.FillDataForward ? NextFill(feed, utc) : long.MaxValue;
        }
        FindNext();
    }

    private static (SecurityType, TickType, Symbol) Order(SubscriptionDataConfig config) => (config.SecurityType, config.TickType, config.Symbol);

    // The local clock counts, so that a daily point stays at its time of day.
    private static long NextFill(Feed feed, long utc)
    {
        var fill = feed.Zone.ToUtc(feed.Zone.FromUtc(utc) + feed.Config.Increment.Ticks);
        return fill <= feed.Until ? fill : long.MaxValue;
    }

    private static void Advance(Feed feed)
    {
        feed.End = long.MaxValue;
        if (!feed.Points.MoveNext()) return;
        var utc = Math.Max(feed.Zone.ToUtc(feed.Points.Current.EndTime.Ticks), feed.From);
        if (utc <= feed.Until) feed.End = utc;
    }

    private void FindNext()
    {
        Next = long.MaxValue;
        foreach (var feed in _feeds) Next = Math.Min(Next, Math.Min(feed.End, feed.NextFill));
    }

    private sealed class Feed
    {
        public required Security Security { get; init; }
        public required SubscriptionDataConfig Config { get; init; }
        public required IEnumerator<BaseData> Points { get; init; }
        public required ZoneClock Zone { get; init; }
        public required long From { get; init; }
        public required long Until { get; init; }

        /// <summary>UTC time of the point to come.</summary>
        public long End { get; set; }

        /// <summary>UTC time of the next repetition of the last point, unless there is a new one.</summary>
        public long NextFill { get; set; } = long.MaxValue;

        /// <summary>The point known last.</summary>
        public BaseData Last { get; set; }
    }
}
