using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Smoothed bars: a bar opens at the middle of the one before and closes at the mean of the four prices. Its own value is the close.</summary>
public class HeikinAshi : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public HeikinAshi(string name)
        : base(name)
    {
        Open = new Identity(name + "_Open");
        High = new Identity(name + "_High");
        Low = new Identity(name + "_Low");
        Close = new Identity(name + "_Close");
        Volume = new Identity(name + "_Volume");
    }

    public HeikinAshi()
        : this("HA")
    {
    }

    public IndicatorBase<IndicatorDataPoint> Open { get; }

    public IndicatorBase<IndicatorDataPoint> High { get; }

    public IndicatorBase<IndicatorDataPoint> Low { get; }

    public IndicatorBase<IndicatorDataPoint> Close { get; }

    public IndicatorBase<IndicatorDataPoint> Volume { get; }

    public override bool IsReady => Samples > 1;

    public int WarmUpPeriod => 2;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var open = IsReady ? (Open.Current.Value + Close.Current.Value) / 2 : (input.Open + input.Close) / 2;
        var close = (input.Open + input.High + input.Low + input.Close) / 4;
        // The first bar keeps its own range.
        var high = IsReady ? Math.Max(input.High, Math.Max(open, close)) : input.High;
        var low = IsReady ? Math.Min(input.Low, Math.Min(open, close)) : input.Low;
        Open.Update(input.EndTime, open);
        Close.Update(input.EndTime, close);
        High.Update(input.EndTime, high);
        Low.Update(input.EndTime, low);
        Volume.Update(input.EndTime, input is TradeBar bar ? bar.Volume : 0m);
        return close;
    }

    public override void Reset()
    {
        Open.Reset();
        High.Reset();
        Low.Reset();
        Close.Reset();
        Volume.Reset();
        base.Reset();
    }
}
