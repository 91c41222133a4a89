using QuantConnect.Lean.Engine;

namespace QuantConnect.Scheduling;

/// <summary>Scheduled events in the order in which they come due; of equal times the one queued earlier comes first.</summary>
internal sealed class EventQueue : IEventSchedule
{
    private readonly PriorityQueue<ScheduledEvent, (DateTime Due, long Order)> _queue = new();
    private readonly HashSet<ScheduledEvent> _removed = new(ReferenceEqualityComparer.Instance);
    private readonly Func<DateTime> _now;
    private readonly Action<Exception> _fail;
    private bool _running, _failed;
    private long _order;

    /// <param name="now">The algorithm's time, UTC.</param>
    /// <param name="fail">Told of what an event throws; no more events run then.</param>
    public EventQueue(Func<DateTime> now, Action<Exception> fail) => (_now, _fail) = (now, fail);

    /// <summary>Told of events as they run.</summary>
    public StepWatch Watch { get; set; }

    /// <summary>When the next event is due; <see cref="DateTime.MaxValue"/> when none is.</summary>
    public DateTime NextDue => Peek(out _, out var due) ? due : DateTime.MaxValue;

    /// <summary>Drops everything before now from the events added so far, and from now on from every event when it is added.</summary>
    public void Start()
    {
        var events = new List<(ScheduledEvent Event, long Order)>();
        while (_queue.TryDequeue(out var scheduledEvent, out var key)) events.Add((scheduledEvent, key.Order));
        _running = true;
        foreach (var (scheduledEvent, order) in events.OrderBy(entry => entry.Order)) Enqueue(scheduledEvent, order);
    }

    public void Add(ScheduledEvent scheduledEvent)
    {
        _removed.Remove(scheduledEvent);
        if (_running) Enqueue(scheduledEvent, _order++);
        else _queue.Enqueue(scheduledEvent, (DateTime.MinValue, _order++));
    }

    public void Remove(ScheduledEvent scheduledEvent) => _removed.Add(scheduledEvent);

    /// <summary>Fires what is due before a time, each at its own time.</summary>
    /// <param name="setTime">Moves the algorithm's clock to an event's time.</param>
    public void FireBefore(DateTime utcTime, Action<DateTime> setTime)
    {
        while (!_failed && Peek(out var scheduledEvent, out var due) && due < utcTime)
        {
            setTime(due);
            Fire(scheduledEvent, due);
        }
    }

    /// <summary>Fires what is due by a time.</summary>
    public void FireUntil(DateTime utcTime)
    {
        while (!_failed && Peek(out var scheduledEvent, out var due) && due <= utcTime) Fire(scheduledEvent, utcTime);
    }

    private void Fire(ScheduledEvent scheduledEvent, DateTime utcTime)
    {
        _queue.Dequeue();
        Watch?.BeginEvent();
        try
        {
            scheduledEvent.Scan(utcTime);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _failed = true;
            _fail(e);
            return;
        }
        finally
        {
            Watch?.EndEvent();
        }
        var next = scheduledEvent.NextEventUtcTime;
        if (next != DateTime.MaxValue) _queue.Enqueue(scheduledEvent, (next, _order++));
    }

    private void Enqueue(ScheduledEvent scheduledEvent, long order)
    {
        scheduledEvent.SkipEventsUntil(_now());
        var due = scheduledEvent.NextEventUtcTime;
        if (due != DateTime.MaxValue) _queue.Enqueue(scheduledEvent, (due, order));
    }

    private bool Peek(out ScheduledEvent scheduledEvent, out DateTime due)
    {
        while (_queue.TryPeek(out scheduledEvent, out var key))
        {
            due = key.Due;
            if (!_removed.Contains(scheduledEvent)) return true;
            _queue.Dequeue();
        }
        due = DateTime.MaxValue;
        return false;
    }
}
