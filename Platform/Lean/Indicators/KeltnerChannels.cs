using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>An average of the typical price with bands k average true ranges above and below it; the bands are 0 before it is ready.</summary>
public class KeltnerChannels : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public KeltnerChannels(int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : this($"KC({period},{k.ToStringInvariant()})", period, k, movingAverageType)
    {
    }

    public KeltnerChannels(string name, int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple)
        : base(name)
    {
        WarmUpPeriod = period;
        AverageTrueRange = new AverageTrueRange(name + "_AverageTrueRange", period, MovingAverageType.Simple);
        MiddleBand = movingAverageType.AsIndicator(name + "_MiddleBand", period);
        LowerBand = Band("_LowerBand", -k);
        UpperBand = Band("_UpperBand", k);

        IndicatorBase<IBaseDataBar> Band(string suffix, decimal multiple) => new FunctionalIndicator<IBaseDataBar>(name + suffix,
            _ => MiddleBand.IsReady ? MiddleBand.Current.Value + AverageTrueRange.Current.Value * multiple : 0m,
            _ => MiddleBand.IsReady);
    }

    public IndicatorBase<IndicatorDataPoint> MiddleBand { get; }

    public IndicatorBase<IBaseDataBar> UpperBand { get; }

    public IndicatorBase<IBaseDataBar> LowerBand { get; }

    public IndicatorBase<IBaseDataBar> AverageTrueRange { get; }

    public override bool IsReady => MiddleBand.IsReady && UpperBand.IsReady && LowerBand.IsReady && AverageTrueRange.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        AverageTrueRange.Update(input);
        MiddleBand.Update(input.EndTime, (input.High + input.Low + input.Close) / 3m);
        LowerBand.Update(input);
        UpperBand.Update(input);
        return MiddleBand.Current.Value;
    }

    public override void Reset()
    {
        AverageTrueRange.Reset();
        MiddleBand.Reset();
        UpperBand.Reset();
        LowerBand.Reset();
        base.Reset();
    }
}
