namespace QuantConnect.Scheduling;

/// <summary>An action at given moments.</summary>
public class ScheduledEvent : IDisposable
{
    /// <summary>How long before the close OnEndOfDay(symbol) comes.</summary>
    public static readonly TimeSpan SecurityEndOfDayDelta = TimeSpan.FromMinutes(10);

    /// <summary>How long before midnight OnEndOfDay() comes.</summary>
    public static readonly TimeSpan AlgorithmEndOfDayDelta = TimeSpan.FromMinutes(2);

    private readonly Action<string, DateTime> _callback;
    private readonly IEnumerator<DateTime> _times;
    private bool _started, _ended;

    public ScheduledEvent(string name, DateTime eventUtcTime, Action<string, DateTime> callback = null)
        : this(name, new List<DateTime> { eventUtcTime }, callback) { }

    public ScheduledEvent(string name, IEnumerable<DateTime> orderedEventUtcTimes, Action<string, DateTime> callback = null)
        : this(name, orderedEventUtcTimes.GetEnumerator(), callback) { }

    public ScheduledEvent(string name, IEnumerator<DateTime> orderedEventUtcTimes, Action<string, DateTime> callback = null)
    {
        Name = name;
        _times = orderedEventUtcTimes;
        _callback = callback;
    }

    public event Action<string, DateTime> EventFired;

    public string Name { get; }
    public bool Enabled { get; set; } = true;

    /// <summary>The next moment; <see cref="DateTime.MaxValue"/> when there is none.</summary>
    public DateTime NextEventUtcTime
    {
        get
        {
            if (!_started) MoveNext();
            return _ended ? DateTime.MaxValue : _times.Current;
        }
    }

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    public override bool Equals(object obj) => ReferenceEquals(this, obj);
    public override string ToString() => Name;

    /// <summary>Fires once for every moment up to a time.</summary>
    internal void Scan(DateTime utcTime)
    {
        while (NextEventUtcTime is var moment && moment <= utcTime && !_ended)
        {
            OnEventFired(moment);
            MoveNext();
        }
    }

    internal void SkipEventsUntil(DateTime utcTime)
    {
        while (!_ended && NextEventUtcTime < utcTime) MoveNext();
    }

    protected void OnEventFired(DateTime triggerTime)
    {
        if (!Enabled) return;
        _callback?.Invoke(Name, triggerTime);
        EventFired?.Invoke(Name, triggerTime);
    }

    void IDisposable.Dispose() => _times.Dispose();

    private void MoveNext()
    {
        _started = true;
        _ended = !_times.MoveNext();
    }
}

/// <summary>Where scheduled events are put.</summary>
public interface IEventSchedule
{
    void Add(ScheduledEvent scheduledEvent);
    void Remove(ScheduledEvent scheduledEvent);
}
