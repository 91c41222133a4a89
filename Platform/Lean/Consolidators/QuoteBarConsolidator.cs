using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes quote bars of smaller quote bars. A bar opens at the close of the bar before.</summary>
public class QuoteBarConsolidator : PeriodCountConsolidatorBase<QuoteBar, QuoteBar>
{
    public QuoteBarConsolidator(TimeSpan period, TimeSpan? startTime = null)
        : base(period, startTime)
    {
    }

    public QuoteBarConsolidator(int maxCount)
        : base(maxCount)
    {
    }

    public QuoteBarConsolidator(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    public QuoteBarConsolidator(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    public static QuoteBarConsolidator FromResolution(Resolution resolution) => new(resolution.ToTimeSpan());

    protected override void AggregateBar(ref QuoteBar workingBar, QuoteBar data)
    {
        if (workingBar == null)
        {
            var start = GetRoundedBarTime(data);
            workingBar = TickQuoteBarConsolidator.Start(start, data.Symbol, IsTimeBased && Period.HasValue ? Period : data.Period, Consolidated as QuoteBar);
        }
        if (data.Bid != null)
        {
            workingBar.LastBidSize = data.LastBidSize;
            workingBar.Bid = Add(workingBar.Bid, data.Bid);
        }
        if (data.Ask != null)
        {
            workingBar.LastAskSize = data.LastAskSize;
            workingBar.Ask = Add(workingBar.Ask, data.Ask);
        }
        workingBar.Value = data.Value;
    }

    private static Bar Add(Bar bar, Bar next)
    {
        if (bar == null)
            return new Bar(next.Open, next.High, next.Low, next.Close);
        bar.Close = next.Close;
        if (next.High > bar.High)
            bar.High = next.High;
        if (next.Low < bar.Low)
            bar.Low = next.Low;
        return bar;
    }
}

/// <summary>Makes quote bars of quote ticks; trades are left out.</summary>
public class TickQuoteBarConsolidator : PeriodCountConsolidatorBase<Tick, QuoteBar>
{
    public TickQuoteBarConsolidator(TimeSpan period, TimeSpan? startTime = null)
        : base(period, startTime)
    {
    }

    public TickQuoteBarConsolidator(int maxCount)
        : base(maxCount)
    {
    }

    public TickQuoteBarConsolidator(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    public TickQuoteBarConsolidator(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    protected override bool ShouldProcess(Tick data) => data.TickType == TickType.Quote;

    protected override void AggregateBar(ref QuoteBar workingBar, Tick data)
    {
        if (workingBar == null)
        {
            var start = GetRoundedBarTime(data);
            workingBar = Start(start, data.Symbol, Period, Consolidated as QuoteBar);
        }
        workingBar.Update(0m, data.BidPrice, data.AskPrice, 0m, data.BidSize, data.AskSize);
        if (!Period.HasValue)
            workingBar.EndTime = GetRoundedBarTime(data.EndTime);
    }

    internal static QuoteBar Start(DateTime time, Symbol symbol, TimeSpan? period, QuoteBar previous)
    {
        var bar = new QuoteBar(time, symbol, null, 0m, null, 0m, period);
        if (previous != null)
            bar.Update(0m, previous.Bid?.Close ?? 0m, previous.Ask?.Close ?? 0m, 0m, previous.LastBidSize, previous.LastAskSize);
        return bar;
    }
}
