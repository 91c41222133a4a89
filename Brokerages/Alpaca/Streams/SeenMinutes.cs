namespace LeanDeep.Brokerages.Alpaca.Streams;

/// <summary>Which of a symbol's last 64 minutes have come, so that none comes twice.</summary>
internal struct SeenMinutes
{
    private long _last;
    private ulong _before;

    /// <summary>Start of the newest minute, UTC; default before the first.</summary>
    public readonly DateTime Newest => _last == 0 ? default : new DateTime(_last * TimeSpan.TicksPerMinute, DateTimeKind.Utc);

    /// <summary>Notes a minute.</summary>
    /// <returns>False when it has come before, or lies more than 64 minutes before the newest.</returns>
    public bool Add(DateTime start)
    {
        var minute = start.Ticks / TimeSpan.TicksPerMinute;
        var ahead = minute - _last;
        if (ahead > 0)
        {
            // Bit i: the minute i + 1 before the newest.
            _before = _last == 0 || ahead > 64 ? 0 : (ahead == 64 ? 0 : _before << (int)ahead) | (1UL << (int)(ahead - 1));
            _last = minute;
            return true;
        }
        if (ahead == 0 || ahead < -64) return false;
        var bit = 1UL << (int)(-ahead - 1);
        if ((_before & bit) != 0) return false;
        _before |= bit;
        return true;
    }
}
