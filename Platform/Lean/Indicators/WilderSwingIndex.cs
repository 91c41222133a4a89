using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Each bar's swing against the one before, −100 to 100; 0 where there is no range or limit.</summary>
/// <remarks>Source: Wilder (1978), New Concepts in Technical Trading Systems.</remarks>
public class WilderSwingIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _limit;

    /// <param name="limitMove">Largest change that the exchange allows in a day.</param>
    public WilderSwingIndex(string name, decimal limitMove)
        : base(name) => _limit = Math.Abs(limitMove);

    public WilderSwingIndex(decimal limitMove)
        : this("SI", limitMove)
    {
    }

#pragma warning disable CA1707 // The genuine package's names.
    protected IBaseDataBar _currentInput { get; private set; }
    protected IBaseDataBar _previousInput { get; private set; }
#pragma warning restore CA1707

    public override bool IsReady => Samples > 1;
    public int WarmUpPeriod => 2;

    protected override decimal ComputeNextValue(TradeBar input)
    {
        if (IsReady) _previousInput = _currentInput;
        _currentInput = input;
        if (!IsReady) return 0m;
        var (open, close) = (_previousInput.Open, _previousInput.Close);
        var move = input.Close - close + 0.5m * (input.Close - input.Open) + 0.25m * (close - open);
        var (up, down, range) = (Math.Abs(input.High - close), Math.Abs(input.Low - close), Math.Abs(input.High - input.Low));
        var body = 0.25m * Math.Abs(close - open);
        // The largest of the three, the first one of equals, says how the day ranged.
        var scale = up >= down && up >= range ? up - 0.5m * down + body : down >= range ? down - 0.5m * up + body : range + body;
        return scale == 0m || _limit == 0m ? 0m : 50m * (move / scale) * (Math.Max(up, down) / _limit);
    }

    public override void Reset()
    {
        _currentInput = _previousInput = null;
        base.Reset();
    }
}

/// <summary>The running sum of the <see cref="WilderSwingIndex"/>.</summary>
public class WilderAccumulativeSwingIndex : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly WilderSwingIndex _swing;

    public WilderAccumulativeSwingIndex(decimal limitMove)
        : this("ASI", limitMove)
    {
    }

    /// <param name="limitMove">Largest change that the exchange allows in a day.</param>
    public WilderAccumulativeSwingIndex(string name, decimal limitMove)
        : base(name) => _swing = new WilderSwingIndex(limitMove);

    public override bool IsReady => Samples > 1;
    public int WarmUpPeriod => 2;

    protected override decimal ComputeNextValue(TradeBar input) => _swing.Update(input) ? Current.Value + _swing.Current.Value : 0m;

    public override void Reset()
    {
        _swing.Reset();
        base.Reset();
    }
}
