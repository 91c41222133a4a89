namespace QuantConnect.Indicators;

/// <summary>The change over the period as a fraction; before it is ready, since the first input.</summary>
public class RateOfChange : WindowIndicator<IndicatorDataPoint>, IIndicatorWarmUpPeriodProvider
{
    public RateOfChange(int period)
        : this($"ROC({period})", period)
    {
    }

    public RateOfChange(string name, int period)
        : base(name, period)
    {
    }

    public override bool IsReady => Samples > Period;

    public new int WarmUpPeriod => Period + 1;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        var start = (window.Samples <= window.Size ? window[window.Count - 1] : window.MostRecentlyRemoved).Value;
        return start == 0 ? 0 : (input.Value - start) / start;
    }
}

/// <summary>The change over the period in percent.</summary>
public class RateOfChangePercent : RateOfChange
{
    public RateOfChangePercent(int period)
        : this($"ROCP({period})", period)
    {
    }

    public RateOfChangePercent(string name, int period)
        : base(name, period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input) =>
        100 * base.ComputeNextValue(window, input);
}

/// <summary>The value over that of a period ago; 0 where they are equal, as LEAN has it.</summary>
public class RateOfChangeRatio : RateOfChange
{
    public RateOfChangeRatio(string name, int period)
        : base(name, period)
    {
    }

    public RateOfChangeRatio(int period)
        : this($"ROCR({period})", period)
    {
    }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        var change = base.ComputeNextValue(window, input);
        return change != 0 ? change + 1 : 0m;
    }
}

/// <summary>The change over the period in percent.</summary>
public class MomentumPercent : RateOfChangePercent
{
    public MomentumPercent(int period)
        : this($"MOMP({period})", period)
    {
    }

    public MomentumPercent(string name, int period)
        : base(name, period)
    {
    }
}
