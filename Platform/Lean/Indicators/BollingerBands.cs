namespace QuantConnect.Indicators;

/// <summary>An average with bands k standard deviations above and below it. Its own value is the input's.</summary>
/// <remarks>When it is ready and the deviation is 0 there is no new value, as <see cref="PercentB"/> would be stale.</remarks>
public class BollingerBands : Indicator, IIndicatorWarmUpPeriodProvider
{
    public BollingerBands(int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"BB({period},{k.ToStringInvariant()})", period, k, movingAverageType)
    {
    }

    public BollingerBands(string name, int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period;
        MovingAverageType = movingAverageType;
        StandardDeviation = new StandardDeviation(name + "_StandardDeviation", period);
        MiddleBand = movingAverageType.AsIndicator(name + "_MiddleBand", period);
        LowerBand = MiddleBand.Minus(StandardDeviation.Times(k), name + "_LowerBand");
        UpperBand = MiddleBand.Plus(StandardDeviation.Times(k), name + "_UpperBand");
        var width = UpperBand.Minus(LowerBand);
        BandWidth = width.Over(MiddleBand).Times(new ConstantIndicator<IndicatorDataPoint>("ct", 100m), name + "_BandWidth");
        Price = new Identity(name + "_Close");
        PercentB = Price.Minus(LowerBand).Over(width, name + "_%B");
    }

    public MovingAverageType MovingAverageType { get; }

    public IndicatorBase<IndicatorDataPoint> StandardDeviation { get; }

    public IndicatorBase<IndicatorDataPoint> MiddleBand { get; }

    public IndicatorBase<IndicatorDataPoint> UpperBand { get; }

    public IndicatorBase<IndicatorDataPoint> LowerBand { get; }

    /// <summary>The distance of the bands in percent of the middle.</summary>
    public IndicatorBase<IndicatorDataPoint> BandWidth { get; }

    /// <summary>Where the price lies between the lower (0) and the upper band (1).</summary>
    public IndicatorBase<IndicatorDataPoint> PercentB { get; }

    public IndicatorBase<IndicatorDataPoint> Price { get; }

    public override bool IsReady => MiddleBand.IsReady && UpperBand.IsReady && LowerBand.IsReady && BandWidth.IsReady && PercentB.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        // The bands follow these by their events, so the order matters.
        StandardDeviation.Update(input);
        MiddleBand.Update(input);
        Price.Update(input);
        return input.Value;
    }

    protected override IndicatorResult ValidateAndComputeNextValue(IndicatorDataPoint input)
    {
        var value = ComputeNextValue(input);
        return new IndicatorResult(value, IsReady && StandardDeviation.Current.Value == 0 ? IndicatorStatus.MathError : IndicatorStatus.Success);
    }

    public override void Reset()
    {
        StandardDeviation.Reset();
        MiddleBand.Reset();
        UpperBand.Reset();
        LowerBand.Reset();
        BandWidth.Reset();
        PercentB.Reset();
        base.Reset();
    }
}
