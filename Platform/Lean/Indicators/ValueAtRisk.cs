using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace QuantConnect.Indicators;

/// <summary>The return that a normal distribution with the returns' mean and standard deviation stays above at a confidence level: a loss is negative.</summary>
public class ValueAtRisk : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly double _confidence;
    private readonly RateOfChange _return = new(1);
    private readonly RollingWindow<double> _returns;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 3.</exception>
    public ValueAtRisk(string name, int period, double confidenceLevel)
        : base(name, period)
    {
        if (period < 3) throw new ArgumentException($"ValueAtRisk: expected a period of at least 3, found {period}", nameof(period));
        _confidence = confidenceLevel;
        _returns = new RollingWindow<double>(period);
        WarmUpPeriod = period;
    }

    public ValueAtRisk(int period, double confidenceLevel)
        : this($"VaR({period}, {confidenceLevel.ToStringInvariant()})", period, confidenceLevel)
    {
    }

    public override bool IsReady => Samples >= WarmUpPeriod;
    public override int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        _return.Update(input);
        _returns.Add((double)_return.Current.Value);
        return _returns.Count < 2 ? 0m : (decimal)Normal.InvCDF(_returns.Mean(), _returns.StandardDeviation(), 1 - _confidence);
    }

    public override void Reset()
    {
        _return.Reset();
        _returns.Reset();
        base.Reset();
    }
}
