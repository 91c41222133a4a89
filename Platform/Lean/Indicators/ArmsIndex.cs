using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The advance-decline ratio over the advance-decline volume ratio (TRIN); 0 where the latter is.</summary>
public class ArmsIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly CompositeIndicator _ratio;

    public ArmsIndex(string name = "TRIN")
        : base(name)
    {
        ADRatio = new AdvanceDeclineRatio(name + "_A/D Ratio");
        ADVRatio = new AdvanceDeclineVolumeRatio(name + "_A/D Volume Ratio");
        _ratio = ADRatio.Over(ADVRatio, name);
    }

    public AdvanceDeclineRatio ADRatio { get; }
    public AdvanceDeclineVolumeRatio ADVRatio { get; }
    public override bool IsReady => ADRatio.IsReady && ADVRatio.IsReady;
    public int WarmUpPeriod => Math.Max(ADRatio.WarmUpPeriod, ADVRatio.WarmUpPeriod);

    public void Add(Symbol asset)
    {
        ADRatio.Add(asset);
        ADVRatio.Add(asset);
    }

    public void Remove(Symbol asset)
    {
        ADRatio.Remove(asset);
        ADVRatio.Remove(asset);
    }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        ADRatio.Update(input);
        ADVRatio.Update(input);
        return ADVRatio.Current.Value == 0 ? 0 : _ratio.Current.Value;
    }

    public override void Reset()
    {
        ADRatio.Reset();
        ADVRatio.Reset();
        _ratio.Reset();
        base.Reset();
    }
}
