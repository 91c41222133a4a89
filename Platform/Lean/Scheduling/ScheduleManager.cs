using NodaTime;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Scheduling;

/// <summary>An algorithm's Schedule.</summary>
public class ScheduleManager(IAlgorithm algorithm, SecurityManager securities, DateTimeZone timeZone, MarketHoursDatabase marketHoursDatabase) : IEventSchedule
{
    private readonly List<ScheduledEvent> _early = [];
    private IEventSchedule _schedule;

    public DateRules DateRules { get; } = new(algorithm, securities, timeZone, marketHoursDatabase);
    public TimeRules TimeRules { get; } = new(algorithm, securities, timeZone, marketHoursDatabase);

    /// <summary>Hands over the events added so far and from now on.</summary>
    public void SetEventSchedule(IEventSchedule eventSchedule)
    {
        _schedule = eventSchedule ?? throw new ArgumentNullException(nameof(eventSchedule));
        foreach (var scheduledEvent in _early) _schedule.Add(scheduledEvent);
        _early.Clear();
    }

    public void Add(ScheduledEvent scheduledEvent)
    {
        if (_schedule is null) _early.Add(scheduledEvent);
        else _schedule.Add(scheduledEvent);
    }

    public void Remove(ScheduledEvent scheduledEvent)
    {
        if (_schedule is null) _early.RemoveAll(early => ReferenceEquals(early, scheduledEvent));
        else _schedule.Remove(scheduledEvent);
    }

    public ScheduledEvent On(IDateRule dateRule, ITimeRule timeRule, Action callback) => On(dateRule, timeRule, (_, _) => callback());

    public ScheduledEvent On(IDateRule dateRule, ITimeRule timeRule, Action<string, DateTime> callback) =>
        On($"{dateRule.Name}: {timeRule.Name}", dateRule, timeRule, callback);

    public ScheduledEvent On(string name, IDateRule dateRule, ITimeRule timeRule, Action callback) => On(name, dateRule, timeRule, (_, _) => callback());

    public ScheduledEvent On(string name, IDateRule dateRule, ITimeRule timeRule, Action<string, DateTime> callback)
    {
        var scheduledEvent = new ScheduledEvent(name, timeRule.CreateUtcEventTimes(Dates(dateRule)), callback);
        Add(scheduledEvent);
        return scheduledEvent;
    }

    public ScheduledEvent TrainingNow(Action trainingCode) => On($"Training: Now: {securities.UtcTime:O}", DateRules.Today, TimeRules.Now, trainingCode);
    public ScheduledEvent Training(IDateRule dateRule, ITimeRule timeRule, Action trainingCode) => On(dateRule, timeRule, trainingCode);

    public ScheduledEvent Training(IDateRule dateRule, ITimeRule timeRule, Action<DateTime> trainingCode) =>
        On(dateRule, timeRule, (_, time) => trainingCode(time));

    /// <summary>The rule's days from yesterday on, asked for when the first is needed: by then the algorithm has its start date.</summary>
    private IEnumerable<DateTime> Dates(IDateRule dateRule)
    {
        foreach (var date in dateRule.GetDates(DateTime.SpecifyKind(securities.UtcTime.Date.AddDays(-1), DateTimeKind.Unspecified), Time.EndOfTime))
            yield return date;
    }
}
