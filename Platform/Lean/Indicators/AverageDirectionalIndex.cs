using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Wilder's average of 100 · |+DI − −DI| / (+DI + −DI): the strength of a trend in either direction.</summary>
/// <remarks>Source: Wilder (1978). Directional movement and range are kept as Wilder's running sums.</remarks>
public class AverageDirectionalIndex : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly int _period;
    private readonly WilderMovingAverage _average;
    private readonly DirectionalIndex _positive;
    private readonly DirectionalIndex _negative;
    private IBaseDataBar _previousInput;
    private decimal _range;
    private decimal _movementUp;
    private decimal _movementDown;

    public AverageDirectionalIndex(int period)
        : this($"ADX({period})", period)
    {
    }

    public AverageDirectionalIndex(string name, int period)
        : base(name)
    {
        _period = period;
        _positive = new DirectionalIndex(name + "_PositiveDirectionalIndex", period);
        _negative = new DirectionalIndex(name + "_NegativeDirectionalIndex", period);
        _average = new WilderMovingAverage(period);
    }

    /// <summary>+DI: upward movement in percent of the range.</summary>
    public IndicatorBase<IndicatorDataPoint> PositiveDirectionalIndex => _positive;

    /// <summary>−DI: downward movement in percent of the range.</summary>
    public IndicatorBase<IndicatorDataPoint> NegativeDirectionalIndex => _negative;

    public override bool IsReady => _average.IsReady;

    public int WarmUpPeriod => _period * 2;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var (range, up, down) = (0m, 0m, 0m);
        if (_previousInput != null)
        {
            var rise = input.High - _previousInput.High;
            var fall = _previousInput.Low - input.Low;
            if (rise > 0 && rise >= fall)
                up = rise;
            if (fall > 0 && fall > rise)
                down = fall;
            range = Math.Max(input.High - input.Low, Math.Max(Math.Abs(input.High - _previousInput.Close), Math.Abs(input.Low - _previousInput.Close)));
        }
        _previousInput = input;

        _range = Smooth(_range, range);
        _movementUp = Smooth(_movementUp, up);
        _movementDown = Smooth(_movementDown, down);
        _positive.Update(input.EndTime, Share(_movementUp));
        _negative.Update(input.EndTime, Share(_movementDown));

        var sum = _positive.Current.Value + _negative.Current.Value;
        if (sum == 0)
            return 50m;
        _average.Update(input.EndTime, 100m * Math.Abs(_positive.Current.Value - _negative.Current.Value) / sum);
        return _average.Current.Value;
    }

    private decimal Smooth(decimal sum, decimal next) => sum + next - (Samples > _period + 1 ? sum / _period : 0m);

    private decimal Share(decimal movement) => _range != 0 && Samples > _period ? 100m * movement / _range : 0m;

    public override void Reset()
    {
        base.Reset();
        _previousInput = null;
        _range = 0;
        _movementUp = 0;
        _movementDown = 0;
        _average.Reset();
        _positive.Reset();
        _negative.Reset();
    }

    private sealed class DirectionalIndex(string name, int period) : Identity(name)
    {
        public override bool IsReady => Samples > period;
    }
}
