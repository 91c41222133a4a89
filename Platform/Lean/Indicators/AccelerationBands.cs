using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The average close between bands that widen with the range of the bars: averages of low · (1 − c) and high · (1 + c), c = width · (high − low) / (high + low).</summary>
/// <remarks>Source: Headley (2002), Big Trends in Trading.</remarks>
public class AccelerationBands : IndicatorBase<IBaseDataBar>, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _width;

    public AccelerationBands(string name, int period, decimal width, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        _width = width;
        WarmUpPeriod = period;
        MovingAverageType = movingAverageType;
        MiddleBand = movingAverageType.AsIndicator(name + "_MiddleBand", period);
        LowerBand = movingAverageType.AsIndicator(name + "_LowerBand", period);
        UpperBand = movingAverageType.AsIndicator(name + "_UpperBand", period);
    }

    public AccelerationBands(int period, decimal width, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"ABANDS({period},{width.ToStringInvariant()},{movingAverageType})", period, width, movingAverageType)
    {
    }

    public AccelerationBands(int period)
        : this(period, 4)
    {
    }

    public MovingAverageType MovingAverageType { get; }
    public IndicatorBase<IndicatorDataPoint> MiddleBand { get; }
    public IndicatorBase<IndicatorDataPoint> UpperBand { get; }
    public IndicatorBase<IndicatorDataPoint> LowerBand { get; }
    public override bool IsReady => MiddleBand.IsReady && LowerBand.IsReady && UpperBand.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var coefficient = _width * (input.High - input.Low).SafeDivision(input.High + input.Low);
        LowerBand.Update(input.EndTime, input.Low * (1 - coefficient));
        UpperBand.Update(input.EndTime, input.High * (1 + coefficient));
        MiddleBand.Update(input.EndTime, input.Close);
        return MiddleBand.Current.Value;
    }

    public override void Reset()
    {
        MiddleBand.Reset();
        LowerBand.Reset();
        UpperBand.Reset();
        base.Reset();
    }
}
