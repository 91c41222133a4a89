namespace QuantConnect.Indicators;

/// <summary>The mean distance of the last values from their mean.</summary>
public class MeanAbsoluteDeviation : WindowIndicator<IndicatorDataPoint>
{
    public MeanAbsoluteDeviation(int period)
        : this($"MAD({period})", period)
    {
    }

    public MeanAbsoluteDeviation(string name, int period)
        : base(name, period) => Mean = new SimpleMovingAverage($"{name}_Mean", period);

    public IndicatorBase<IndicatorDataPoint> Mean { get; }

    public override bool IsReady => Samples >= Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        Mean.Update(input);
        if (Samples < 2)
            return 0m;
        var mean = Mean.Current.Value;
        var sum = 0m;
        for (var i = 0; i < window.Count; i++)
            sum += Math.Abs(window[i].Value - mean);
        return sum / window.Count;
    }

    public override void Reset()
    {
        Mean.Reset();
        base.Reset();
    }
}
