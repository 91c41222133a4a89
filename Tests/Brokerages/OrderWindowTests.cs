using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Tests.Brokerages;

[Trait("Category", "Paper")]
public class OrderWindowTests
{
    // A week with a short Friday and a weekend after it; 2013-11-29 closed at 13:00.
    private static readonly MarketCalendar Calendar = new(new[] { "2013-11-27", "2013-11-29", "2013-12-02", "2013-12-03" }.Select(text =>
    {
        var date = DateOnly.Parse(text);
        return new TradingSession(date, At($"{text} 09:30"), At($"{text} {(text == "2013-11-29" ? "13:00" : "16:00")}"));
    }));

    private static readonly OrderWindow Window = new(Calendar) { Guard = TimeSpan.Zero };

    [Theory]
    [InlineData(OrderDuration.OnOpen, "2013-12-02 16:00", "2013-12-02 19:00")] // a daily decision at the close
    [InlineData(OrderDuration.OnOpen, "2013-12-02 09:27", "2013-12-02 09:27")]
    [InlineData(OrderDuration.OnOpen, "2013-12-02 09:28", "2013-12-02 19:00")]
    [InlineData(OrderDuration.OnOpen, "2013-12-02 19:00", "2013-12-02 19:00")]
    [InlineData(OrderDuration.OnOpen, "2013-11-30 12:00", "2013-11-30 19:00")] // a Saturday
    [InlineData(OrderDuration.OnClose, "2013-12-02 15:49", "2013-12-02 15:49")]
    [InlineData(OrderDuration.OnClose, "2013-12-02 15:50", "2013-12-02 19:00")]
    [InlineData(OrderDuration.OnClose, "2013-11-29 12:50", "2013-11-29 19:00")] // ten minutes before a short day's close
    [InlineData(OrderDuration.OnClose, "2013-11-29 12:49", "2013-11-29 12:49")]
    [InlineData(OrderDuration.Day, "2013-12-01 12:00", "2013-12-01 12:00")]
    [InlineData(OrderDuration.FillOrKill, "2013-11-29 13:00", "2013-12-02 09:30")]
    public void NextAllowed_FollowsTheBrokersClock(OrderDuration duration, string now, string expected) =>
        Assert.Equal(At(expected), Window.NextAllowed(duration, At(now)));

    [Fact]
    public void Guard_KeepsAwayFromBothEdges()
    {
        var guarded = new OrderWindow(Calendar) { Guard = TimeSpan.FromSeconds(5) };
        Assert.Equal(At("2013-12-02 19:00").AddSeconds(5), guarded.NextAllowed(OrderDuration.OnOpen, At("2013-12-02 09:27").AddSeconds(56)));
    }

    [Theory]
    [InlineData("2013-11-29 13:00", "2013-11-29 19:00", "2013-12-02", false)]
    [InlineData("2013-11-29 13:00", "2013-12-02 09:00", "2013-12-02", false)] // restarted in time
    [InlineData("2013-11-29 13:00", "2013-12-02 09:29", "2013-12-02", true)] // too late for the open that was meant
    public void Plan_TellsTheSessionMeantAndWhetherItIsMissed(string decided, string now, string session, bool missed)
    {
        var plan = Window.Plan(OrderDuration.OnOpen, At(decided), At(now));
        Assert.Equal(DateOnly.Parse(session), plan.Session.Date);
        Assert.Equal(missed, plan.Missed);
    }

    [Theory]
    [InlineData(10, -30, -10, -20)]
    [InlineData(-10, 30, 10, 20)]
    [InlineData(10, -10, -10, 0)]
    [InlineData(10, 5, 5, 0)]
    [InlineData(0, -7, -7, 0)]
    public void CrossZeroSplit_ClosesFirst(int held, int quantity, int first, int then) =>
        Assert.Equal((first, then), CrossZeroSplit.Of(held, quantity));

    private static DateTime At(string newYork) => MarketCalendar.Utc(DateTime.Parse(newYork));
}
