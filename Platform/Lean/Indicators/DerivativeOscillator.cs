namespace QuantConnect.Indicators;

/// <summary>The doubly smoothed RSI less its own simple average; 0 before that is ready.</summary>
/// <remarks>Source: Brown (1999), Technical Analysis for the Trading Professional.</remarks>
public class DerivativeOscillator : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RelativeStrengthIndex _rsi;
    private readonly ExponentialMovingAverage _once, _twice;
    private readonly SimpleMovingAverage _signal;

    public DerivativeOscillator(string name, int rsiPeriod, int smoothingRsiPeriod, int doubleSmoothingRsiPeriod, int signalLinePeriod)
        : base(name)
    {
        _rsi = new RelativeStrengthIndex($"{name}_RSI", rsiPeriod);
        _once = new ExponentialMovingAverage($"{name}_SmoothedRSI", smoothingRsiPeriod).Of(_rsi);
        _twice = new ExponentialMovingAverage($"{name}_DoubleSmoothedRSI", doubleSmoothingRsiPeriod).Of(_once);
        _signal = new SimpleMovingAverage($"{name}_SignalLine", signalLinePeriod).Of(_twice);
        WarmUpPeriod = rsiPeriod + smoothingRsiPeriod + doubleSmoothingRsiPeriod + signalLinePeriod - 2;
    }

    public DerivativeOscillator(int rsiPeriod, int smoothingRsiPeriod, int doubleSmoothingRsiPeriod, int signalLinePeriod)
        : this($"DO({rsiPeriod},{smoothingRsiPeriod},{doubleSmoothingRsiPeriod},{signalLinePeriod})", rsiPeriod, smoothingRsiPeriod, doubleSmoothingRsiPeriod, signalLinePeriod)
    {
    }

    public override bool IsReady => _signal.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _rsi.Update(input);
        return IsReady ? _twice.Current.Value - _signal.Current.Value : 0m;
    }

    public override void Reset()
    {
        _rsi.Reset();
        _once.Reset();
        _twice.Reset();
        _signal.Reset();
        base.Reset();
    }
}
