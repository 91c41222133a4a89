namespace QuantConnect.Indicators;

/// <summary>100 − 100 / (1 + average gain / average loss); 100 where there are no losses.</summary>
/// <remarks>Source: Wilder (1978).</remarks>
public class RelativeStrengthIndex : Indicator, IIndicatorWarmUpPeriodProvider
{
    private IndicatorDataPoint _previousInput;

    public RelativeStrengthIndex(int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : this($"RSI({period})", period, movingAverageType)
    {
    }

    public RelativeStrengthIndex(string name, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : base(name)
    {
        MovingAverageType = movingAverageType;
        AverageGain = movingAverageType.AsIndicator(name + "Up", period);
        AverageLoss = movingAverageType.AsIndicator(name + "Down", period);
        WarmUpPeriod = period + 1;
    }

    public MovingAverageType MovingAverageType { get; }

    public IndicatorBase<IndicatorDataPoint> AverageLoss { get; }

    public IndicatorBase<IndicatorDataPoint> AverageGain { get; }

    public override bool IsReady => AverageGain.IsReady && AverageLoss.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (_previousInput != null)
        {
            var change = input.Value - _previousInput.Value;
            AverageGain.Update(input.EndTime, change >= 0 ? change : 0m);
            AverageLoss.Update(input.EndTime, change >= 0 ? 0m : -change);
        }
        _previousInput = input;

        // Some averages overshoot below zero.
        var loss = Math.Max(0m, AverageLoss.Current.Value);
        var gain = Math.Max(0m, AverageGain.Current.Value);
        // Losses this small would overflow the quotient.
        if (Math.Round(loss, 10) == 0m)
            return 100m;
        return 100m - 100m / (1 + gain / loss);
    }

    public override void Reset()
    {
        _previousInput = null;
        AverageGain.Reset();
        AverageLoss.Reset();
        base.Reset();
    }
}
