using System.Collections.Concurrent;
using NodaTime;

namespace QuantConnect.Lean.Engine;

/// <summary>Conversion between UTC and one time zone by a table of the zone's offsets from 1900 to 2100.
/// A skipped local time becomes the instant of the change; of an ambiguous one the later reading counts.</summary>
internal sealed class ZoneClock
{
    private static readonly ConcurrentDictionary<string, ZoneClock> Clocks = new();

    // Interval i holds from _starts[i] (UTC ticks) with offset _offsets[i].
    private readonly long[] _starts;
    private readonly long[] _offsets;
    private int _last;

    private ZoneClock(DateTimeZone zone)
    {
        Zone = zone;
        var starts = new List<long>();
        var offsets = new List<long>();
        foreach (var interval in zone.GetZoneIntervals(Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0)))
        {
            starts.Add(starts.Count == 0 ? long.MinValue : interval.Start.ToDateTimeUtc().Ticks);
            offsets.Add(interval.WallOffset.Ticks);
        }
        _starts = [.. starts];
        _offsets = [.. offsets];
    }

    public static ZoneClock NewYork { get; } = Of(TimeZones.NewYork);

    public DateTimeZone Zone { get; }

    public static ZoneClock Of(DateTimeZone zone) => Clocks.GetOrAdd(zone.Id, static (_, z) => new ZoneClock(z), zone);

    public DateTime FromUtc(DateTime utc) => new(FromUtc(utc.Ticks));

    public long FromUtc(long utc)
    {
        var i = _last;
        if (utc < _starts[i] || (i + 1 < _starts.Length && utc >= _starts[i + 1])) _last = i = Find(utc);
        return Math.Clamp(utc + _offsets[i], 0, DateTime.MaxValue.Ticks);
    }

    public DateTime ToUtc(DateTime local) => new(ToUtc(local.Ticks));

    public long ToUtc(long local)
    {
        var i = _last;
        var utc = local - _offsets[i];
        // Well inside an interval: no change of offset is near.
        if (utc >= _starts[i] + TimeSpan.TicksPerDay && (i + 1 == _starts.Length || utc < _starts[i + 1] - TimeSpan.TicksPerDay)) return Math.Max(utc, 0);
        return Math.Max(ToUtcNearChange(local), 0);
    }

    private long ToUtcNearChange(long local)
    {
        // The latest interval that maps some UTC time to this local time.
        for (var i = Math.Min(Find(local) + 1, _starts.Length - 1); i >= 0; i--)
        {
            var utc = local - _offsets[i];
            if (utc < _starts[i]) continue;
            var skipped = i + 1 < _starts.Length && utc >= _starts[i + 1];
            return skipped ? _starts[i + 1] : utc;
        }
        return local - _offsets[0];
    }

    private int Find(long utc)
    {
        var i = Array.BinarySearch(_starts, utc);
        return i >= 0 ? i : Math.Max(~i - 1, 0);
    }
}
