namespace QuantConnect.Indicators;

/// <summary>The change over the period; before it is ready, since the first input.</summary>
public class Momentum : WindowIndicator<IndicatorDataPoint>
{
    public Momentum(int period)
        : this($"MOM({period})", period)
    {
    }

    public Momentum(string name, int period)
        : base(name, period)
    {
    }

    public override int WarmUpPeriod => Period + 1;

    public override bool IsReady => Samples > Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input) =>
        input.Value - (window.Samples <= window.Size ? window[window.Count - 1] : window.MostRecentlyRemoved).Value;
}
