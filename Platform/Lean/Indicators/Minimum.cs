namespace QuantConnect.Indicators;

/// <summary>The smallest of the last values.</summary>
public class Minimum : WindowIndicator<IndicatorDataPoint>
{
    public Minimum(int period)
        : this($"MIN({period})", period)
    {
    }

    public Minimum(string name, int period)
        : base(name, period)
    {
    }

    /// <summary>Inputs since the smallest; of equal ones, the newest.</summary>
    public int PeriodsSinceMinimum { get; private set; }

    public override bool IsReady => Samples >= Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (Samples == 1 || input.Value <= Current.Value)
        {
            PeriodsSinceMinimum = 0;
            return input.Value;
        }
        if (PeriodsSinceMinimum < Period - 1)
        {
            PeriodsSinceMinimum++;
            return Current.Value;
        }

        PeriodsSinceMinimum = 0;
        for (var i = 1; i < window.Count; i++)
            if (window[i].Value < window[PeriodsSinceMinimum].Value)
                PeriodsSinceMinimum = i;
        return window[PeriodsSinceMinimum].Value;
    }

    public override void Reset()
    {
        PeriodsSinceMinimum = 0;
        base.Reset();
    }
}
