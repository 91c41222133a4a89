using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The sum of an exponential average of the bars' range over the average of that average; the period before it is ready.</summary>
/// <remarks>Source: Dorsey (1992), The Mass Index, Stocks and Commodities.</remarks>
public class MassIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly ExponentialMovingAverage _once, _twice;
    private readonly Sum _sum;

    public MassIndex(string name, int emaPeriod, int sumPeriod)
        : base(name)
    {
        _once = new ExponentialMovingAverage(emaPeriod);
        _twice = _once.EMA(emaPeriod);
        _sum = new Sum(sumPeriod);
        WarmUpPeriod = 2 * (emaPeriod - 1) + sumPeriod;
    }

    public MassIndex(int emaPeriod = 9, int sumPeriod = 25)
        : this($"MASS({emaPeriod},{sumPeriod})", emaPeriod, sumPeriod)
    {
    }

    public override bool IsReady => _sum.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        _once.Update(input.EndTime, input.High - input.Low);
        if (_twice.IsReady) _sum.Update(input.EndTime, _once.Current.Value.SafeDivision(_twice.Current.Value));
        return _sum.IsReady ? _sum.Current.Value : _sum.Period;
    }

    public override void Reset()
    {
        _once.Reset();
        _twice.Reset();
        _sum.Reset();
        base.Reset();
    }
}
