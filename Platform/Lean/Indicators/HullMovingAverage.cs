namespace QuantConnect.Indicators;

/// <summary>The linear weighted average over √n of twice the average over n/2 less that over n.</summary>
/// <remarks>Source: Hull (2005).</remarks>
public class HullMovingAverage : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly LinearWeightedMovingAverage _fast;
    private readonly LinearWeightedMovingAverage _slow;
    private readonly LinearWeightedMovingAverage _hull;

    /// <exception cref="ArgumentException"><paramref name="period"/> is below 2.</exception>
    public HullMovingAverage(string name, int period)
        : base(name)
    {
        if (period < 2)
            throw new ArgumentException($"The Hull Moving Average period should be greater or equal to 2, found {period}", nameof(period));
        _slow = new LinearWeightedMovingAverage(period);
        _fast = new LinearWeightedMovingAverage((int)Math.Round(period * 1d / 2));
        var smoothing = (int)Math.Round(Math.Sqrt(period));
        _hull = new LinearWeightedMovingAverage(smoothing);
        WarmUpPeriod = period + smoothing - 1;
    }

    public HullMovingAverage(int period)
        : this($"HMA({period})", period)
    {
    }

    public override bool IsReady => _hull.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _fast.Update(input);
        _slow.Update(input);
        if (_fast.IsReady && _slow.IsReady)
            _hull.Update(new IndicatorDataPoint(input.EndTime, 2 * _fast.Current.Value - _slow.Current.Value));
        return _hull.Current.Value;
    }

    public override void Reset()
    {
        base.Reset();
        _slow.Reset();
        _fast.Reset();
        _hull.Reset();
    }
}
