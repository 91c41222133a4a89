using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Further indicators of a single value per bar, registered and warmed up like the others.
public partial class QCAlgorithm
{
    public AutoRegressiveIntegratedMovingAverage ARIMA(Symbol symbol, int arOrder, int diffOrder, int maOrder, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) => ARIMA(symbol, arOrder, diffOrder, maOrder, period, true, resolution, selector);

    public AutoRegressiveIntegratedMovingAverage ARIMA(Symbol symbol, int arOrder, int diffOrder, int maOrder, int period, bool intercept, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new AutoRegressiveIntegratedMovingAverage(CreateIndicatorName(symbol, $"ARIMA({arOrder},{diffOrder},{maOrder},{period})", resolution), arOrder, diffOrder, maOrder, period, intercept), resolution, selector, symbol);

    public AugenPriceSpike APS(Symbol symbol, int period = 3, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new AugenPriceSpike(CreateIndicatorName(symbol, $"APS({period})", resolution), period), resolution, selector, symbol);

    public CoppockCurve CC(Symbol symbol, int shortRocPeriod = 11, int longRocPeriod = 14, int lwmaPeriod = 10, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new CoppockCurve(CreateIndicatorName(symbol, $"CC({shortRocPeriod},{longRocPeriod},{lwmaPeriod})", resolution), shortRocPeriod, longRocPeriod, lwmaPeriod), resolution, selector, symbol);

    public ConnorsRelativeStrengthIndex CRSI(Symbol symbol, int rsiPeriod, int rsiPeriodStreak, int lookBackPeriod, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ConnorsRelativeStrengthIndex(CreateIndicatorName(symbol, $"CRSI({rsiPeriod},{rsiPeriodStreak},{lookBackPeriod})", resolution), rsiPeriod, rsiPeriodStreak, lookBackPeriod), resolution, selector, symbol);

    public DerivativeOscillator DO(Symbol symbol, int rsiPeriod, int smoothingRsiPeriod, int doubleSmoothingRsiPeriod, int signalLinePeriod, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new DerivativeOscillator(CreateIndicatorName(symbol, $"DO({rsiPeriod},{smoothingRsiPeriod},{doubleSmoothingRsiPeriod},{signalLinePeriod})", resolution), rsiPeriod, smoothingRsiPeriod, doubleSmoothingRsiPeriod, signalLinePeriod), resolution, selector, symbol);

    public HurstExponent HE(Symbol symbol, int period, int maxLag = 20, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new HurstExponent(CreateIndicatorName(symbol, $"HE({period},{maxLag})", resolution), period, maxLag), resolution, selector, symbol);

    public KnowSureThing KST(Symbol symbol, int roc1Period = 10, int roc1MaPeriod = 10, int roc2Period = 15, int roc2MaPeriod = 10, int roc3Period = 20, int roc3MaPeriod = 10, int roc4Period = 30, int roc4MaPeriod = 15, int signalPeriod = 9, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new KnowSureThing(CreateIndicatorName(symbol, $"KST({roc1Period},{roc1MaPeriod},{roc2Period},{roc2MaPeriod},{roc3Period},{roc3MaPeriod},{roc4Period},{roc4MaPeriod},{signalPeriod},{movingAverageType})", resolution), roc1Period, roc1MaPeriod, roc2Period, roc2MaPeriod, roc3Period, roc3MaPeriod, roc4Period, roc4MaPeriod, signalPeriod, movingAverageType), resolution, selector, symbol);

    public TimeSeriesForecast TSF(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new TimeSeriesForecast(CreateIndicatorName(symbol, $"TSF({period})", resolution), period), resolution, selector, symbol);

    public Momersion MOMERSION(Symbol symbol, int? minPeriod, int fullPeriod, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new Momersion(CreateIndicatorName(symbol, $"MOMERSION({minPeriod},{fullPeriod})", resolution), minPeriod, fullPeriod), resolution, selector, symbol);

    public RelativeMovingAverage RMA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new RelativeMovingAverage(CreateIndicatorName(symbol, $"RMA({period})", resolution), period), resolution, selector, symbol);

    public StochasticRelativeStrengthIndex SRSI(Symbol symbol, int rsiPeriod, int stochPeriod, int kSmoothingPeriod, int dSmoothingPeriod, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new StochasticRelativeStrengthIndex(CreateIndicatorName(symbol, $"SRSI({rsiPeriod},{stochPeriod},{kSmoothingPeriod},{dSmoothingPeriod})", resolution), rsiPeriod, stochPeriod, kSmoothingPeriod, dSmoothingPeriod, movingAverageType), resolution, selector, symbol);

    public SortinoRatio SORTINO(Symbol symbol, int sortinoPeriod, double minimumAcceptableReturn = 0.0, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new SortinoRatio(CreateIndicatorName(symbol, $"SORTINO({sortinoPeriod},{minimumAcceptableReturn})", resolution), sortinoPeriod, minimumAcceptableReturn), resolution, selector, symbol);

    public SchaffTrendCycle STC(Symbol symbol, int cyclePeriod, int fastPeriod, int slowPeriod, MovingAverageType movingAverageType = MovingAverageType.Exponential, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new SchaffTrendCycle(CreateIndicatorName(symbol, $"STC({cyclePeriod},{fastPeriod},{slowPeriod})", resolution), cyclePeriod, fastPeriod, slowPeriod, movingAverageType), resolution, selector, symbol);

    public TargetDownsideDeviation TDD(Symbol symbol, int period, double minimumAcceptableReturn = 0, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new TargetDownsideDeviation(CreateIndicatorName(symbol, $"TDD({period},{minimumAcceptableReturn})", resolution), period, minimumAcceptableReturn), resolution, selector, symbol);

    public TrueStrengthIndex TSI(Symbol symbol, int longTermPeriod = 25, int shortTermPeriod = 13, int signalPeriod = 7, MovingAverageType signalType = MovingAverageType.Exponential, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new TrueStrengthIndex(CreateIndicatorName(symbol, $"TSI({longTermPeriod},{shortTermPeriod},{signalPeriod})", resolution), longTermPeriod, shortTermPeriod, signalPeriod, signalType), resolution, selector, symbol);

    public VariableIndexDynamicAverage VIDYA(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new VariableIndexDynamicAverage(CreateIndicatorName(symbol, $"VIDYA({period})", resolution), period), resolution, selector, symbol);

    public ValueAtRisk VAR(Symbol symbol, int period, double confidenceLevel, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new ValueAtRisk(CreateIndicatorName(symbol, $"VAR({period},{confidenceLevel})", resolution), period, confidenceLevel), resolution, selector, symbol);

    public SwissArmyKnife SWISS(Symbol symbol, int period, double delta, SwissArmyKnifeTool tool, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new SwissArmyKnife(CreateIndicatorName(symbol, $"SWISS({period},{delta},{tool})", resolution), period, delta, tool), resolution, selector, symbol);

    public HilbertTransform HT(Symbol symbol, int length, decimal inPhaseMultiplicationFactor, decimal quadratureMultiplicationFactor, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new HilbertTransform(length, inPhaseMultiplicationFactor, quadratureMultiplicationFactor), resolution, selector, symbol);

    /// <param name="riskFreeRate">Default: the algorithm's risk-free rate at each time.</param>
    public SharpeRatio SR(Symbol symbol, int sharpePeriod, decimal? riskFreeRate = null, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        Start(new SharpeRatio(CreateIndicatorName(symbol, riskFreeRate.HasValue ? FormattableString.Invariant($"SR({sharpePeriod},{riskFreeRate})") : $"SR({sharpePeriod})", resolution), sharpePeriod, RateModel(riskFreeRate)), resolution, selector, symbol);

    /// <param name="riskFreeRate">Default: the algorithm's risk-free rate at each time.</param>
    public Alpha A(Symbol target, Symbol reference, int alphaPeriod = 1, int betaPeriod = 252, Resolution? resolution = null, decimal? riskFreeRate = null, Func<IBaseData, IBaseDataBar> selector = null)
    {
        var name = CreateIndicatorName(target, riskFreeRate.HasValue ? FormattableString.Invariant($"A({alphaPeriod},{betaPeriod},{riskFreeRate})") : $"A({alphaPeriod},{betaPeriod})", resolution);
        return Start(MultiSymbolHours.Make(MarketHoursDatabase, () => new Alpha(name, target, reference, alphaPeriod, betaPeriod, RateModel(riskFreeRate))), resolution, selector, target, reference);
    }

    public FilteredIdentity FilteredIdentity(Symbol symbol, Func<IBaseData, IBaseDataBar> selector = null, Func<IBaseData, bool> filter = null, string fieldName = null) =>
        FilteredIdentity(symbol, GetSubscription(symbol).Resolution, selector, filter, fieldName);

    public FilteredIdentity FilteredIdentity(Symbol symbol, Resolution resolution, Func<IBaseData, IBaseDataBar> selector = null, Func<IBaseData, bool> filter = null, string fieldName = null)
    {
        var indicator = new FilteredIdentity(CreateIndicatorName(symbol, fieldName ?? "close", resolution), filter);
        RegisterIndicator<IBaseData>(symbol, indicator, resolution, selector);
        return indicator;
    }

    public FilteredIdentity FilteredIdentity(Symbol symbol, TimeSpan resolution, Func<IBaseData, IBaseDataBar> selector = null, Func<IBaseData, bool> filter = null, string fieldName = null)
    {
        var indicator = new FilteredIdentity($"{symbol}({fieldName ?? "close"}_{resolution})", filter);
        RegisterIndicator<IBaseData>(symbol, indicator, ResolveConsolidator(symbol, resolution), selector);
        return indicator;
    }

    // Asked at each time: the model can be set after the indicator is made.
    private IRiskFreeInterestRateModel RateModel(decimal? rate) => rate.HasValue
        ? new ConstantRiskFreeRateInterestRateModel(rate.Value)
        : new FuncRiskFreeRateInterestRateModel(date => RiskFreeInterestRateModel.GetInterestRate(date));
}
