using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The sum of volumes, weighted by where the close lies in the bar's range (−1 at the low, 1 at the high).</summary>
public class AccumulationDistribution : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    public AccumulationDistribution()
        : this("AD")
    {
    }

    public AccumulationDistribution(string name)
        : base(name)
    {
    }

    public override bool IsReady => Samples > 0;

    public int WarmUpPeriod => 1;

    protected override decimal ComputeNextValue(TradeBar input)
    {
        var range = input.High - input.Low;
        return Current.Value + (range > 0 ? (input.Close - input.Low - (input.High - input.Close)) / range * input.Volume : 0m);
    }
}

/// <summary>The same over a period, relative to the volume; 0 before it is ready.</summary>
public class ChaikinMoneyFlow : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Sum _flow;
    private readonly Sum _volume;

    public ChaikinMoneyFlow(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        _flow = new Sum(period);
        _volume = new Sum(period);
    }

    public ChaikinMoneyFlow(int period)
        : this($"CMF({period})", period)
    {
    }

    public override bool IsReady => _flow.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        var range = input.High - input.Low;
        _flow.Update(input.EndTime, range > 0 ? input.Volume * (input.Close - input.Low - (input.High - input.Close)) / range : 0m);
        _volume.Update(input.EndTime, input.Volume);
        return !IsReady || _volume.Current.Value == 0m ? 0m : _flow.Current.Value / _volume.Current.Value;
    }

    public override void Reset()
    {
        _volume.Reset();
        _flow.Reset();
        base.Reset();
    }
}
