using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A fast less a slow exponential average of accumulation/distribution; 0 before both are ready.</summary>
public class AccumulationDistributionOscillator : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly AccumulationDistribution _line;
    private readonly ExponentialMovingAverage _fast, _slow;

    public AccumulationDistributionOscillator(int fastPeriod, int slowPeriod)
        : this($"ADOSC({fastPeriod},{slowPeriod})", fastPeriod, slowPeriod)
    {
    }

    public AccumulationDistributionOscillator(string name, int fastPeriod, int slowPeriod)
        : base(name)
    {
        WarmUpPeriod = Math.Max(fastPeriod, slowPeriod);
        _line = new AccumulationDistribution(name + "_AD");
        _fast = new ExponentialMovingAverage(name + "_Fast", fastPeriod);
        _slow = new ExponentialMovingAverage(name + "_Slow", slowPeriod);
    }

    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        _line.Update(input);
        _fast.Update(_line.Current);
        _slow.Update(_line.Current);
        return IsReady ? _fast.Current.Value - _slow.Current.Value : 0m;
    }

    public override void Reset()
    {
        _line.Reset();
        _fast.Reset();
        _slow.Reset();
        base.Reset();
    }
}

/// <summary>Another name of the <see cref="AccumulationDistributionOscillator"/>.</summary>
public class ChaikinOscillator : AccumulationDistributionOscillator
{
    public ChaikinOscillator(int fastPeriod, int slowPeriod)
        : base($"ChaikinOscillator({fastPeriod},{slowPeriod})", fastPeriod, slowPeriod)
    {
    }

    public ChaikinOscillator(string name, int fastPeriod, int slowPeriod)
        : base(name, fastPeriod, slowPeriod)
    {
    }
}
