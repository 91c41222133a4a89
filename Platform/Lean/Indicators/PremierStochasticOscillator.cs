using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The stochastic, centred, smoothed twice, and squeezed into −1 to 1: tanh of half of it.</summary>
/// <remarks>Source: Leibfarth (2008), Premier Stochastic Oscillator, Stocks and Commodities.</remarks>
public class PremierStochasticOscillator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Stochastic _stochastic;
    private readonly ExponentialMovingAverage _once, _twice;

    public PremierStochasticOscillator(string name, int period, int emaPeriod)
        : base(name)
    {
        _stochastic = new Stochastic(name, period, period, period);
        _once = new ExponentialMovingAverage(emaPeriod);
        _twice = _once.EMA(emaPeriod);
        WarmUpPeriod = period + 2 * (emaPeriod - 1);
    }

    public PremierStochasticOscillator(int period, int emaPeriod)
        : this($"PSO({period},{emaPeriod})", period, emaPeriod)
    {
    }

    public override bool IsReady => _twice.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _stochastic.Update(input);
        if (!_stochastic.FastStoch.IsReady) return 0m;
        _once.Update(input.EndTime, 0.1m * (_stochastic.FastStoch.Current.Value - 50));
        if (!_twice.IsReady) return 0m;
        var exponential = (decimal)Math.Exp((double)_twice.Current.Value);
        return (exponential - 1) / (exponential + 1);
    }

    public override void Reset()
    {
        _stochastic.Reset();
        _once.Reset();
        _twice.Reset();
        base.Reset();
    }
}
