using MathNet.Numerics;

namespace QuantConnect.Indicators;

/// <summary>The end of the straight line fitted to the last values; before it is ready, the input.</summary>
public class LeastSquaresMovingAverage : WindowIndicator<IndicatorDataPoint>
{
    private readonly double[] _t;
    private readonly double[] _values;

    public LeastSquaresMovingAverage(string name, int period)
        : base(name, period)
    {
        _t = [.. Enumerable.Range(1, period).Select(i => (double)i)];
        _values = new double[period];
        Intercept = new Identity(name + "_Intercept");
        Slope = new Identity(name + "_Slope");
    }

    public LeastSquaresMovingAverage(int period)
        : this($"LSMA({period})", period)
    {
    }

    /// <summary>The line's value one step before the oldest input.</summary>
    public IndicatorBase<IndicatorDataPoint> Intercept { get; }

    /// <summary>The line's rise per input.</summary>
    public IndicatorBase<IndicatorDataPoint> Slope { get; }

    protected override decimal ComputeNextValue(IReadOnlyWindow<IndicatorDataPoint> window, IndicatorDataPoint input)
    {
        if (!window.IsReady)
            return input.Value;
        for (var i = 0; i < _values.Length; i++)
            _values[i] = (double)window[_values.Length - 1 - i].Value;
        var (intercept, slope) = Fit.Line(_t, _values);
        Intercept.Update(input.EndTime, (decimal)intercept);
        Slope.Update(input.EndTime, (decimal)slope);
        return Intercept.Current.Value + Slope.Current.Value * Period;
    }

    public override void Reset()
    {
        Intercept.Reset();
        Slope.Reset();
        base.Reset();
    }
}
