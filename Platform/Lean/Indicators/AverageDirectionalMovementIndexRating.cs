using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The mean of the average directional index now and a period ago; 50 before it is ready.</summary>
/// <remarks>Source: Wilder (1978).</remarks>
public class AverageDirectionalMovementIndexRating : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly RollingWindow<decimal> _values;

    public AverageDirectionalMovementIndexRating(string name, int period)
        : base(name)
    {
        _period = period;
        ADX = new AverageDirectionalIndex(name + "_ADX", period);
        _values = new RollingWindow<decimal>(period);
    }

    public AverageDirectionalMovementIndexRating(int period)
        : this($"ADXR({period})", period)
    {
    }

    public AverageDirectionalIndex ADX { get; }
    public override bool IsReady => _values.IsReady;
    public int WarmUpPeriod => _period * 3 - 1;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        ADX.Update(input);
        if (ADX.IsReady) _values.Add(ADX.Current.Value);
        return IsReady ? (ADX.Current.Value + _values[_period - 1]) / 2 : 50m;
    }

    public override void Reset()
    {
        ADX.Reset();
        _values.Reset();
        base.Reset();
    }
}
