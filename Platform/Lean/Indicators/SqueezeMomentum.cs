using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>1 while the Bollinger bands lie inside the Keltner channels, otherwise −1.</summary>
/// <remarks>Source: Carter (2005), Mastering the Trade.</remarks>
public class SqueezeMomentum : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public SqueezeMomentum(string name, int bollingerPeriod, decimal bollingerMultiplier, int keltnerPeriod, decimal keltnerMultiplier)
        : base(name)
    {
        BollingerBands = new BollingerBands(bollingerPeriod, bollingerMultiplier);
        KeltnerChannels = new KeltnerChannels(keltnerPeriod, keltnerMultiplier, MovingAverageType.Exponential);
        WarmUpPeriod = Math.Max(bollingerPeriod, keltnerPeriod);
    }

    public SqueezeMomentum(int bollingerPeriod, decimal bollingerMultiplier, int keltnerPeriod, decimal keltnerMultiplier)
        : this($"SM({bollingerPeriod},{bollingerMultiplier.ToStringInvariant()},{keltnerPeriod},{keltnerMultiplier.ToStringInvariant()})", bollingerPeriod, bollingerMultiplier, keltnerPeriod, keltnerMultiplier)
    {
    }

    public BollingerBands BollingerBands { get; }
    public KeltnerChannels KeltnerChannels { get; }
    public override bool IsReady => BollingerBands.IsReady && KeltnerChannels.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        BollingerBands.Update(input);
        KeltnerChannels.Update(input);
        if (!IsReady) return 0m;
        return KeltnerChannels.UpperBand.Current.Value > BollingerBands.UpperBand.Current.Value && KeltnerChannels.LowerBand.Current.Value < BollingerBands.LowerBand.Current.Value ? 1m : -1m;
    }

    public override void Reset()
    {
        BollingerBands.Reset();
        KeltnerChannels.Reset();
        base.Reset();
    }
}
