using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>What every indicator must do.</summary>
public sealed class IndicatorContractTests
{
    private static readonly Dictionary<string, Func<IndicatorBase>> Makers = new()
    {
        ["SMA"] = () => new SimpleMovingAverage(7),
        ["EMA"] = () => new ExponentialMovingAverage(7),
        ["WWMA"] = () => new WilderMovingAverage(7),
        ["LWMA"] = () => new LinearWeightedMovingAverage(7),
        ["DEMA"] = () => new DoubleExponentialMovingAverage(7),
        ["TEMA"] = () => new TripleExponentialMovingAverage(7),
        ["T3"] = () => new T3MovingAverage(5),
        ["HMA"] = () => new HullMovingAverage(9),
        ["TRIMA"] = () => new TriangularMovingAverage(7),
        ["TRIMA even"] = () => new TriangularMovingAverage(8),
        ["KAMA"] = () => new KaufmanAdaptiveMovingAverage(7),
        ["KER"] = () => new KaufmanEfficiencyRatio(7),
        ["ALMA"] = () => new ArnaudLegouxMovingAverage(9),
        ["ZLEMA"] = () => new ZeroLagExponentialMovingAverage(7),
        ["MGD"] = () => new McGinleyDynamic(7),
        ["LSMA"] = () => new LeastSquaresMovingAverage(7),
        ["RC"] = () => new RegressionChannel(7, 2),
        ["BB"] = () => new BollingerBands(7, 2),
        ["RSI"] = () => new RelativeStrengthIndex(7),
        ["MACD"] = () => new MovingAverageConvergenceDivergence(4, 9, 3),
        ["PPO"] = () => new PercentagePriceOscillator(4, 9),
        ["MOM"] = () => new Momentum(7),
        ["MOMP"] = () => new MomentumPercent(7),
        ["ROC"] = () => new RateOfChange(7),
        ["ROCP"] = () => new RateOfChangePercent(7),
        ["ROCR"] = () => new RateOfChangeRatio(7),
        ["TRIX"] = () => new Trix(4),
        ["CMO"] = () => new ChandeMomentumOscillator(7),
        ["LOGR"] = () => new LogReturn(7),
        ["VAR"] = () => new Variance(7),
        ["STD"] = () => new StandardDeviation(7),
        ["MAD"] = () => new MeanAbsoluteDeviation(7),
        ["MIN"] = () => new Minimum(7),
        ["MAX"] = () => new Maximum(7),
        ["SUM"] = () => new Sum(7),
        ["MIDPOINT"] = () => new MidPoint(7),
        ["DELAY"] = () => new Delay(7),
        ["DPO"] = () => new DetrendedPriceOscillator(9),
        ["Identity"] = () => new Identity("i"),
        ["Window identity"] = () => new WindowIdentity(3),
        ["TR"] = () => new TrueRange(),
        ["ATR"] = () => new AverageTrueRange(7),
        ["NATR"] = () => new NormalizedAverageTrueRange(7),
        ["ADX"] = () => new AverageDirectionalIndex(7),
        ["STO"] = () => new Stochastic(7, 3, 2),
        ["CCI"] = () => new CommodityChannelIndex(7),
        ["MFI"] = () => new MoneyFlowIndex(7),
        ["OBV"] = () => new OnBalanceVolume(),
        ["AD"] = () => new AccumulationDistribution(),
        ["CMF"] = () => new ChaikinMoneyFlow(7),
        ["WILR"] = () => new WilliamsPercentR(7),
        ["DCH"] = () => new DonchianChannel(7, 5),
        ["MIDPRICE"] = () => new MidPrice(7),
        ["KCH"] = () => new KeltnerChannels(7, 2),
        ["AROON"] = () => new AroonOscillator(7, 5),
        ["ULTOSC"] = () => new UltimateOscillator(3, 5, 7),
        ["STR"] = () => new SuperTrend(7, 2),
        ["HA"] = () => new HeikinAshi(),
        ["VWAP"] = () => new VolumeWeightedAveragePriceIndicator(7),
        ["SMA of MACD"] = () => new Chain()
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Reset_AfterUse_GivesTheSameValuesAgain(string name)
    {
        var indicator = Makers[name]();
        var bars = Bars.Random(60);
        var first = ValuesOf(indicator, bars);
        indicator.Reset();

        Assert.False(indicator.IsReady);
        Assert.Equal(0, indicator.Samples);
        Assert.Equal(first, ValuesOf(indicator, Bars.Random(60)));
    }

    [Theory, MemberData(nameof(Names))]
    public void WarmUpPeriod_Fed_MakesItReadyAndNotBefore(string name)
    {
        var indicator = Makers[name]();
        if (indicator is not IIndicatorWarmUpPeriodProvider provider)
        {
            Assert.Equal("SMA of MACD", name);
            return;
        }
        var bars = Bars.Random(60);
        for (var i = 0; i < provider.WarmUpPeriod; i++)
        {
            Assert.False(indicator.IsReady, $"{name} is ready after {i} of {provider.WarmUpPeriod}");
            indicator.Update(bars[i]);
        }
        Assert.True(indicator.IsReady, $"{name} is not ready after {provider.WarmUpPeriod}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Update_OlderOrSameInput_IsIgnored(string name)
    {
        var indicator = Makers[name]();
        // A bar becomes a new point each time, so an indicator of points needs points to know one again.
        var inputs = Bars.Random(40).ConvertAll(x => indicator is IndicatorBase<IndicatorDataPoint> ? new IndicatorDataPoint(x.EndTime, x.Close) : (IBaseData)x);
        foreach (var input in inputs)
            indicator.Update(input);
        var value = indicator.Current;

        indicator.Update(inputs[^1]);
        indicator.Update(inputs[3]);

        Assert.Same(value, indicator.Current);
        Assert.Equal(40, indicator.Samples);
    }

    private static List<(decimal, bool)> ValuesOf(IndicatorBase indicator, List<TradeBar> bars) => bars.ConvertAll(x =>
    {
        indicator.Update(x);
        return (indicator.Current.Value, indicator.IsReady);
    });

    /// <summary>Indicators fed by indicators.</summary>
    private sealed class Chain : IndicatorBase<IndicatorDataPoint>
    {
        private readonly MovingAverageConvergenceDivergence _macd = new(4, 9, 3);
        private readonly SimpleMovingAverage _sma;
        private readonly CompositeIndicator _sum;

        public Chain()
            : base("chain")
        {
            _sma = _macd.SMA(3);
            _sum = _sma.Plus(_macd).Over(2).Minus(1).Times(_sma);
        }

        public override bool IsReady => _sum.IsReady;

        protected override decimal ComputeNextValue(IndicatorDataPoint input)
        {
            _macd.Update(input);
            return _sum.Current.Value;
        }

        public override void Reset()
        {
            _sum.Reset();
            base.Reset();
        }
    }
}
