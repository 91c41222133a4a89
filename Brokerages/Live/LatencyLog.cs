using System.Diagnostics;

namespace LeanDeep.Brokerages.Live;

/// <summary>The last latencies, in seconds. Thread-safe; its memory does not grow.</summary>
public sealed class LatencyLog
{
    private readonly Lock _lock = new();
    private readonly double[] _seconds = new double[1 << 16];
    private long _count, _begun;

    public long Count { get { lock (_lock) return _count; } }

    public double Last { get { lock (_lock) return _count == 0 ? 0 : _seconds[(_count - 1) % _seconds.Length]; } }

    public void Add(double seconds) { lock (_lock) _seconds[_count++ % _seconds.Length] = seconds; }

    /// <param name="timestamp">Of <see cref="Stopwatch"/>; an earlier beginning that has not ended stands.</param>
    public void Begin(long timestamp)
    {
        lock (_lock)
            if (_begun == 0) _begun = timestamp;
    }

    public void End(long timestamp)
    {
        lock (_lock)
        {
            if (_begun == 0) return;
            _seconds[_count++ % _seconds.Length] = Stopwatch.GetElapsedTime(_begun, timestamp).TotalSeconds;
            _begun = 0;
        }
    }

    /// <param name="fraction">0.5 for the median.</param>
    public double Quantile(double fraction)
    {
        lock (_lock)
        {
            var sorted = _seconds[..(int)Math.Min(_count, _seconds.Length)];
            if (sorted.Length == 0) return 0;
            Array.Sort(sorted);
            return sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(fraction * sorted.Length) - 1 is var at && at < 0 ? 0 : at)];
        }
    }
}
