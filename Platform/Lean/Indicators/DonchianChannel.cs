using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The highest high and the lowest low; its own value is their mean.</summary>
public class DonchianChannel : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public DonchianChannel(int period)
        : this(period, period)
    {
    }

    public DonchianChannel(int upperPeriod, int lowerPeriod)
        : this($"DCH({lowerPeriod},{lowerPeriod})", upperPeriod, lowerPeriod)
    {
    }

    public DonchianChannel(string name, int period)
        : this(name, period, period)
    {
    }

    public DonchianChannel(string name, int upperPeriod, int lowerPeriod)
        : base(name)
    {
        WarmUpPeriod = Math.Max(upperPeriod, lowerPeriod);
        UpperBand = new Maximum(name + "_UpperBand", upperPeriod);
        LowerBand = new Minimum(name + "_LowerBand", lowerPeriod);
    }

    public IndicatorBase<IndicatorDataPoint> UpperBand { get; }

    public IndicatorBase<IndicatorDataPoint> LowerBand { get; }

    public override bool IsReady => UpperBand.IsReady && LowerBand.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        UpperBand.Update(input.EndTime, input.High);
        LowerBand.Update(input.EndTime, input.Low);
        return (UpperBand.Current.Value + LowerBand.Current.Value) / 2;
    }

    public override void Reset()
    {
        base.Reset();
        UpperBand.Reset();
        LowerBand.Reset();
    }
}

/// <summary>The mean of the largest and the smallest of the last values.</summary>
public class MidPoint : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly Maximum _maximum;
    private readonly Minimum _minimum;

    public MidPoint(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        _maximum = new Maximum(period);
        _minimum = new Minimum(period);
    }

    public MidPoint(int period)
        : this($"MIDPOINT({period})", period)
    {
    }

    public override bool IsReady => Samples >= WarmUpPeriod;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _maximum.Update(input);
        _minimum.Update(input);
        return (_maximum.Current.Value + _minimum.Current.Value) / 2;
    }

    public override void Reset()
    {
        _maximum.Reset();
        _minimum.Reset();
        base.Reset();
    }
}

/// <summary>The mean of the highest high and the lowest low.</summary>
public class MidPrice : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Maximum _maximum;
    private readonly Minimum _minimum;

    public MidPrice(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        _maximum = new Maximum(period);
        _minimum = new Minimum(period);
    }

    public MidPrice(int period)
        : this($"MIDPRICE({period})", period)
    {
    }

    public override bool IsReady => Samples >= WarmUpPeriod;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _maximum.Update(input.EndTime, input.High);
        _minimum.Update(input.EndTime, input.Low);
        return (_maximum.Current.Value + _minimum.Current.Value) / 2;
    }

    public override void Reset()
    {
        _maximum.Reset();
        _minimum.Reset();
        base.Reset();
    }
}
