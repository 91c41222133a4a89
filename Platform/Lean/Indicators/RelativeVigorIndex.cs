using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The average of close − open over the average of high − low, each weighted 1, 2, 2, 1 over four bars first; 0 where there is no range.</summary>
/// <remarks>Source: Ehlers (2002), Relative Vigor Index, Stocks and Commodities.</remarks>
public class RelativeVigorIndex : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RollingWindow<IBaseDataBar> _bars = new(4);
    private readonly IndicatorBase<IndicatorDataPoint> _change, _range;

    public RelativeVigorIndex(int period, MovingAverageType type)
        : this($"RVI({period},{type})", period, type)
    {
    }

    public RelativeVigorIndex(string name, int period, MovingAverageType type = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period + 3;
        _change = type.AsIndicator("_closingBand", period);
        _range = type.AsIndicator("_rangeBand", period);
        Signal = new RelativeVigorIndexSignal($"{name}_S");
    }

    public RelativeVigorIndexSignal Signal { get; }
    public override bool IsReady => _change.IsReady && _range.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _bars.Add(input);
        if (!_bars.IsReady) return 0m;
        _change.Update(input.EndTime, Weighted(static x => x.Close - x.Open));
        _range.Update(input.EndTime, Weighted(static x => x.High - x.Low));
        if (!IsReady) return 0m;
        var value = _range.Current.Value != 0m ? _change.Current.Value / _range.Current.Value : 0m;
        Signal.Update(input.EndTime, value);
        return value;
    }

    public override void Reset()
    {
        _bars.Reset();
        _change.Reset();
        _range.Reset();
        Signal.Reset();
        base.Reset();
    }

    private decimal Weighted(Func<IBaseDataBar, decimal> of) => (of(_bars[0]) + 2 * (of(_bars[1]) + of(_bars[2])) + of(_bars[3])) / 6m;
}

/// <summary>The index weighted 1, 2, 2, 1 over its last four values.</summary>
public class RelativeVigorIndexSignal : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RollingWindow<decimal> _values = new(3);

    protected internal RelativeVigorIndexSignal(string name)
        : base(name)
    {
    }

    public override bool IsReady => _values.IsReady;
    public int WarmUpPeriod => 3;

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        var value = IsReady ? (input.Value + 2 * (_values[0] + _values[1]) + _values[2]) / 6 : 0m;
        _values.Add(input.Value);
        return value;
    }

    public override void Reset()
    {
        _values.Reset();
        base.Reset();
    }
}
