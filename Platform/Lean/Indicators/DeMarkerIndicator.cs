using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Average rise of the high over that and the average fall of the low, 0 to 1; 0 before it is ready.</summary>
/// <remarks>Source: DeMark (1994), The New Science of Technical Analysis.</remarks>
public class DeMarkerIndicator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly IndicatorBase<IndicatorDataPoint> _rise, _fall;
    private decimal _high, _low;

    public DeMarkerIndicator(int period, MovingAverageType type = MovingAverageType.Simple)
        : this($"DEM({period},{type})", period, type)
    {
    }

    public DeMarkerIndicator(string name, int period, MovingAverageType type = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period;
        _rise = type.AsIndicator(period);
        _fall = type.AsIndicator(period);
    }

    public override bool IsReady => _rise.IsReady && _fall.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _rise.Update(input.EndTime, Samples > 1 ? Math.Max(input.High - _high, 0) : 0m);
        _fall.Update(input.EndTime, Samples > 1 ? Math.Max(_low - input.Low, 0) : 0m);
        (_high, _low) = (input.High, input.Low);
        var sum = _rise.Current.Value + _fall.Current.Value;
        return IsReady && sum > 0m ? _rise.Current.Value / sum : 0m;
    }

    public override void Reset()
    {
        (_high, _low) = (0m, 0m);
        _rise.Reset();
        _fall.Reset();
        base.Reset();
    }
}
