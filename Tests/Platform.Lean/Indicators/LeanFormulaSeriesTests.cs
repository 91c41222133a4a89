using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>Indicators against LEAN's own: the values of its classes after the 200 bars of <see cref="Wave"/>, to ten digits.</summary>
/// <remarks>The figures come from LEAN's source compiled against this platform's bases; both gave the same digits at every one of
/// these bars, and of 800 random ones, before and after a reset.</remarks>
public sealed class LeanFormulaSeriesTests
{
    private static readonly Dictionary<string, (Func<IndicatorBase> Make, decimal Value)> Cases = new()
    {
        ["AccelerationBands"] = (() => new AccelerationBands(20, 4m, MovingAverageType.Simple), 125.437m),
        ["AccumulationDistributionOscillator"] = (() => new AccumulationDistributionOscillator(3, 10), -4982.3176196230m),
        ["AugenPriceSpike"] = (() => new AugenPriceSpike(20), 0.0399136406m),
        ["AverageDirectionalMovementIndexRating"] = (() => new AverageDirectionalMovementIndexRating(14), 36.9822388346m),
        ["AverageRange"] = (() => new AverageRange(20), 2.2365m),
        ["AwesomeOscillator"] = (() => new AwesomeOscillator(5, 34, MovingAverageType.Simple), -0.5773529412m),
        ["BalanceOfPower"] = (() => new BalanceOfPower(), 0.2413793103m),
        ["ChoppinessIndex"] = (() => new ChoppinessIndex(14), 32.2550134572m),
        ["ConnorsRelativeStrengthIndex"] = (() => new ConnorsRelativeStrengthIndex(3, 2, 20), 52.3586384587m),
        ["CoppockCurve"] = (() => new CoppockCurve(11, 14, 10), -8.1095899406m),
        ["DeMarkerIndicator"] = (() => new DeMarkerIndicator(14, MovingAverageType.Simple), 0.2698034544m),
        ["DerivativeOscillator"] = (() => new DerivativeOscillator(14, 5, 3, 9), -14.7786878581m),
        ["EaseOfMovementValue"] = (() => new EaseOfMovementValue(3, 1000), -0.0487035614m),
        ["FisherTransform"] = (() => new FisherTransform(10), -2.5483021488m),
        ["ForceIndex"] = (() => new ForceIndex(20, MovingAverageType.Exponential), -2834.3203190320m),
        ["FractalAdaptiveMovingAverage"] = (() => new FractalAdaptiveMovingAverage(16, 198), 125.3141795225m),
        ["HurstExponent"] = (() => new HurstExponent(60, 20), 0.6888841208m),
        ["InternalBarStrength"] = (() => new InternalBarStrength(), 0.5812807882m),
        ["KlingerVolumeOscillator"] = (() => new KlingerVolumeOscillator(5, 10, 13), 10536.8575240544m),
        ["KnowSureThing"] = (() => new KnowSureThing(5, 5, 10, 5, 15, 5, 25, 10, 9, MovingAverageType.Simple), 15.7150868731m),
        ["MassIndex"] = (() => new MassIndex(9, 25), 25.1293531889m),
        ["MesaAdaptiveMovingAverage"] = (() => new MesaAdaptiveMovingAverage(0.5m, 0.05m), 123.6494508740m),
        ["Momersion"] = (() => new Momersion(7, 20), 85m),
        ["ParabolicStopAndReverse"] = (() => new ParabolicStopAndReverse(0.02m, 0.02m, 0.2m), 126.3325259971m),
        ["ParabolicStopAndReverseExtended"] = (() => new ParabolicStopAndReverseExtended(0m, 0m, 0.02m, 0.02m, 0.2m, 0.02m, 0.02m, 0.2m), -126.3325259971m),
        ["ParabolicStopAndReverseExtended 2"] = (() => new ParabolicStopAndReverseExtended(-105m, 0.01m, 0.03m, 0.01m, 0.1m, 0.02m, 0.02m, 0.2m), -128.8365600218m),
        ["PremierStochasticOscillator"] = (() => new PremierStochasticOscillator(8, 5), -0.9376215796m),
        ["RelativeMovingAverage"] = (() => new RelativeMovingAverage(5), 122.621m),
        ["RelativeVigorIndex"] = (() => new RelativeVigorIndex(10, MovingAverageType.Simple), -0.5036925602m),
        ["RelativeDailyVolume"] = (() => new RelativeDailyVolume(2), 0.9695135135m),
        ["RogersSatchellVolatility"] = (() => new RogersSatchellVolatility(9), 0.0106731148m),
        ["SchaffTrendCycle"] = (() => new SchaffTrendCycle(10, 23, 50, MovingAverageType.Exponential), 0.3906246275m),
        ["SharpeRatio"] = (() => new SharpeRatio(10, 0.001m), -1.4911483459m),
        ["SmoothedOnBalanceVolume"] = (() => new SmoothedOnBalanceVolume(20, MovingAverageType.Simple), 50845.45m),
        ["SortinoRatio"] = (() => new SortinoRatio(15, 0.001), -0.4328171369m),
        ["SqueezeMomentum"] = (() => new SqueezeMomentum(20, 2m, 20, 1.5m), -1m),
        ["SwissArmyKnife Gauss"] = (() => new SwissArmyKnife(20, 0.1, SwissArmyKnifeTool.Gauss), 121.5894307411m),
        ["SwissArmyKnife BandPass"] = (() => new SwissArmyKnife(20, 0.1, SwissArmyKnifeTool.BandPass), -0.0701323675m),
        ["SwissArmyKnife HighPass"] = (() => new SwissArmyKnife(12, 0.2, SwissArmyKnifeTool.HighPass), -0.4067561499m),
        ["TargetDownsideDeviation"] = (() => new TargetDownsideDeviation(10, 0.001), 0.0125630886m),
        ["TimeSeriesForecast"] = (() => new TimeSeriesForecast(5), 119.55600m),
        ["TrueStrengthIndex"] = (() => new TrueStrengthIndex(25, 13, 7, MovingAverageType.Exponential), 2.7980382044m),
        ["ValueAtRisk"] = (() => new ValueAtRisk(60, 0.95), -0.0203057764m),
        ["VariableIndexDynamicAverage"] = (() => new VariableIndexDynamicAverage(9), 124.7986005254m),
        ["VolumeWeightedMovingAverage"] = (() => new VolumeWeightedMovingAverage(20), 124.9480633769m),
        ["Vortex"] = (() => new Vortex(14), 1.0042659606m),
        ["WaveTrendOscillator"] = (() => new WaveTrendOscillator(10, 21, 4), -12.0486885518m),
        ["WilderAccumulativeSwingIndex"] = (() => new WilderAccumulativeSwingIndex(8m), 60.4890538510m),
        ["WilderSwingIndex"] = (() => new WilderSwingIndex(8m), 1.1142293689m),
        ["ZigZag"] = (() => new ZigZag(0.05m, 3), 118.78m),
        ["ZigZag 2"] = (() => new ZigZag(0.02m, 1), 118.78m),
        ["AutoRegressiveIntegratedMovingAverage"] = (() => new AutoRegressiveIntegratedMovingAverage(1, 1, 1, 50, true), 119.6936567148m),
        ["AutoRegressiveIntegratedMovingAverage 2"] = (() => new AutoRegressiveIntegratedMovingAverage(2, 0, 0, 30, false), 119.9232150448m)
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Indicator_SeriesByFormula_EqualsLean(string name)
    {
        var (make, value) = Cases[name];
        var indicator = make();
        foreach (var bar in Wave(200)) indicator.Update(bar);
        Assert.True(indicator.IsReady);
        Assert.Equal(value, indicator.Current.Value, 10);
    }

    [Theory, MemberData(nameof(Names))]
    public void Reset_AfterUse_GivesTheSameValuesAgain(string name)
    {
        var indicator = Cases[name].Make();
        var first = ValuesOf(indicator);
        indicator.Reset();

        Assert.False(indicator.IsReady);
        Assert.Equal(0, indicator.Samples);
        Assert.Equal(first, ValuesOf(indicator));
    }

    [Fact]
    public void ChandeKrollStop_SeriesByFormula_EqualsLean()
    {
        var indicator = new ChandeKrollStop(5, 2m, 3);
        foreach (var bar in Wave(200)) indicator.Update(bar);
        Assert.Equal(121.6650257737m, indicator.ShortStop.Current.Value, 10);
        Assert.Equal(123.0607835048m, indicator.LongStop.Current.Value, 10);
    }

    [Fact]
    public void HilbertTransform_SeriesByFormula_EqualsLean()
    {
        var indicator = new HilbertTransform();
        foreach (var bar in Wave(200)) indicator.Update(bar);
        Assert.Equal(-1.2624876057m, indicator.InPhase.Current.Value, 10);
        Assert.Equal(-9.9866155319m, indicator.Quadrature.Current.Value, 10);
    }

    [Fact]
    public void TomDemarkSequential_SeriesByFormula_CountsAsLean()
    {
        var indicator = new TomDemarkSequential();
        var phases = string.Concat(Wave(200).ConvertAll(bar =>
        {
            indicator.Update(bar);
            return (int)indicator.Current.Value;
        }));
        Assert.Equal("00000000000000011111111533333333300000000030000000000333000022200000000002222000000222222222000444444000000000000000000000444444000444444444400000004400000000000440000000444444444400044444440000000000", phases);
        Assert.Equal((102.24m, 123.93m), (indicator.SupportPrice, indicator.ResistancePrice));
    }

    [Fact]
    public void StochasticRelativeStrengthIndex_SeriesByFormula_EqualsLean()
    {
        var indicator = new StochasticRelativeStrengthIndex(14, 14, 3, 3);
        foreach (var bar in Wave(200)) indicator.Update(bar);
        Assert.Equal(0.5910045616m, indicator.K.Current.Value, 10);
        Assert.Equal(0.2708518379m, indicator.D.Current.Value, 10);
    }

    [Fact]
    public void IchimokuKinkoHyo_SeriesByFormula_IsTheMiddleOfTheRanges()
    {
        var indicator = new IchimokuKinkoHyo();
        var bars = Wave(200);
        foreach (var bar in bars) indicator.Update(bar);
        Assert.Equal(Middle(200, 9), indicator.Tenkan.Current.Value);
        Assert.Equal(Middle(200, 26), indicator.Kijun.Current.Value);
        Assert.Equal((Middle(174, 9) + Middle(174, 26)) / 2, indicator.SenkouA.Current.Value);
        Assert.Equal(Middle(174, 52), indicator.SenkouB.Current.Value);
        Assert.Equal(bars[173].Close, indicator.Chikou.Current.Value);

        decimal Middle(int end, int count) => (bars[(end - count)..end].Max(x => x.High) + bars[(end - count)..end].Min(x => x.Low)) / 2;
    }

    [Fact]
    public void PivotPointsHighLow_SeriesByFormula_FindsTheExtremes()
    {
        var indicator = new PivotPointsHighLow(3);
        var bars = Wave(200);
        var seen = new List<PivotPoint>();
        indicator.NewPivotPointFormed += (_, e) => seen.Add(e.PivotPoint);
        foreach (var bar in bars) indicator.Update(bar);
        var middles = Enumerable.Range(3, 194);
        Assert.Equal(middles.Where(i => Around(i).All(j => bars[j].High < bars[i].High)).Select(i => bars[i].High), seen.Where(x => x.PivotPointType == PivotPointType.High).Select(x => x.Value));
        Assert.Equal(middles.Where(i => Around(i).All(j => bars[j].Low > bars[i].Low)).Select(i => bars[i].Low), indicator.GetLowPivotPointsArray().Reverse().Select(x => x.Value));

        static IEnumerable<int> Around(int i) => Enumerable.Range(i - 3, 7).Where(j => j != i);
    }

    /// <summary>Two waves on a slope, prices in cents: close 110 + 10 sin(i/7) + 3 cos(i/2) + i/20.</summary>
    private static List<TradeBar> Wave(int count)
    {
        var bars = new List<TradeBar>(count);
        var last = 110m;
        for (var i = 0; i < count; i++)
        {
            var close = Cents(110 + 10 * Math.Sin(i / 7.0) + 3 * Math.Cos(i / 2.0) + i / 20.0);
            var open = Cents((double)last + Math.Sin(i) / 2);
            var high = Math.Max(open, close) + Cents(0.5 + 0.4 * Math.Sin(i * 1.3));
            var low = Math.Min(open, close) - Cents(0.5 + 0.4 * Math.Cos(i * 0.7));
            bars.Add(Bars.Daily(i, open, high, low, close, Math.Round((decimal)(5000 + 2000 * Math.Sin(i / 5.0)))));
            last = close;
        }
        return bars;

        static decimal Cents(double x) => Math.Round((decimal)x, 2);
    }

    private static List<(decimal, bool)> ValuesOf(IndicatorBase indicator) => Wave(200).ConvertAll(bar =>
    {
        indicator.Update(bar);
        return (indicator.Current.Value, indicator.IsReady);
    });
}
