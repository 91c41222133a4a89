using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Where the close lies between the lowest low (0) and the highest high (100); %K and %D are averages of it.</summary>
public class Stochastic : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Maximum _maximum;
    private readonly Minimum _minimum;
    private readonly Sum _sumFastK;
    private readonly Sum _sumSlowK;

    public Stochastic(string name, int period, int kPeriod, int dPeriod)
        : base(name)
    {
        _maximum = new Maximum(name + "_Max", period);
        _minimum = new Minimum(name + "_Min", period);
        _sumFastK = new Sum(name + "_SumFastK", kPeriod);
        _sumSlowK = new Sum(name + "_SumD", dPeriod);
        FastStoch = new FunctionalIndicator<IBaseDataBar>(name + "_FastStoch", ComputeFastK, _ => _maximum.IsReady);
        StochK = new FunctionalIndicator<IBaseDataBar>(name + "_StochK", input => ComputeK(kPeriod, input), _ => _sumFastK.IsReady);
        StochD = new FunctionalIndicator<IBaseDataBar>(name + "_StochD", _ => ComputeD(dPeriod), _ => _sumSlowK.IsReady);
        WarmUpPeriod = period + kPeriod + dPeriod - 2;
    }

    public Stochastic(int period, int kPeriod, int dPeriod)
        : this($"STO({period},{kPeriod},{dPeriod})", period, kPeriod, dPeriod)
    {
    }

    public IndicatorBase<IBaseDataBar> FastStoch { get; }

    public IndicatorBase<IBaseDataBar> StochK { get; }

    public IndicatorBase<IBaseDataBar> StochD { get; }

    public override bool IsReady => FastStoch.IsReady && StochK.IsReady && StochD.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _maximum.Update(input.EndTime, input.High);
        _minimum.Update(input.EndTime, input.Low);
        FastStoch.Update(input);
        StochK.Update(input);
        StochD.Update(input);
        return FastStoch.Current.Value;
    }

    private decimal ComputeFastK(IBaseDataBar input)
    {
        var range = _maximum.Current.Value - _minimum.Current.Value;
        if (!_maximum.IsReady || range == 0m)
            return 0m;
        var fastK = (input.Close - _minimum.Current.Value) / range;
        _sumFastK.Update(input.EndTime, fastK);
        return fastK * 100;
    }

    private decimal ComputeK(int period, IBaseDataBar input)
    {
        if (!_sumFastK.IsReady)
            return 0m;
        var k = _sumFastK.Current.Value / period;
        _sumSlowK.Update(input.EndTime, k);
        return k * 100;
    }

    private decimal ComputeD(int period) => _sumSlowK.IsReady ? _sumSlowK.Current.Value / period * 100 : 0m;

    public override void Reset()
    {
        FastStoch.Reset();
        StochK.Reset();
        StochD.Reset();
        _maximum.Reset();
        _minimum.Reset();
        _sumFastK.Reset();
        _sumSlowK.Reset();
        base.Reset();
    }
}
