namespace QuantConnect.Indicators;

/// <summary>The logarithm of the value over that of a period ago; before that, over the first one. 0 where a value is 0.</summary>
public class LogReturn : WindowIndicator<IndicatorDataPoint>
{
    public LogReturn(string name, int period)
        : base(name, period)
    {
    }

    public LogReturn(int period)
        : this($"LOGR({period})", period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        var start = window.Samples <= window.Size ? window[window.Count - 1] : window.MostRecentlyRemoved;
        var result = Math.Log((double)input.Value.SafeDivision(start.Value));
        return double.IsInfinity(result) ? 0 : result.SafeDecimalCast();
    }
}
