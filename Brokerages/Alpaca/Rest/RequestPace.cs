using System.Threading.RateLimiting;

namespace LeanDeep.Brokerages.Alpaca.Rest;

/// <summary>At most so many requests in any minute: a request takes the next free place, and waits for it.</summary>
/// <remarks>A ring of the times of the last requests; the one that would be too many in a minute waits until the oldest is a minute old.
/// Waiting requests go in the order in which they came.</remarks>
internal sealed class RequestPace(int perMinute, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly DateTimeOffset[] _taken = new DateTimeOffset[perMinute];
    private int _next;
    private long _granted;

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => new() { TotalSuccessfulLeases = Interlocked.Read(ref _granted) };

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_taken[_next] != default && _taken[_next] + Minute > now) return Lease.No;
            Take(now);
            return Lease.Yes;
        }
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var free = _taken[_next] == default ? now : _taken[_next] + Minute;
            if (free < now) free = now;
            Take(free);
            wait = free - now;
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        return Lease.Yes;
    }

    private void Take(DateTimeOffset at)
    {
        _taken[_next] = at;
        _next = (_next + 1) % _taken.Length;
        Interlocked.Increment(ref _granted);
    }

    private sealed class Lease(bool granted) : RateLimitLease
    {
        public static readonly Lease Yes = new(true), No = new(false);

        public override bool IsAcquired => granted;
        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
