using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The range of a bar and the close before it.</summary>
public class TrueRange : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private IBaseDataBar _previousInput;

    public TrueRange()
        : base("TR")
    {
    }

    public TrueRange(string name)
        : base(name)
    {
    }

    public override bool IsReady => Samples > 1;

    public int WarmUpPeriod => 2;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var range = input.High - input.Low;
        if (IsReady)
            range = Math.Max(range, Math.Max(Math.Abs(_previousInput.Close - input.High), Math.Abs(_previousInput.Close - input.Low)));
        _previousInput = input;
        return range;
    }

    public override void Reset()
    {
        _previousInput = null;
        base.Reset();
    }
}
