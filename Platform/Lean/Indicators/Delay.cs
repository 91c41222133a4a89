namespace QuantConnect.Indicators;

/// <summary>The value of some inputs ago; before that, the first one.</summary>
public class Delay : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    public Delay(int period)
        : this($"DELAY({period})", period)
    {
    }

    public Delay(string name, int period)
        : base(name, period)
    {
    }

    public override bool IsReady => Samples > Period;

    public new int WarmUpPeriod => 1 + Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input) =>
        IsReady ? window.MostRecentlyRemoved.Value : window[window.Count - 1].Value;
}
