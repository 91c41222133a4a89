namespace QuantConnect.Indicators;

/// <summary>An exponential average of the value plus its change over half the period; 0 before that change is known.</summary>
public class ZeroLagExponentialMovingAverage : WindowIndicator<IndicatorDataPoint>
{
    private readonly ExponentialMovingAverage _ema;
    private readonly Delay _delayed;

    public ZeroLagExponentialMovingAverage(string name, int period)
        : base(name, period)
    {
        _ema = new ExponentialMovingAverage(name + "_EMA", period);
        _delayed = new Delay((int)Math.Round((period - 1) / 2.0));
    }

    public ZeroLagExponentialMovingAverage(int period)
        : this($"ZLEMA({period})", period)
    {
    }

    public override bool IsReady => _delayed.IsReady && _ema.IsReady;

    public override int WarmUpPeriod => Period + Period / 2;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (!_delayed.Update(input))
            return 0;
        _ema.Update(input.EndTime, input.Value + (input.Value - _delayed.Current.Value));
        return _ema.Current.Value;
    }

    public override void Reset()
    {
        _ema.Reset();
        _delayed.Reset();
        base.Reset();
    }
}
