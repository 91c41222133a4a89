namespace LeanDeep.Brokerages.Simulator;

/// <summary>Simulated time: it stands still until it is moved, and its timers go off in order as it passes them.</summary>
public sealed class SimulationClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Alarm, (DateTime, long)> _alarms = new();
    private DateTime _now;
    private long _order;

    /// <param name="start">UTC.</param>
    public SimulationClock(DateTime start) => _now = DateTime.SpecifyKind(start, DateTimeKind.Utc);

    /// <summary>UTC.</summary>
    public DateTime Now
    {
        get
        {
            lock (_lock) return _now;
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);

    public override long GetTimestamp() => Now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves on; timers due until then go off at their own time, on this thread.</summary>
    public void AdvanceTo(DateTime time)
    {
        while (true)
        {
            Alarm? due = null;
            lock (_lock)
            {
                if (_alarms.TryPeek(out var next, out var at) && at.Item1 <= time)
                {
                    _alarms.Dequeue();
                    if (!next.IsDue(at.Item1)) continue;
                    if (at.Item1 > _now) _now = at.Item1;
                    due = next;
                }
                else if (time > _now)
                {
                    _now = time;
                }
            }
            if (due is null) return;
            due.GoOff();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(SimulationClock clock, TimerCallback callback, object? state) : ITimer
    {
        private DateTime? _due;
        private TimeSpan _period;

        public bool IsDue(DateTime at) => _due == at;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (_due is { } due) clock._alarms.Enqueue(this, (due, clock._order++));
            }
            return true;
        }

        public void GoOff()
        {
            lock (clock._lock)
            {
                _due = _period > TimeSpan.Zero ? clock._now + _period : null;
                if (_due is { } due) clock._alarms.Enqueue(this, (due, clock._order++));
            }
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._lock) _due = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
