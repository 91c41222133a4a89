using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes trade bars.</summary>
public abstract class TradeBarConsolidatorBase<T> : PeriodCountConsolidatorBase<T, TradeBar>
    where T : IBaseData
{
    protected TradeBarConsolidatorBase(TimeSpan period, TimeSpan? startTime = null)
        : base(period, startTime)
    {
    }

    protected TradeBarConsolidatorBase(int maxCount)
        : base(maxCount)
    {
    }

    protected TradeBarConsolidatorBase(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    protected TradeBarConsolidatorBase(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    /// <summary>A copy of the bar in progress.</summary>
    public TradeBar WorkingBar => (TradeBar)WorkingData;
}

/// <summary>Makes trade bars of smaller trade bars.</summary>
public class TradeBarConsolidator : TradeBarConsolidatorBase<TradeBar>
{
    public TradeBarConsolidator(TimeSpan period, TimeSpan? startTime = null)
        : base(period, startTime)
    {
    }

    public TradeBarConsolidator(int maxCount)
        : base(maxCount)
    {
    }

    public TradeBarConsolidator(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    public TradeBarConsolidator(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    public static TradeBarConsolidator FromResolution(Resolution resolution) => new(resolution.ToTimeSpan());

    protected override void AggregateBar(ref TradeBar workingBar, TradeBar data)
    {
        if (workingBar == null)
        {
            // The start must be known before the period: a calendar's period is that of the bar asked for last.
            var start = GetRoundedBarTime(data);
            workingBar = new TradeBar(start, data.Symbol, data.Open, data.High, data.Low, data.Close, data.Volume,
                IsTimeBased && Period.HasValue ? Period : data.Period);
            return;
        }
        workingBar.Close = data.Close;
        workingBar.Volume += data.Volume;
        if (data.Low < workingBar.Low)
            workingBar.Low = data.Low;
        if (data.High > workingBar.High)
            workingBar.High = data.High;
    }
}

/// <summary>Makes trade bars without volume of the values of any data.</summary>
public class BaseDataConsolidator : TradeBarConsolidatorBase<BaseData>
{
    public BaseDataConsolidator(TimeSpan period)
        : base(period)
    {
    }

    public BaseDataConsolidator(int maxCount)
        : base(maxCount)
    {
    }

    public BaseDataConsolidator(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    public BaseDataConsolidator(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    public static BaseDataConsolidator FromResolution(Resolution resolution) => new(resolution.ToTimeSpan());

    protected override void AggregateBar(ref TradeBar workingBar, BaseData data)
    {
        if (workingBar == null)
        {
            workingBar = new TradeBar
            {
                Symbol = data.Symbol,
                Time = GetRoundedBarTime(data.Time),
                Open = data.Value,
                High = data.Value,
                Low = data.Value,
                Close = data.Value,
                DataType = data.DataType
            };
            return;
        }
        workingBar.Close = data.Value;
        if (data.Value < workingBar.Low)
            workingBar.Low = data.Value;
        if (data.Value > workingBar.High)
            workingBar.High = data.Value;
    }
}

/// <summary>Makes trade bars of trade ticks; quotes are left out.</summary>
public class TickConsolidator : TradeBarConsolidatorBase<Tick>
{
    public TickConsolidator(TimeSpan period)
        : base(period)
    {
    }

    public TickConsolidator(int maxCount)
        : base(maxCount)
    {
    }

    public TickConsolidator(int maxCount, TimeSpan period)
        : base(maxCount, period)
    {
    }

    public TickConsolidator(Func<DateTime, CalendarInfo> func)
        : base(func)
    {
    }

    protected override bool ShouldProcess(Tick data) => data.TickType == TickType.Trade;

    protected override void AggregateBar(ref TradeBar workingBar, Tick data)
    {
        if (workingBar == null)
        {
            var start = GetRoundedBarTime(data);
            workingBar = new TradeBar(start, data.Symbol, data.Value, data.Value, data.Value, data.Value, data.Quantity, Period);
            return;
        }
        workingBar.Close = data.Value;
        workingBar.Volume += data.Quantity;
        if (data.Value < workingBar.Low)
            workingBar.Low = data.Value;
        if (data.Value > workingBar.High)
            workingBar.High = data.Value;
    }
}
