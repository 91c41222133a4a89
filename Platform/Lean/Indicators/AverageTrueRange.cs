using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An average of the <see cref="TrueRange"/>.</summary>
/// <remarks>Source: Wilder (1978).</remarks>
public class AverageTrueRange : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly IndicatorBase<IndicatorDataPoint> _smoother;

    public AverageTrueRange(string name, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : base(name)
    {
        WarmUpPeriod = period;
        TrueRange = new TrueRange(name);
        _smoother = movingAverageType.AsIndicator($"{name}_{movingAverageType}", period).Of(TrueRange, false);
    }

    public AverageTrueRange(int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : this($"ATR({period})", period, movingAverageType)
    {
    }

    public IndicatorBase<IBaseDataBar> TrueRange { get; }

    public override bool IsReady => _smoother.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        TrueRange.Update(input);
        return _smoother.Current.Value;
    }

    public override void Reset()
    {
        _smoother.Reset();
        TrueRange.Reset();
        base.Reset();
    }
}

/// <summary>The average true range in percent of the close.</summary>
public class NormalizedAverageTrueRange : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly TrueRange _trueRange;
    private readonly AverageTrueRange _initial;
    private decimal _average;

    public NormalizedAverageTrueRange(string name, int period)
        : base(name)
    {
        _period = period;
        _trueRange = new TrueRange(name + "_TR");
        _initial = new AverageTrueRange(name + "_ATR", period, MovingAverageType.Simple);
    }

    public NormalizedAverageTrueRange(int period)
        : this($"NATR({period})", period)
    {
    }

    public override bool IsReady => Samples > _period;

    public int WarmUpPeriod => _period + 1;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _trueRange.Update(input);
        if (Samples <= _period + 1)
        {
            _initial.Update(input);
            _average = _initial.Current.Value;
        }
        else
        {
            _average = (_average * (_period - 1) + _trueRange.Current.Value) / _period;
        }
        return input.Close != 0 ? _average / input.Close * 100 : 0m;
    }

    public override void Reset()
    {
        _trueRange.Reset();
        _initial.Reset();
        _average = 0;
        base.Reset();
    }
}
