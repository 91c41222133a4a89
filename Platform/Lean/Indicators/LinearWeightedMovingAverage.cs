namespace QuantConnect.Indicators;

/// <summary>The mean of the last values with weights that fall linearly to the oldest; 0 before it is ready.</summary>
public class LinearWeightedMovingAverage : WindowIndicator<IndicatorDataPoint>
{
    private readonly int _denominator;

    public LinearWeightedMovingAverage(string name, int period)
        : base(name, period) => _denominator = period * (period + 1) / 2;

    public LinearWeightedMovingAverage(int period)
        : this($"LWMA({period})", period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (!IsReady)
            return 0;
        var numerator = 0m;
        for (var i = 0; i < window.Size; i++)
            numerator += (window.Size - i) * window[i].Value;
        return numerator / _denominator;
    }
}
