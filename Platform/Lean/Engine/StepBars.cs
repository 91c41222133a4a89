using System.Diagnostics.CodeAnalysis;
using QuantConnect.Data.Market;

namespace QuantConnect.Lean.Engine;

/// <summary>The bars of one time step as row numbers by feed. The rows are this step's own, so that a slice stays what it was.</summary>
internal sealed class StepBars
{
    private const int FillForward = 1 << 31;

    private readonly FeedTable _feeds;
    private readonly int[] _rows;
    private readonly DateTime _utc;
    private TradeBar[] _bars;
    private ZoneClock _zone;
    private long _local;

    /// <param name="rows">By feed: 0 for no bar, otherwise row + 1; the highest bit marks a repetition.</param>
    public StepBars(FeedTable feeds, int[] rows, int count, DateTime utc)
    {
        _feeds = feeds;
        _rows = rows;
        Count = count;
        _utc = utc;
    }

    /// <summary>Number of symbols with a bar.</summary>
    public int Count { get; }

    public static int Encode(int row, bool fillForward) => (row + 1) | (fillForward ? FillForward : 0);

    public bool Contains(Symbol symbol) => Find(symbol) >= 0;

    public bool TryGet(Symbol symbol, [MaybeNullWhen(false)] out TradeBar bar)
    {
        var feed = Find(symbol);
        bar = feed < 0 ? null : Bar(feed);
        return bar != null;
    }

    public IEnumerable<TradeBar> All()
    {
        for (var i = 0; i < _rows.Length; i++)
            if (_rows[i] != 0 && !_feeds.IsInternal(i)) yield return Bar(i);
    }

    /// <summary>The bar of a feed; the same object every time.</summary>
    public TradeBar Bar(int feed)
    {
        _bars ??= new TradeBar[_rows.Length];
        return _bars[feed] ??= Make(feed);
    }

    private TradeBar Make(int feed)
    {
        var code = _rows[feed];
        var source = _feeds[feed];
        if (code > 0)
        {
            // Feeds are of one time zone as a rule. An algorithm may ask from several threads.
            if (!ReferenceEquals(Volatile.Read(ref _zone), source.Zone))
            {
                _local = source.Zone.FromUtc(_utc.Ticks);
                Volatile.Write(ref _zone, source.Zone);
            }
            return source.BarUntil(_local, code - 1);
        }
        return MarketFeeds.Repeat(source, source.Bar((code & ~FillForward) - 1), _utc);
    }

    private int Find(Symbol symbol)
    {
        for (var feed = _feeds.FirstOf(symbol); feed >= 0; feed = _feeds.NextOf(feed))
            if (feed < _rows.Length && _rows[feed] != 0) return feed;
        return -1;
    }
}
