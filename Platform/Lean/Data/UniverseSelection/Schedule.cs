using QuantConnect.Scheduling;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>Dates on which a universe selects.</summary>
public class Schedule
{
    private IDateRule _dateRule;

    /// <summary>Whether there is a rule; without one every day is a date.</summary>
    public bool Initialized => _dateRule != null;

    public void On(IDateRule dateRule) => _dateRule = dateRule;

    public IEnumerable<DateTime> Get(DateTime startTime, DateTime endTime) => _dateRule?.GetDates(startTime, endTime) ?? [];

    public Schedule Clone() => new() { _dateRule = _dateRule };
}
