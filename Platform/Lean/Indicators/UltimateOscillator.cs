using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Buying pressure over true range, summed over three periods and weighted 4:2:1, in percent; 50 before it is ready.</summary>
/// <remarks>Source: Williams (1985).</remarks>
public class UltimateOscillator : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly TrueRange _trueRange;
    private readonly Sum[] _pressures;
    private readonly Sum[] _ranges;
    private IBaseDataBar _previousInput;

    public UltimateOscillator(int period1, int period2, int period3)
        : this($"ULTOSC({period1},{period2},{period3})", period1, period2, period3)
    {
    }

    public UltimateOscillator(string name, int period1, int period2, int period3)
        : base(name)
    {
        int[] periods = [period1, period2, period3];
        _period = periods.Max();
        _trueRange = new TrueRange(name + "_TR");
        _pressures = [.. periods.Select((x, i) => new Sum($"{name}_BP{i + 1}", x))];
        _ranges = [.. periods.Select((x, i) => new Sum($"{name}_TR{i + 1}", x))];
    }

    public override bool IsReady => Samples > _period;

    public int WarmUpPeriod => _period + 1;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _trueRange.Update(input);
        var previous = _previousInput;
        _previousInput = input;
        if (previous == null)
            return 50m;

        var pressure = input.Close - Math.Min(input.Low, previous.Close);
        foreach (var sum in _pressures)
            sum.Update(input.EndTime, pressure);
        foreach (var sum in _ranges)
            sum.Update(_trueRange.Current);
        if (!IsReady)
            return 50m;
        if (Array.Exists(_ranges, x => x.Current.Value == 0))
            return Current.Value;
        return 100m * (4 * Average(0) + 2 * Average(1) + Average(2)) / 7;

        decimal Average(int i) => _pressures[i].Current.Value / _ranges[i].Current.Value;
    }

    public override void Reset()
    {
        _previousInput = null;
        _trueRange.Reset();
        foreach (var sum in _pressures.Concat(_ranges))
            sum.Reset();
        base.Reset();
    }
}
