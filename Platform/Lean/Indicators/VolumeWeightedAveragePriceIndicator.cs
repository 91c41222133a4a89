using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The mean of (open + high + low + close) / 4 over the period, weighted by volume.</summary>
public class VolumeWeightedAveragePriceIndicator : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    public VolumeWeightedAveragePriceIndicator(int period)
        : this($"VWAP({period})", period)
    {
    }

    public VolumeWeightedAveragePriceIndicator(string name, int period)
        : base(name)
    {
        WarmUpPeriod = period;
        Price = new Identity("Price");
        Volume = new Identity("Volume");
        VWAP = Price.WeightedBy(Volume, period);
    }

    protected Identity Price { get; }

    protected Identity Volume { get; }

    protected CompositeIndicator VWAP { get; }

    public override bool IsReady => VWAP.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        Price.Update(input.EndTime, GetTimeWeightedAveragePrice(input));
        Volume.Update(input.EndTime, input.Volume);
        return VWAP.Current.Value;
    }

    protected virtual decimal GetTimeWeightedAveragePrice(TradeBar input) => (input.Open + input.High + input.Low + input.Value) / 4;

    public override void Reset()
    {
        Price.Reset();
        Volume.Reset();
        VWAP.Reset();
        base.Reset();
    }
}

/// <summary>The volume-weighted price of the day so far, from trades or from bars at their typical price.</summary>
public class IntradayVwap : IndicatorBase<BaseData>
{
    private DateTime _day;
    private decimal _volume;
    private decimal _value;

    public IntradayVwap(string name = "VWAP")
        : base(name)
    {
    }

    public override bool IsReady => _volume > 0;

    protected override IndicatorResult ValidateAndComputeNextValue(BaseData input)
    {
        if (!TryGetVolumeAndAveragePrice(input, out var volume, out var price))
            return new IndicatorResult(0, IndicatorStatus.InvalidInput);
        if (_day != input.EndTime.Date)
        {
            _day = input.EndTime.Date;
            _volume = 0m;
            _value = 0m;
        }
        _volume += volume;
        _value += price * volume;
        return _volume == 0m ? input.Value : _value / _volume;
    }

    protected override decimal ComputeNextValue(BaseData input) => ValidateAndComputeNextValue(input).Value;

    protected bool TryGetVolumeAndAveragePrice(BaseData input, out decimal volume, out decimal averagePrice)
    {
        (volume, averagePrice) = input switch
        {
            Tick { TickType: TickType.Trade } tick => (tick.Quantity, tick.LastPrice),
            TradeBar { IsFillForward: false } bar => (bar.Volume, (bar.High + bar.Low + bar.Close) / 3m),
            _ => (-1m, 0m)
        };
        return volume >= 0;
    }

    public override void Reset()
    {
        _day = default;
        _volume = 0m;
        _value = 0m;
        base.Reset();
    }
}
