namespace QuantConnect.Indicators;

/// <summary>3 · EMA − 3 · EMA of EMA + EMA of EMA of EMA; 0 before it is ready.</summary>
/// <remarks>Source: Mulloy (1994).</remarks>
public class TripleExponentialMovingAverage : IndicatorBase<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly ExponentialMovingAverage _ema1;
    private readonly ExponentialMovingAverage _ema2;
    private readonly ExponentialMovingAverage _ema3;

    public TripleExponentialMovingAverage(string name, int period)
        : base(name)
    {
        _period = period;
        _ema1 = new ExponentialMovingAverage(name + "_1", period);
        _ema2 = new ExponentialMovingAverage(name + "_2", period);
        _ema3 = new ExponentialMovingAverage(name + "_3", period);
    }

    public TripleExponentialMovingAverage(int period)
        : this($"TEMA({period})", period)
    {
    }

    public override bool IsReady => _ema3.IsReady;

    public int WarmUpPeriod => 3 * (_period - 1) + 1;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (!_ema1.Update(input) || !_ema2.Update(_ema1.Current) || !_ema3.Update(_ema2.Current))
            return 0m;
        return 3m * _ema1.Current.Value - 3m * _ema2.Current.Value + _ema3.Current.Value;
    }

    public override void Reset()
    {
        _ema1.Reset();
        _ema2.Reset();
        _ema3.Reset();
        base.Reset();
    }
}

/// <summary>The change in percent of a triple exponential average.</summary>
public class Trix : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly ExponentialMovingAverage _ema1;
    private readonly ExponentialMovingAverage _ema2;
    private readonly ExponentialMovingAverage _ema3;
    private readonly RateOfChangePercent _roc;

    public Trix(string name, int period)
        : base(name)
    {
        _period = period;
        _ema1 = new ExponentialMovingAverage(name + "_1", period);
        _ema2 = new ExponentialMovingAverage(name + "_2", period);
        _ema3 = new ExponentialMovingAverage(name + "_3", period);
        _roc = new RateOfChangePercent(name + "_ROCP1", 1);
    }

    public Trix(int period)
        : this($"TRIX({period})", period)
    {
    }

    public override bool IsReady => _roc.IsReady;

    public int WarmUpPeriod => 3 * (_period - 1) + _roc.WarmUpPeriod;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        if (_ema1.Update(input) && _ema2.Update(_ema1.Current) && _ema3.Update(_ema2.Current))
            _roc.Update(_ema3.Current);
        return _roc.Current.Value;
    }

    public override void Reset()
    {
        _ema1.Reset();
        _ema2.Reset();
        _ema3.Reset();
        _roc.Reset();
        base.Reset();
    }
}
