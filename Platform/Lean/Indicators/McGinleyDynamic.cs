namespace QuantConnect.Indicators;

/// <summary>An average that follows the value by (value − average) / (period · (value / average)⁴); 0 before it is ready.</summary>
public class McGinleyDynamic : WindowIndicator<IndicatorDataPoint>
{
    private readonly Sum _sum;

    public McGinleyDynamic(string name, int period)
        : base(name, period) => _sum = new Sum(name + "_Sum", period);

    public McGinleyDynamic(int period)
        : this($"MGD({period})", period)
    {
    }

    public override bool IsReady => _sum.IsReady;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        _sum.Update(input.EndTime, input.Value);
        if (!IsReady)
            return 0;
        var current = Current.Value;
        if (Samples == Period)
            return _sum.Current.Value / Period;
        if (current == 0 || input.Value == 0)
            return current;
        var ratio = (double)input.Value.SafeDivision(current);
        return ratio == 0 ? current : current + (input.Value - current).SafeDivision(Period * (decimal)Math.Pow(ratio, 4.0));
    }

    public override void Reset()
    {
        _sum.Reset();
        base.Reset();
    }
}
