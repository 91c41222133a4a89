using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Upward and downward movement between bars, |high − last low| and |low − last high|, over the true range, each summed; the value is their mean.</summary>
/// <remarks>Source: Botes and Siepman (2010), The Vortex Indicator, Stocks and Commodities.</remarks>
public class Vortex : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly AverageTrueRange _range;
    private readonly Sum _rangeSum, _plus, _minus;
    private IBaseDataBar _previous;

    public Vortex(int period)
        : this($"VTX({period})", period)
    {
    }

    public Vortex(string name, int period)
        : base(name)
    {
        _range = new AverageTrueRange($"{name}_ATR", 1, MovingAverageType.Simple);
        _rangeSum = new Sum("ATR_Sum", period).Of(_range);
        _plus = new Sum("PlusVM_Sum", period);
        _minus = new Sum("MinusVM_Sum", period);
        PlusVortex = _plus.Over(_rangeSum);
        MinusVortex = _minus.Over(_rangeSum);
    }

    public IndicatorBase<IndicatorDataPoint> PlusVortex { get; private set; }
    public IndicatorBase<IndicatorDataPoint> MinusVortex { get; private set; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod => _plus.Period;

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _range.Update(input);
        if (_previous != null)
        {
            _plus.Update(input.EndTime, Math.Abs(input.High - _previous.Low));
            _minus.Update(input.EndTime, Math.Abs(input.Low - _previous.High));
        }
        _previous = input;
        return IsReady ? (PlusVortex.Current.Value + MinusVortex.Current.Value) / 2 : 0;
    }

    public override void Reset()
    {
        foreach (var part in new IndicatorBase[] { _range, _rangeSum, _plus, _minus, PlusVortex, MinusVortex }) part.Reset();
        _previous = null;
        base.Reset();
    }
}
