using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The last turning point: a high or low from which the price moved back by a fraction, after a number of bars; 0 for the first bar.</summary>
public class ZigZag : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _sensitivity;
    private readonly int _minTrendLength;
    private IBaseDataBar _pivot;
    private bool _isLow;
    private int _count;

    /// <param name="sensitivity">Fraction of the price that makes a turn.</param>
    /// <param name="minTrendLength">Bars between turns.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public ZigZag(string name, decimal sensitivity = 0.05m, int minTrendLength = 1)
        : base(name)
    {
        if (sensitivity <= 0 || sensitivity >= 1) throw new ArgumentException($"ZigZag: expected a sensitivity between 0 and 1, found {sensitivity}", nameof(sensitivity));
        if (minTrendLength < 1) throw new ArgumentException($"ZigZag: expected a trend of at least 1 bar, found {minTrendLength}", nameof(minTrendLength));
        (_sensitivity, _minTrendLength) = (sensitivity, minTrendLength);
        HighPivot = new Identity(name + "_HighPivot");
        LowPivot = new Identity(name + "_LowPivot");
    }

    public ZigZag(decimal sensitivity = 0.05m, int minTrendLength = 1)
        : this($"ZZ({sensitivity.ToStringInvariant()},{minTrendLength})", sensitivity, minTrendLength)
    {
    }

    public Identity HighPivot { get; }
    public Identity LowPivot { get; }
    public PivotPointType PivotType { get; private set; } = PivotPointType.Low;
    public override bool IsReady => Samples > _minTrendLength;
    public int WarmUpPeriod => _minTrendLength + 1;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        if (_pivot == null)
        {
            Move(input, true);
            return 0m;
        }
        var turned = _count >= _minTrendLength && (_isLow ? input.High >= _pivot.Low * (1 + _sensitivity) : input.Low <= _pivot.High * (1 - _sensitivity));
        if (turned) Move(input, !_isLow);
        else if (_isLow ? input.Low <= _pivot.Low : input.High >= _pivot.High) Move(input, _isLow);
        _count++;
        return _isLow ? _pivot.Low : _pivot.High;
    }

    public override void Reset()
    {
        _pivot = null;
        _isLow = false;
        _count = 0;
        PivotType = PivotPointType.Low;
        HighPivot.Reset();
        LowPivot.Reset();
        base.Reset();
    }

    private void Move(IBaseDataBar bar, bool isLow)
    {
        _pivot = bar;
        _isLow = isLow;
        _count = 0;
        PivotType = isLow ? PivotPointType.Low : PivotPointType.High;
        if (isLow) LowPivot.Update(bar.EndTime, bar.Low);
        else HighPivot.Update(bar.EndTime, bar.High);
    }
}
