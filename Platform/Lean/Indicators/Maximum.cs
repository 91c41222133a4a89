namespace QuantConnect.Indicators;

/// <summary>The largest of the last values.</summary>
public class Maximum : WindowIndicator<IndicatorDataPoint>
{
    public Maximum(int period)
        : this($"MAX({period})", period)
    {
    }

    public Maximum(string name, int period)
        : base(name, period)
    {
    }

    /// <summary>Inputs since the largest; of equal ones, the newest.</summary>
    public int PeriodsSinceMaximum { get; private set; }

    public override bool IsReady => Samples >= Period;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (Samples == 1 || input.Value >= Current.Value)
        {
            PeriodsSinceMaximum = 0;
            return input.Value;
        }
        if (PeriodsSinceMaximum < Period - 1)
        {
            PeriodsSinceMaximum++;
            return Current.Value;
        }

        PeriodsSinceMaximum = 0;
        for (var i = 1; i < window.Count; i++)
            if (window[i].Value > window[PeriodsSinceMaximum].Value)
                PeriodsSinceMaximum = i;
        return window[PeriodsSinceMaximum].Value;
    }

    public override void Reset()
    {
        PeriodsSinceMaximum = 0;
        base.Reset();
    }
}
