namespace QuantConnect.Indicators;

/// <summary>A fitted line with bands k standard deviations of the values above and below it.</summary>
public class RegressionChannel : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly StandardDeviation _standardDeviation;

    public RegressionChannel(string name, int period, decimal k)
        : base(name)
    {
        _standardDeviation = new StandardDeviation(period);
        LinearRegression = new LeastSquaresMovingAverage(name + "_LinearRegression", period);
        LowerChannel = LinearRegression.Minus(_standardDeviation.Times(k), name + "_LowerChannel");
        UpperChannel = LinearRegression.Plus(_standardDeviation.Times(k), name + "_UpperChannel");
        WarmUpPeriod = period;
    }

    public RegressionChannel(int period, decimal k)
        : this($"RC({period},{k.ToStringInvariant()})", period, k)
    {
    }

    public LeastSquaresMovingAverage LinearRegression { get; }

    public IndicatorBase<IndicatorDataPoint> UpperChannel { get; }

    public IndicatorBase<IndicatorDataPoint> LowerChannel { get; }

    public IndicatorBase<IndicatorDataPoint> Intercept => LinearRegression.Intercept;

    public IndicatorBase<IndicatorDataPoint> Slope => LinearRegression.Slope;

    public override bool IsReady => _standardDeviation.IsReady && LinearRegression.IsReady && UpperChannel.IsReady && LowerChannel.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _standardDeviation.Update(input);
        LinearRegression.Update(input);
        return LinearRegression.Current.Value;
    }

    public override void Reset()
    {
        _standardDeviation.Reset();
        LinearRegression.Reset();
        LowerChannel.Reset();
        UpperChannel.Reset();
        base.Reset();
    }
}
