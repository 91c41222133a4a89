using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The typical price's distance from its average in units of 0.015 mean deviations.</summary>
/// <remarks>Source: Lambert (1980).</remarks>
public class CommodityChannelIndex : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private const decimal Scale = 0.015m;

    public CommodityChannelIndex(int period, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"CCI({period})", period, movingAverageType)
    {
    }

    public CommodityChannelIndex(string name, int period, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period;
        MovingAverageType = movingAverageType;
        TypicalPriceAverage = movingAverageType.AsIndicator(name + "_TypicalPriceAvg", period);
        TypicalPriceMeanDeviation = new MeanAbsoluteDeviation(name + "_TypicalPriceMAD", period);
    }

    public MovingAverageType MovingAverageType { get; }

    public IndicatorBase<IndicatorDataPoint> TypicalPriceAverage { get; }

    public IndicatorBase<IndicatorDataPoint> TypicalPriceMeanDeviation { get; }

    public override bool IsReady => TypicalPriceAverage.IsReady && TypicalPriceMeanDeviation.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var price = (input.High + input.Low + input.Close) / 3.0m;
        TypicalPriceAverage.Update(input.EndTime, price);
        TypicalPriceMeanDeviation.Update(input.EndTime, price);
        var deviation = Scale * TypicalPriceMeanDeviation.Current.Value;
        return deviation == 0m ? 0m : (price - TypicalPriceAverage.Current.Value).SafeDivision(deviation, Current.Value);
    }

    public override void Reset()
    {
        TypicalPriceAverage.Reset();
        TypicalPriceMeanDeviation.Reset();
        base.Reset();
    }
}
