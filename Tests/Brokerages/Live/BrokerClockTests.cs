using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Live;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Tests.Brokerages.Live;

[Trait("Category", "Paper")]
public class BrokerClockTests
{
    private static readonly DateTime Start = new(2016, 1, 4, 14, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Open = Start.AddMinutes(30), Close = Open.AddHours(6.5);

    [Fact]
    public void Clock_OfARealBroker_IsTheMachinesPlusTheDifference()
    {
        var wall = new SimulationClock(Start);
        var clock = new BrokerClock(wall);
        clock.Observe(Answer(Start.AddSeconds(3)));
        wall.AdvanceTo(Start.AddSeconds(60));
        Assert.Equal(Start.AddSeconds(63), clock.GetUtcNow());
        Assert.False(clock.IsReal);
        clock.Observe(Answer(Start.AddSeconds(63.1)));
        Assert.True(clock.IsReal);
        wall.AdvanceTo(Start.AddHours(1));
        Assert.Equal(Start.AddHours(1).AddSeconds(3.1), clock.GetUtcNow());
    }

    [Fact]
    public void Clock_ThatTheBrokerSetsBack_StandsStillUntilThen()
    {
        var wall = new SimulationClock(Start);
        var clock = new BrokerClock(wall);
        clock.Observe(Answer(Start.AddSeconds(10)));
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());
        clock.Observe(Answer(Start));
        wall.AdvanceTo(Start.AddSeconds(5));
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());
    }

    /// <summary>A simulation at 600 times before the open and 60 times after it: never ahead of it, and with it again soon after the change.</summary>
    [Fact]
    public void Clock_OfASimulation_FollowsItsSpeedAndIsNeverAhead()
    {
        var wall = new SimulationClock(Start);
        var clock = new BrokerClock(wall);
        for (var tick = 0; tick < 200; tick++)
        {
            wall.AdvanceTo(Start.AddSeconds(0.1 * tick));
            var truth = Truth(0.1 * tick);
            if (tick % 5 == 0) clock.Observe(Answer(truth));
            Assert.True(clock.GetUtcNow() <= truth.AddMilliseconds(1), $"{clock.GetUtcNow():o} at {truth:o}");
        }
        Assert.Equal(60, clock.Speed, 1e-6);
        Assert.Equal(Truth(19.9), clock.GetUtcNow(), TimeSpan.FromSeconds(1));
    }

    private static DateTime Truth(double seconds) => seconds < 3 ? Start.AddSeconds(600 * seconds) : Open.AddSeconds(60 * (seconds - 3));

    private static AlpacaClock Answer(DateTime now) => new(now, now >= Open && now < Close, now < Open ? Open : Open.AddDays(1), Close);
}
