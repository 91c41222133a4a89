namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>One name's minutes of one session, and how far the replay has come in them.</summary>
internal sealed class SessionBars(ReplayBar[] bars)
{
    private int _ended;

    /// <summary>Bars that are over.</summary>
    public int Ended => _ended;

    public ReplayBar? Last => _ended > 0 ? bars[_ended - 1] : null;

    /// <summary>The bar that starts now or has started; null in a minute without trades.</summary>
    public ReplayBar? UnderWay(long now) => _ended < bars.Length && bars[_ended].Start <= now ? bars[_ended] : null;

    /// <summary>All that is over, as one bar; null before the first.</summary>
    public ReplayBar? Day => _ended > 0 ? ReplayBar.Merge(bars[0].Start, bars.AsSpan(0, _ended)) : null;

    /// <summary>Moves on to a time.</summary>
    /// <returns>The last bar that ended since, null when none did.</returns>
    public ReplayBar? MoveTo(long now)
    {
        ReplayBar? ended = null;
        while (_ended < bars.Length && bars[_ended].Start + TimeSpan.TicksPerMinute <= now) ended = bars[_ended++];
        return ended;
    }
}
