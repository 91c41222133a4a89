namespace QuantConnect.Indicators;

/// <summary>The input's value.</summary>
public class Identity : Indicator, IIndicatorWarmUpPeriodProvider
{
    public Identity(string name = "")
        : base(name)
    {
    }

    public override bool IsReady => Samples > 0;

    public int WarmUpPeriod => 1;

    protected override decimal ComputeNextValue(IndicatorDataPoint input) => input.Value;
}

/// <summary>The input's value, ready after a number of inputs.</summary>
public class WindowIdentity : WindowIndicator<IndicatorDataPoint>
{
    public WindowIdentity(string name, int period)
        : base(name, period)
    {
    }

    public WindowIdentity(int period)
        : this("WIN-ID" + period, period)
    {
    }

    public override bool IsReady => Samples >= Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input) => input.Value;
}
