using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Brokerages.Alpaca;

/// <summary>When Alpaca takes an order. What is decided while it does not (a daily decision at 16:00) waits for the next window.</summary>
/// <remarks>New York time. Orders for the opening auction are refused from two minutes before the open (09:28) to 19:00, those for the closing
/// auction from ten minutes before the close (15:50) to 19:00; on a day without a session the clock times of an ordinary day hold.
/// ioc and fok need an open market. Others are taken at any time.</remarks>
public sealed class OrderWindow(MarketCalendar calendar)
{
    private static readonly TimeSpan BeforeOpen = TimeSpan.FromMinutes(2), BeforeClose = TimeSpan.FromMinutes(10), Evening = TimeSpan.FromHours(19);
    private static readonly TimeSpan OrdinaryOpen = new(9, 30, 0), OrdinaryClose = new(16, 0, 0);

    /// <summary>Distance kept from both edges of a refusal, as clocks differ. Default 5 s.</summary>
    public TimeSpan Guard { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first moment from <paramref name="utc"/> on at which the broker takes such an order; <paramref name="utc"/> itself inside a window.</summary>
    public DateTime NextAllowed(OrderDuration duration, DateTime utc)
    {
        switch (duration)
        {
            case OrderDuration.OnOpen or OrderDuration.OnClose:
                var local = MarketCalendar.NewYork(utc);
                var (from, until) = Refusal(duration, local.Date);
                return local >= from && local < until ? MarketCalendar.Utc(until) : utc;
            case OrderDuration.ImmediateOrCancel or OrderDuration.FillOrKill:
                var session = calendar.ClosingAfter(utc);
                return session.Open > utc ? session.Open : utc;
            default:
                return utc;
        }
    }

    /// <summary>What becomes of a decision: when it is sent, and the session that it was meant for.</summary>
    /// <param name="decided">When the order was decided on, UTC: its session is the first whose auction is still to come.</param>
    /// <param name="now">UTC; later than <paramref name="decided"/> after an interruption.</param>
    public OrderPlan Plan(OrderDuration duration, DateTime decided, DateTime now)
    {
        var sendAt = NextAllowed(duration, now);
        var session = Session(duration, NextAllowed(duration, decided));
        return new OrderPlan(sendAt, session, Session(duration, sendAt).Date > session.Date);
    }

    private TradingSession Session(OrderDuration duration, DateTime sent) =>
        duration == OrderDuration.OnOpen ? calendar.OpeningAfter(sent) : calendar.ClosingAfter(sent);

    private (DateTime From, DateTime Until) Refusal(OrderDuration duration, DateTime date)
    {
        var session = calendar.On(DateOnly.FromDateTime(date));
        var from = duration == OrderDuration.OnOpen
            ? (session is { } opens ? MarketCalendar.NewYork(opens.Open) : date + OrdinaryOpen) - BeforeOpen
            : (session is { } closes ? MarketCalendar.NewYork(closes.Close) : date + OrdinaryClose) - BeforeClose;
        return (from - Guard, date + Evening + Guard);
    }
}

/// <param name="SendAt">UTC.</param>
/// <param name="Session">The session that the decision was for.</param>
/// <param name="Missed">That session can no longer be reached: to send now would trade a day late.</param>
public readonly record struct OrderPlan(DateTime SendAt, TradingSession Session, bool Missed);
