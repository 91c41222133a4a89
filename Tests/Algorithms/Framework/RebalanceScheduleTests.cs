using LeanDeep.Algorithms.Framework;

namespace LeanDeep.Tests.Algorithms.Framework;

public class RebalanceScheduleTests
{
    private static List<DateOnly> Decisions(RebalanceSchedule schedule, IEnumerable<DateOnly> sessions)
    {
        var decided = new List<DateOnly>();
        foreach (var session in sessions)
        {
            if (!schedule.IsDue(session, [0.5], [0.5])) continue;
            schedule.Decided(session);
            decided.Add(session);
        }
        return decided;
    }

    private static IEnumerable<DateOnly> Weekdays(DateOnly from, int days) =>
        Enumerable.Range(0, days).Select(from.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    [Fact]
    public void Weekly_EachWeeksFirstSession_IsDue()
    {
        // Monday 2016-01-18 and Monday 2016-02-15 are holidays.
        var sessions = Weekdays(new DateOnly(2016, 1, 4), 49).Where(day => day != new DateOnly(2016, 1, 18) && day != new DateOnly(2016, 2, 15));
        Assert.Equal(
            [new(2016, 1, 4), new(2016, 1, 11), new(2016, 1, 19), new(2016, 1, 25), new(2016, 2, 1), new(2016, 2, 8), new(2016, 2, 16)],
            Decisions(new RebalanceSchedule(RebalancePeriod.Weekly), sessions));
    }

    [Fact]
    public void Monthly_EachMonthsFirstSession_IsDue() => Assert.Equal(
        [new(2015, 12, 30), new(2016, 1, 1), new(2016, 2, 1)], Decisions(new RebalanceSchedule(RebalancePeriod.Monthly), Weekdays(new DateOnly(2015, 12, 30), 60)));

    [Fact]
    public void Daily_EverySession_IsDue() => Assert.Equal(5, Decisions(new RebalanceSchedule(RebalancePeriod.Daily), Weekdays(new DateOnly(2016, 1, 4), 7)).Count);

    [Fact]
    public void Band_DriftBeyondIt_IsDue()
    {
        var schedule = new RebalanceSchedule(RebalancePeriod.Monthly, 0.02);
        schedule.Decided(new DateOnly(2016, 1, 4));
        Assert.False(schedule.IsDue(new DateOnly(2016, 1, 5), [0.51, 0.49], [0.5, 0.5]));
        Assert.True(schedule.IsDue(new DateOnly(2016, 1, 5), [0.525, 0.475], [0.5, 0.5]));
        Assert.Throws<ArgumentException>(() => new RebalanceSchedule(RebalancePeriod.Daily, -1));
        Assert.Throws<ArgumentException>(() => new RebalanceSchedule(RebalancePeriod.Daily, double.NaN));
    }
}
