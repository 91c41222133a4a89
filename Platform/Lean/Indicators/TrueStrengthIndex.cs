namespace QuantConnect.Indicators;

/// <summary>100 times the doubly smoothed change of the price over the doubly smoothed size of the change.</summary>
/// <remarks>Source: Blau (1991), True Strength Index, Stocks and Commodities.</remarks>
public class TrueStrengthIndex : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly ExponentialMovingAverage _change, _size, _smoothedChange, _smoothedSize;
    private readonly CompositeIndicator _index;
    private decimal _price;

    public TrueStrengthIndex(int longTermPeriod = 25, int shortTermPeriod = 13, int signalPeriod = 7, MovingAverageType signalType = MovingAverageType.Exponential)
        : this($"TSI({longTermPeriod},{shortTermPeriod},{signalPeriod})", longTermPeriod, shortTermPeriod, signalPeriod, signalType)
    {
    }

    public TrueStrengthIndex(string name, int longTermPeriod = 25, int shortTermPeriod = 13, int signalPeriod = 7, MovingAverageType signalType = MovingAverageType.Exponential)
        : base(name)
    {
        _change = new ExponentialMovingAverage(name + "_PC_EMA", longTermPeriod);
        _size = new ExponentialMovingAverage(name + "_APC_EMA", longTermPeriod);
        _smoothedChange = new ExponentialMovingAverage(name + "_PC_EMA_EMA", shortTermPeriod).Of(_change);
        _smoothedSize = new ExponentialMovingAverage(name + "_APC_EMA_EMA", shortTermPeriod).Of(_size);
        _index = _smoothedChange.Over(_smoothedSize).Times(100m);
        Signal = signalType.AsIndicator(name + "_Signal", signalPeriod).Of(_index);
        WarmUpPeriod = longTermPeriod + shortTermPeriod;
    }

    public IndicatorBase<IndicatorDataPoint> Signal { get; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        var change = input.Value - _price;
        _price = input.Value;
        if (Samples == 1) return 0m;
        _change.Update(input.EndTime, change);
        _size.Update(input.EndTime, Math.Abs(change));
        return _index.Current.Value;
    }

    public override void Reset()
    {
        _price = 0;
        foreach (var part in new IndicatorBase[] { _change, _size, _smoothedChange, _smoothedSize, _index, Signal }) part.Reset();
        base.Reset();
    }
}
