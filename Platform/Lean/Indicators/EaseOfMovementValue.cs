using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>How far the middle of the bar moved per volume and range, averaged; bars without volume or range count 0.</summary>
/// <remarks>Source: Arms (1983), Volume Cycles in the Stock Market.</remarks>
public class EaseOfMovementValue : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly SimpleMovingAverage _average;
    private readonly int _scale;
    private decimal _high, _low;

    public EaseOfMovementValue(int period = 1, int scale = 10000)
        : this($"EMV({period}, {scale})", period, scale)
    {
    }

    /// <param name="scale">Shares that count as one of volume.</param>
    public EaseOfMovementValue(string name, int period, int scale)
        : base(name)
    {
        _average = new SimpleMovingAverage(period);
        _scale = scale;
    }

    public override bool IsReady => _average.IsReady;
    public int WarmUpPeriod => _average.WarmUpPeriod;

    protected override decimal ComputeNextValue(TradeBar input)
    {
        if (_high == 0 && _low == 0) (_high, _low) = (input.High, input.Low);
        var ease = 0m;
        if (input.Volume != 0 && input.High != input.Low)
        {
            ease = ((input.High + input.Low) / 2 - (_high + _low) / 2) / (input.Volume / _scale / (input.High - input.Low));
            (_high, _low) = (input.High, input.Low);
        }
        _average.Update(input.EndTime, ease);
        return _average.Current.Value;
    }

    public override void Reset()
    {
        _average.Reset();
        (_high, _low) = (0m, 0m);
        base.Reset();
    }
}
