using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Indicators of a single value per bar: the close, unless a selector says otherwise.
// Each is registered for the symbol, so that it follows its data, and warmed up from history where the settings ask for that.
public partial class QCAlgorithm
{
    public SimpleMovingAverage SMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new SimpleMovingAverage(CreateIndicatorName(symbol, $"SMA({period})", resolution), period), resolution, selector, symbol);

    public ExponentialMovingAverage EMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        EMA(symbol, period, ExponentialMovingAverage.SmoothingFactorDefault(period), resolution, selector);

    public ExponentialMovingAverage EMA(Symbol symbol, int period, decimal smoothingFactor, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ExponentialMovingAverage(CreateIndicatorName(symbol, $"EMA({period})", resolution), period, smoothingFactor), resolution, selector, symbol);

    public WilderMovingAverage WWMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new WilderMovingAverage(CreateIndicatorName(symbol, $"WWMA({period})", resolution), period), resolution, selector, symbol);

    public LinearWeightedMovingAverage LWMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new LinearWeightedMovingAverage(CreateIndicatorName(symbol, $"LWMA({period})", resolution), period), resolution, selector, symbol);

    public DoubleExponentialMovingAverage DEMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new DoubleExponentialMovingAverage(CreateIndicatorName(symbol, $"DEMA({period})", resolution), period), resolution, selector, symbol);

    public TripleExponentialMovingAverage TEMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new TripleExponentialMovingAverage(CreateIndicatorName(symbol, $"TEMA({period})", resolution), period), resolution, selector, symbol);

    public T3MovingAverage T3(Symbol symbol, int period, decimal volumeFactor = 0.7m, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new T3MovingAverage(CreateIndicatorName(symbol, $"T3({period},{volumeFactor})", resolution), period, volumeFactor), resolution, selector, symbol);

    public HullMovingAverage HMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new HullMovingAverage(CreateIndicatorName(symbol, $"HMA({period})", resolution), period), resolution, selector, symbol);

    public TriangularMovingAverage TRIMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new TriangularMovingAverage(CreateIndicatorName(symbol, $"TRIMA({period})", resolution), period), resolution, selector, symbol);

    public KaufmanAdaptiveMovingAverage KAMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        KAMA(symbol, period, 2, 30, resolution, selector);

    public KaufmanAdaptiveMovingAverage KAMA(Symbol symbol, int period, int fastEmaPeriod, int slowEmaPeriod, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new KaufmanAdaptiveMovingAverage(CreateIndicatorName(symbol, $"KAMA({period},{fastEmaPeriod},{slowEmaPeriod})", resolution), period, fastEmaPeriod, slowEmaPeriod), resolution, selector, symbol);

    public KaufmanEfficiencyRatio KER(Symbol symbol, int period = 2, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new KaufmanEfficiencyRatio(CreateIndicatorName(symbol, $"KER({period})", resolution), period), resolution, selector, symbol);

    public ArnaudLegouxMovingAverage ALMA(Symbol symbol, int period, int sigma = 6, decimal offset = 0.85m, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ArnaudLegouxMovingAverage(CreateIndicatorName(symbol, $"ALMA({period},{sigma},{offset})", resolution), period, sigma, offset), resolution, selector, symbol);

    public ZeroLagExponentialMovingAverage ZLEMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ZeroLagExponentialMovingAverage(CreateIndicatorName(symbol, $"ZLEMA({period})", resolution), period), resolution, selector, symbol);

    public McGinleyDynamic MGD(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new McGinleyDynamic(CreateIndicatorName(symbol, $"MGD({period})", resolution), period), resolution, selector, symbol);

    public LeastSquaresMovingAverage LSMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new LeastSquaresMovingAverage(CreateIndicatorName(symbol, $"LSMA({period})", resolution), period), resolution, selector, symbol);

    public RegressionChannel RC(Symbol symbol, int period, decimal k, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RegressionChannel(CreateIndicatorName(symbol, $"RC({period},{k})", resolution), period, k), resolution, selector, symbol);

    public BollingerBands BB(Symbol symbol, int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new BollingerBands(CreateIndicatorName(symbol, $"BB({period},{k})", resolution), period, k, movingAverageType), resolution, selector, symbol);

    public RelativeStrengthIndex RSI(Symbol symbol, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RelativeStrengthIndex(CreateIndicatorName(symbol, $"RSI({period},{movingAverageType})", resolution), period, movingAverageType), resolution, selector, symbol);

    public MovingAverageConvergenceDivergence MACD(Symbol symbol, int fastPeriod, int slowPeriod, int signalPeriod, MovingAverageType type = MovingAverageType.Exponential, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new MovingAverageConvergenceDivergence(CreateIndicatorName(symbol, $"MACD({fastPeriod},{slowPeriod},{signalPeriod})", resolution), fastPeriod, slowPeriod, signalPeriod, type), resolution, selector, symbol);

    public AbsolutePriceOscillator APO(Symbol symbol, int fastPeriod, int slowPeriod, MovingAverageType movingAverageType, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new AbsolutePriceOscillator(CreateIndicatorName(symbol, $"APO({fastPeriod},{slowPeriod})", resolution), fastPeriod, slowPeriod, movingAverageType), resolution, selector, symbol);

    public PercentagePriceOscillator PPO(Symbol symbol, int fastPeriod, int slowPeriod, MovingAverageType movingAverageType, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new PercentagePriceOscillator(CreateIndicatorName(symbol, $"PPO({fastPeriod},{slowPeriod})", resolution), fastPeriod, slowPeriod, movingAverageType), resolution, selector, symbol);

    public Momentum MOM(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Momentum(CreateIndicatorName(symbol, $"MOM({period})", resolution), period), resolution, selector, symbol);

    public MomentumPercent MOMP(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new MomentumPercent(CreateIndicatorName(symbol, $"MOMP({period})", resolution), period), resolution, selector, symbol);

    public RateOfChange ROC(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RateOfChange(CreateIndicatorName(symbol, $"ROC({period})", resolution), period), resolution, selector, symbol);

    public RateOfChangePercent ROCP(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RateOfChangePercent(CreateIndicatorName(symbol, $"ROCP({period})", resolution), period), resolution, selector, symbol);

    public RateOfChangeRatio ROCR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RateOfChangeRatio(CreateIndicatorName(symbol, $"ROCR({period})", resolution), period), resolution, selector, symbol);

    public LogReturn LOGR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new LogReturn(CreateIndicatorName(symbol, $"LOGR({period})", resolution), period), resolution, selector, symbol);

    public Trix TRIX(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Trix(CreateIndicatorName(symbol, $"TRIX({period})", resolution), period), resolution, selector, symbol);

    public ChandeMomentumOscillator CMO(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ChandeMomentumOscillator(CreateIndicatorName(symbol, $"CMO({period})", resolution), period), resolution, selector, symbol);

    public DetrendedPriceOscillator DPO(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new DetrendedPriceOscillator(CreateIndicatorName(symbol, $"DPO({period})", resolution), period), resolution, selector, symbol);

    public MidPoint MIDPOINT(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new MidPoint(CreateIndicatorName(symbol, $"MIDPOINT({period})", resolution), period), resolution, selector, symbol);

    public Sum SUM(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Sum(CreateIndicatorName(symbol, $"SUM({period})", resolution), period), resolution, selector, symbol);

    public StandardDeviation STD(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new StandardDeviation(CreateIndicatorName(symbol, $"STD({period})", resolution), period), resolution, selector, symbol);

    public MeanAbsoluteDeviation MAD(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new MeanAbsoluteDeviation(CreateIndicatorName(symbol, $"MAD({period})", resolution), period), resolution, selector, symbol);

    public Variance V(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Variance(CreateIndicatorName(symbol, $"V({period})", resolution), period), resolution, selector, symbol);

    public Variance VAR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) => V(symbol, period, resolution, selector);

    /// <summary>Of the bars' highs, unless a selector says otherwise.</summary>
    public Maximum MAX(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Maximum(CreateIndicatorName(symbol, $"MAX({period})", resolution), period), resolution,
            selector ?? (typeof(TradeBar).IsAssignableFrom(GetSubscription(symbol).Type) ? x => ((TradeBar)x).High : null), symbol);

    /// <summary>Of the bars' lows, unless a selector says otherwise.</summary>
    public Minimum MIN(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Minimum(CreateIndicatorName(symbol, $"MIN({period})", resolution), period), resolution,
            selector ?? (typeof(TradeBar).IsAssignableFrom(GetSubscription(symbol).Type) ? x => ((TradeBar)x).Low : null), symbol);

    public Identity Identity(Symbol symbol, Func<IBaseData, decimal> selector = null, string fieldName = null) =>
        Identity(symbol, GetSubscription(symbol).Resolution, selector, fieldName);

    public Identity Identity(Symbol symbol, Resolution resolution, Func<IBaseData, decimal> selector = null, string fieldName = null) =>
        Start(new Identity(CreateIndicatorName(symbol, fieldName ?? "close", resolution)), resolution, selector, symbol);

    public Identity Identity(Symbol symbol, TimeSpan resolution, Func<IBaseData, decimal> selector = null, string fieldName = null)
    {
        var identity = new Identity($"{symbol}({fieldName ?? "close"},{resolution})");
        RegisterIndicator(symbol, identity, ResolveConsolidator(symbol, resolution), selector);
        return identity;
    }
}
