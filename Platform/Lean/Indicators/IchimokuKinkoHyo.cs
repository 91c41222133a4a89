using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Middles of the range over three periods, two of them shown later, and the close shown later. The value is the close.</summary>
/// <remarks>Source: Hosoda (1969).</remarks>
public class IchimokuKinkoHyo : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    public IchimokuKinkoHyo(int tenkanPeriod = 9, int kijunPeriod = 26, int senkouAPeriod = 26, int senkouBPeriod = 52, int senkouADelayPeriod = 26, int senkouBDelayPeriod = 26)
        : this($"ICHIMOKU({tenkanPeriod},{kijunPeriod},{senkouAPeriod},{senkouBPeriod},{senkouADelayPeriod},{senkouBDelayPeriod})", tenkanPeriod, kijunPeriod, senkouAPeriod, senkouBPeriod, senkouADelayPeriod, senkouBDelayPeriod)
    {
    }

    public IchimokuKinkoHyo(string name, int tenkanPeriod = 9, int kijunPeriod = 26, int senkouAPeriod = 26, int senkouBPeriod = 52, int senkouADelayPeriod = 26, int senkouBDelayPeriod = 26)
        : base(name)
    {
        WarmUpPeriod = Math.Max(Math.Max(tenkanPeriod, kijunPeriod) + senkouADelayPeriod, senkouBPeriod + senkouBDelayPeriod);
        TenkanMaximum = new Maximum(name + "_TenkanMax", tenkanPeriod);
        TenkanMinimum = new Minimum(name + "_TenkanMin", tenkanPeriod);
        KijunMaximum = new Maximum(name + "_KijunMax", kijunPeriod);
        KijunMinimum = new Minimum(name + "_KijunMin", kijunPeriod);
        SenkouBMaximum = new Maximum(name + "_SenkouBMaximum", senkouBPeriod);
        SenkouBMinimum = new Minimum(name + "_SenkouBMinimum", senkouBPeriod);
        DelayedMaximumSenkouB = new Delay(name + "DelayedMax", senkouBDelayPeriod).Of(SenkouBMaximum);
        DelayedMinimumSenkouB = new Delay(name + "DelayedMin", senkouBDelayPeriod).Of(SenkouBMinimum);
        Tenkan = TenkanMaximum.Plus(TenkanMinimum).Over(2m);
        DelayedTenkanSenkouA = new Delay(name + "DelayedTenkan", senkouADelayPeriod).Of(Tenkan);
        Kijun = KijunMaximum.Plus(KijunMinimum).Over(2m);
        DelayedKijunSenkouA = new Delay(name + "DelayedKijun", senkouADelayPeriod).Of(Kijun);
        SenkouA = DelayedTenkanSenkouA.Plus(DelayedKijunSenkouA).Over(2m);
        SenkouB = DelayedMaximumSenkouB.Plus(DelayedMinimumSenkouB).Over(2m);
        Chikou = new Delay(name + "_Chikou", senkouADelayPeriod);
    }

    public IndicatorBase<IndicatorDataPoint> Tenkan { get; }
    public IndicatorBase<IndicatorDataPoint> Kijun { get; }
    public IndicatorBase<IndicatorDataPoint> SenkouA { get; }
    public IndicatorBase<IndicatorDataPoint> SenkouB { get; }
    public IndicatorBase<IndicatorDataPoint> Chikou { get; }
    public IndicatorBase<IndicatorDataPoint> TenkanMaximum { get; }
    public IndicatorBase<IndicatorDataPoint> TenkanMinimum { get; }
    public IndicatorBase<IndicatorDataPoint> KijunMaximum { get; }
    public IndicatorBase<IndicatorDataPoint> KijunMinimum { get; }
    public IndicatorBase<IndicatorDataPoint> SenkouBMaximum { get; }
    public IndicatorBase<IndicatorDataPoint> SenkouBMinimum { get; }
    public WindowIndicator<IndicatorDataPoint> DelayedTenkanSenkouA { get; }
    public WindowIndicator<IndicatorDataPoint> DelayedKijunSenkouA { get; }
    public WindowIndicator<IndicatorDataPoint> DelayedMaximumSenkouB { get; }
    public WindowIndicator<IndicatorDataPoint> DelayedMinimumSenkouB { get; }
    public override bool IsReady => Tenkan.IsReady && Kijun.IsReady && SenkouA.IsReady && SenkouB.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        TenkanMaximum.Update(input.EndTime, input.High);
        TenkanMinimum.Update(input.EndTime, input.Low);
        KijunMaximum.Update(input.EndTime, input.High);
        KijunMinimum.Update(input.EndTime, input.Low);
        SenkouBMaximum.Update(input.EndTime, input.High);
        SenkouBMinimum.Update(input.EndTime, input.Low);
        Chikou.Update(input.EndTime, input.Close);
        return input.Close;
    }

    public override void Reset()
    {
        // Composites reset their parts.
        foreach (var part in new IndicatorBase[] { Tenkan, Kijun, SenkouA, SenkouB, Chikou, TenkanMaximum, TenkanMinimum, KijunMaximum, KijunMinimum, SenkouBMaximum, SenkouBMinimum, DelayedTenkanSenkouA, DelayedKijunSenkouA, DelayedMaximumSenkouB, DelayedMinimumSenkouB })
            part.Reset();
        base.Reset();
    }
}
