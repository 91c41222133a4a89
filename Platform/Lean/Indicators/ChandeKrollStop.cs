using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Stops some true ranges off the extremes, themselves taken at their extremes. The value is the input's.</summary>
/// <remarks>Source: Chande and Kroll (1994), The New Technical Trader.</remarks>
public class ChandeKrollStop : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly AverageTrueRange _range;
    private readonly decimal _multiplier;
    private readonly Maximum _high;
    private readonly Minimum _low;

    public ChandeKrollStop(int atrPeriod, decimal atrMult, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : this($"CKS({atrPeriod},{atrMult.ToStringInvariant()},{period})", atrPeriod, atrMult, period, movingAverageType)
    {
    }

    public ChandeKrollStop(string name, int atrPeriod, decimal atrMult, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : base(name)
    {
        WarmUpPeriod = atrPeriod + period - 1;
        _range = new AverageTrueRange(atrPeriod, movingAverageType);
        _multiplier = atrMult;
        _high = new Maximum(atrPeriod);
        _low = new Minimum(atrPeriod);
        LongStop = new Minimum(name + "_Long", period);
        ShortStop = new Maximum(name + "_Short", period);
    }

    public IndicatorBase<IndicatorDataPoint> ShortStop { get; }
    public IndicatorBase<IndicatorDataPoint> LongStop { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _range.Update(input);
        _high.Update(input.EndTime, input.High);
        _low.Update(input.EndTime, input.Low);
        var distance = _range.Current.Value * _multiplier;
        ShortStop.Update(input.EndTime, _high.Current.Value - distance);
        LongStop.Update(input.EndTime, _low.Current.Value + distance);
        return input.Value;
    }

    public override void Reset()
    {
        _range.Reset();
        _high.Reset();
        _low.Reset();
        ShortStop.Reset();
        LongStop.Reset();
        base.Reset();
    }
}
