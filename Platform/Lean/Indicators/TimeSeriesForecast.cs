namespace QuantConnect.Indicators;

/// <summary>The least-squares line through the last values, one step ahead; 0 before it is ready.</summary>
public class TimeSeriesForecast : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public TimeSeriesForecast(string name, int period)
        : base(name, period)
    {
        if (period < 2) throw new ArgumentException($"{name}: expected a period of at least 2, found {period}", nameof(period));
    }

    public TimeSeriesForecast(int period)
        : this($"TSF{period})", period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (!IsReady) return 0;
        decimal sumX = 0, sumXX = 0, sumY = 0, sumXY = 0;
        for (var x = 1; x <= Period; x++)
        {
            var y = window[Period - x].Value;
            sumX += x;
            sumXX += x * x;
            sumY += y;
            sumXY += x * y;
        }
        var slope = (Period * sumXY - sumX * sumY) / (Period * sumXX - sumX * sumX);
        return (sumY - slope * sumX) / Period + slope * (Period + 1);
    }
}
