using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Further indicators of whole bars, with and without volume, registered and warmed up like the others.
public partial class QCAlgorithm
{
    public AccelerationBands ABANDS(Symbol symbol, int period, decimal width = 4, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new AccelerationBands(CreateIndicatorName(symbol, $"ABANDS({period},{width})", resolution), period, width, movingAverageType), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public AverageRange AR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AverageRange(CreateIndicatorName(symbol, $"AR({period})", resolution), period), resolution, selector, symbol);

    public AwesomeOscillator AO(Symbol symbol, int fastPeriod, int slowPeriod, MovingAverageType type, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AwesomeOscillator(CreateIndicatorName(symbol, $"AO({fastPeriod},{slowPeriod},{type})", resolution), fastPeriod, slowPeriod, type), resolution, selector, symbol);

    public AverageDirectionalMovementIndexRating ADXR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AverageDirectionalMovementIndexRating(CreateIndicatorName(symbol, $"ADXR({period})", resolution), period), resolution, selector, symbol);

    public BalanceOfPower BOP(Symbol symbol, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new BalanceOfPower(CreateIndicatorName(symbol, "BOP", resolution)), resolution, selector, symbol);

    public ChoppinessIndex CHOP(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new ChoppinessIndex(CreateIndicatorName(symbol, $"CHOP({period})", resolution), period), resolution, selector, symbol);

    public ChandeKrollStop CKS(Symbol symbol, int atrPeriod, decimal atrMult, int period, MovingAverageType movingAverageType = MovingAverageType.Wilders, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new ChandeKrollStop(CreateIndicatorName(symbol, $"CKS({atrPeriod},{atrMult},{period})", resolution), atrPeriod, atrMult, period, movingAverageType), resolution, selector, symbol);

    public DeMarkerIndicator DEM(Symbol symbol, int period, MovingAverageType type, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new DeMarkerIndicator(CreateIndicatorName(symbol, $"DEM({period},{type})", resolution), period, type), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public FisherTransform FISH(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new FisherTransform(CreateIndicatorName(symbol, $"FISH({period})", resolution), period), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public FractalAdaptiveMovingAverage FRAMA(Symbol symbol, int period, int longPeriod = 198, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new FractalAdaptiveMovingAverage(CreateIndicatorName(symbol, $"FRAMA({period},{longPeriod})", resolution), period, longPeriod), resolution, selector, symbol);

    public InternalBarStrength IBS(Symbol symbol, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new InternalBarStrength(CreateIndicatorName(symbol, "IBS", resolution)), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public IchimokuKinkoHyo ICHIMOKU(Symbol symbol, int tenkanPeriod, int kijunPeriod, int senkouAPeriod, int senkouBPeriod, int senkouADelayPeriod, int senkouBDelayPeriod, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new IchimokuKinkoHyo(CreateIndicatorName(symbol, $"ICHIMOKU({tenkanPeriod},{kijunPeriod},{senkouAPeriod},{senkouBPeriod},{senkouADelayPeriod},{senkouBDelayPeriod})", resolution), tenkanPeriod, kijunPeriod, senkouAPeriod, senkouBPeriod, senkouADelayPeriod, senkouBDelayPeriod), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public MesaAdaptiveMovingAverage MAMA(Symbol symbol, decimal fastLimit = 0.5m, decimal slowLimit = 0.05m, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new MesaAdaptiveMovingAverage(CreateIndicatorName(symbol, $"MAMA({fastLimit},{slowLimit})", resolution), fastLimit, slowLimit), resolution, selector, symbol);

    public PivotPointsHighLow PPHL(Symbol symbol, int lengthHigh, int lengthLow, int lastStoredValues, Resolution? resolution, Func<IBaseData, IBaseDataBar> selector = null) => PPHL(symbol, lengthHigh, lengthLow, lastStoredValues, true, resolution, selector);

    public PivotPointsHighLow PPHL(Symbol symbol, int lengthHigh, int lengthLow, int lastStoredValues = 100, bool strict = true, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new PivotPointsHighLow(CreateIndicatorName(symbol, $"PPHL({lengthHigh},{lengthLow})", resolution), lengthHigh, lengthLow, lastStoredValues, strict), resolution, selector, symbol);

    public ParabolicStopAndReverse PSAR(Symbol symbol, decimal afStart = 0.02m, decimal afIncrement = 0.02m, decimal afMax = 0.2m, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new ParabolicStopAndReverse(CreateIndicatorName(symbol, $"PSAR({afStart},{afIncrement},{afMax})", resolution), afStart, afIncrement, afMax), resolution, selector, symbol);

    public RelativeVigorIndex RVI(Symbol symbol, int period, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new RelativeVigorIndex(CreateIndicatorName(symbol, $"RVI({period},{movingAverageType})", resolution), period, movingAverageType), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public ParabolicStopAndReverseExtended SAREXT(Symbol symbol, decimal sarStart = 0.0m, decimal offsetOnReverse = 0.0m, decimal afStartShort = 0.02m, decimal afIncrementShort = 0.02m, decimal afMaxShort = 0.2m, decimal afStartLong = 0.02m, decimal afIncrementLong = 0.02m, decimal afMaxLong = 0.2m, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new ParabolicStopAndReverseExtended(CreateIndicatorName(symbol, $"SAREXT({sarStart},{offsetOnReverse},{afStartShort},{afIncrementShort},{afMaxShort},{afStartLong},{afIncrementLong},{afMaxLong})", resolution), sarStart, offsetOnReverse, afStartShort, afIncrementShort, afMaxShort, afStartLong, afIncrementLong, afMaxLong), resolution, selector, symbol);

    public SqueezeMomentum SM(Symbol symbol, int bollingerPeriod = 20, decimal bollingerMultiplier = 2m, int keltnerPeriod = 20, decimal keltnerMultiplier = 1.5m, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new SqueezeMomentum(CreateIndicatorName(symbol, $"SM({bollingerPeriod}, {bollingerMultiplier}, {keltnerPeriod}, {keltnerMultiplier})", resolution), bollingerPeriod, bollingerMultiplier, keltnerPeriod, keltnerMultiplier), resolution, selector, symbol);

    public SmoothedOnBalanceVolume SOBV(Symbol symbol, int period, MovingAverageType type = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new SmoothedOnBalanceVolume(CreateIndicatorName(symbol, $"SOBV({period})", resolution), period, type), resolution, selector, symbol);

    public PremierStochasticOscillator PSO(Symbol symbol, int period, int emaPeriod, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new PremierStochasticOscillator(CreateIndicatorName(symbol, $"PSO({period},{emaPeriod})", resolution), period, emaPeriod), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public Vortex VTX(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new Vortex(CreateIndicatorName(symbol, $"VTX({period})", resolution), period), resolution, selector, symbol);

    public WaveTrendOscillator WTO(Symbol symbol, int channelPeriod, int averagePeriod, int signalPeriod, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new WaveTrendOscillator(CreateIndicatorName(symbol, $"WTO({channelPeriod},{averagePeriod},{signalPeriod})", resolution), channelPeriod, averagePeriod, signalPeriod), resolution, selector, symbol);

    public RogersSatchellVolatility RSV(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new RogersSatchellVolatility(CreateIndicatorName(symbol, $"RSV({period})", resolution), period), resolution, selector, symbol);

    public ZigZag ZZ(Symbol symbol, decimal sensitivity = 0.05m, int minTrendLength = 1, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new ZigZag(CreateIndicatorName(symbol, $"ZZ({sensitivity},{minTrendLength})", resolution), sensitivity, minTrendLength), resolution, selector, symbol);

    public AccumulationDistributionOscillator ADOSC(Symbol symbol, int fastPeriod, int slowPeriod, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new AccumulationDistributionOscillator(CreateIndicatorName(symbol, $"ADOSC({fastPeriod},{slowPeriod})", resolution), fastPeriod, slowPeriod), resolution, selector, symbol);

    public ChaikinOscillator CO(Symbol symbol, int fastPeriod, int slowPeriod, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new ChaikinOscillator(CreateIndicatorName(symbol, $"CO({fastPeriod},{slowPeriod})", resolution), fastPeriod, slowPeriod), resolution, selector, symbol);

    public EaseOfMovementValue EMV(Symbol symbol, int period = 1, int scale = 10000, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new EaseOfMovementValue(CreateIndicatorName(symbol, $"EMV({period}, {scale})", resolution), period, scale), resolution, selector, symbol);

    public ForceIndex FI(Symbol symbol, int period, MovingAverageType type = MovingAverageType.Exponential, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new ForceIndex(CreateIndicatorName(symbol, $"FI({period})", resolution), period, type), resolution, selector, symbol);

    public KlingerVolumeOscillator KVO(Symbol symbol, int fastPeriod, int slowPeriod, int signalPeriod = 13, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new KlingerVolumeOscillator(CreateIndicatorName(symbol, $"KVO({fastPeriod},{slowPeriod},{signalPeriod})", resolution), fastPeriod, slowPeriod, signalPeriod), resolution, selector, symbol);

    public MassIndex MASS(Symbol symbol, int emaPeriod = 9, int sumPeriod = 25, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new MassIndex(CreateIndicatorName(symbol, $"MASS({emaPeriod},{sumPeriod})", resolution), emaPeriod, sumPeriod), resolution, selector, symbol);

    public RelativeDailyVolume RDV(Symbol symbol, int period = 2, Resolution resolution = Resolution.Daily, Func<IBaseData, TradeBar> selector = null) =>
        Start(new RelativeDailyVolume(CreateIndicatorName(symbol, $"RDV({period})", resolution), period), resolution, selector, symbol);

    public VolumeWeightedMovingAverage VWMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new VolumeWeightedMovingAverage(CreateIndicatorName(symbol, $"VWMA({period})", resolution), period), resolution, selector, symbol);

    public WilderSwingIndex SI(Symbol symbol, decimal limitMove, Resolution? resolution = Resolution.Daily, Func<IBaseData, TradeBar> selector = null) =>
        Start(new WilderSwingIndex(CreateIndicatorName(symbol, "SI", resolution), limitMove), resolution, selector, symbol);

    public WilderAccumulativeSwingIndex ASI(Symbol symbol, decimal limitMove, Resolution? resolution = Resolution.Daily, Func<IBaseData, TradeBar> selector = null) =>
        Start(new WilderAccumulativeSwingIndex(CreateIndicatorName(symbol, "ASI", resolution), limitMove), resolution, selector, symbol);

    public TomDemarkSequential TDS(Symbol symbol, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new TomDemarkSequential(CreateIndicatorName(symbol, "TDS", resolution)), resolution, selector, symbol);
}
