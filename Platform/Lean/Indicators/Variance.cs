namespace QuantConnect.Indicators;

/// <summary>The variance of the last values around their mean, divided by their number.</summary>
/// <remarks>Kept as running sums of values and squares.</remarks>
public class Variance : WindowIndicator<IndicatorDataPoint>
{
    private decimal _sum;
    private decimal _sumOfSquares;

    public Variance(int period)
        : this($"VAR({period})", period)
    {
    }

    public Variance(string name, int period)
        : base(name, period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        _sum += input.Value;
        _sumOfSquares += input.Value * input.Value;
        if (Samples < 2)
            return 0m;

        var count = Math.Min(Period, Samples);
        var mean = _sum / count;
        var meanOfSquares = _sumOfSquares / count;
        if (count == Period)
        {
            var oldest = window[Period - 1].Value;
            _sum -= oldest;
            _sumOfSquares -= oldest * oldest;
        }
        return Math.Max(0m, meanOfSquares - mean * mean);
    }

    public override void Reset()
    {
        _sum = 0;
        _sumOfSquares = 0;
        base.Reset();
    }
}

/// <summary>The square root of the <see cref="Variance"/>.</summary>
public class StandardDeviation : Variance
{
    public StandardDeviation(int period)
        : this($"STD({period})", period)
    {
    }

    public StandardDeviation(string name, int period)
        : base(name, period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input) =>
        (decimal)Math.Sqrt((double)base.ComputeNextValue(window, input));
}
