using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An exponential average of the bar's middle whose weight follows the phase of the dominant cycle; <see cref="Fama"/> follows it at half the weight.</summary>
/// <remarks>Source: Ehlers (2001), MESA Adaptive Moving Averages.</remarks>
public class MesaAdaptiveMovingAverage : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _fastLimit, _slowLimit;
    private readonly RollingWindow<decimal> _price = new(13), _smooth = new(6), _detrended = new(6), _inPhase = new(6), _quadrature = new(6);
    private decimal _average, _lastInPhase, _lastQuadrature, _real, _imaginary, _period, _phase;

    public MesaAdaptiveMovingAverage(string name, decimal fastLimit = 0.5m, decimal slowLimit = 0.05m)
        : base(name)
    {
        (_fastLimit, _slowLimit) = (fastLimit, slowLimit);
        Fama = new Identity(name + "_Fama");
    }

    public MesaAdaptiveMovingAverage(decimal fastLimit = 0.5m, decimal slowLimit = 0.05m)
        : this("MAMA", fastLimit, slowLimit)
    {
    }

    public IndicatorBase<IndicatorDataPoint> Fama { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod => 33;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _price.Add((input.High + input.Low) / 2);
        if (!_price.IsReady) return 0m;
        var gain = 0.075m * _period + 0.54m;
        var smooth = (4 * _price[0] + 3 * _price[1] + 2 * _price[2] + _price[3]) / 10;
        var detrended = Hilbert(smooth, _smooth) * gain;
        var quadrature = Hilbert(detrended, _detrended) * gain;
        var inPhase = _detrended[2];
        // Each is advanced by a quarter of the cycle, for the phasor addition.
        var nextInPhase = 0.2m * (inPhase - Hilbert(quadrature, _quadrature) * gain) + 0.8m * _lastInPhase;
        var nextQuadrature = 0.2m * (quadrature + Hilbert(inPhase, _inPhase) * gain) + 0.8m * _lastQuadrature;
        UpdatePeriod(nextInPhase, nextQuadrature);
        var alpha = Alpha(inPhase, quadrature);
        _average = alpha * _price[0] + (1 - alpha) * _average;
        Fama.Update(input.EndTime, 0.5m * alpha * _average + (1 - 0.5m * alpha) * Fama.Current.Value);
        _smooth.Add(smooth);
        _detrended.Add(detrended);
        _inPhase.Add(inPhase);
        _quadrature.Add(quadrature);
        return IsReady ? _average : 0m;
    }

    public override void Reset()
    {
        foreach (var window in new[] { _price, _smooth, _detrended, _inPhase, _quadrature }) window.Reset();
        (_average, _lastInPhase, _lastQuadrature, _real, _imaginary, _period, _phase) = (0, 0, 0, 0, 0, 0, 0);
        Fama.Reset();
        base.Reset();
    }

    private static decimal Hilbert(decimal now, RollingWindow<decimal> past) => 0.0962m * now + 0.5769m * past[1] - 0.5769m * past[3] - 0.0962m * past[5];

    /// <summary>The dominant cycle, by the homodyne discriminator, within 6 to 50 bars.</summary>
    private void UpdatePeriod(decimal inPhase, decimal quadrature)
    {
        _real = 0.2m * (inPhase * _lastInPhase + quadrature * _lastQuadrature) + 0.8m * _real;
        _imaginary = 0.2m * (inPhase * _lastQuadrature - quadrature * _lastInPhase) + 0.8m * _imaginary;
        (_lastInPhase, _lastQuadrature) = (inPhase, quadrature);
        var angle = _imaginary != 0 && _real != 0 ? Degrees(_imaginary / _real) : 0;
        var period = angle > 0 ? 360m / angle : 0m;
        period = Math.Max(Math.Min(period, 1.5m * _period), 0.67m * _period);
        _period = 0.2m * Math.Clamp(period, 6, 50) + 0.8m * _period;
    }

    private decimal Alpha(decimal inPhase, decimal quadrature)
    {
        var phase = inPhase != 0 ? Degrees(quadrature / inPhase) : 0m;
        var change = Math.Max(_phase - phase, 1m);
        _phase = phase;
        return Math.Max(_fastLimit / change, _slowLimit);
    }

    private static decimal Degrees(decimal tangent) => (decimal)Math.Atan((double)tangent) * (180m / (4m * (decimal)Math.Atan(1.0)));
}
