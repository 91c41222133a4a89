using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Indicators of whole bars.
// Each is registered for the symbol, so that it follows its data, and warmed up from history where the settings ask for that.
public partial class QCAlgorithm
{
    public AverageTrueRange ATR(Symbol symbol, int period, MovingAverageType type = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AverageTrueRange(CreateIndicatorName(symbol, $"ATR({period})", resolution), period, type), resolution, selector, symbol);

    public TrueRange TR(Symbol symbol, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new TrueRange(CreateIndicatorName(symbol, "TR", resolution)), resolution, selector, symbol);

    public NormalizedAverageTrueRange NATR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new NormalizedAverageTrueRange(CreateIndicatorName(symbol, $"NATR({period})", resolution), period), resolution, selector, symbol);

    public AverageDirectionalIndex ADX(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AverageDirectionalIndex(CreateIndicatorName(symbol, $"ADX({period})", resolution), period), resolution, selector, symbol);

    public AroonOscillator AROON(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) => AROON(symbol, period, period, resolution, selector);

    public AroonOscillator AROON(Symbol symbol, int upPeriod, int downPeriod, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new AroonOscillator(CreateIndicatorName(symbol, $"AROON({upPeriod},{downPeriod})", resolution), upPeriod, downPeriod), resolution, selector, symbol);

    public CommodityChannelIndex CCI(Symbol symbol, int period, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new CommodityChannelIndex(CreateIndicatorName(symbol, $"CCI({period})", resolution), period, movingAverageType), resolution, selector, symbol);

    public DonchianChannel DCH(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) => DCH(symbol, period, period, resolution, selector);

    public DonchianChannel DCH(Symbol symbol, int upperPeriod, int lowerPeriod, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new DonchianChannel(CreateIndicatorName(symbol, $"DCH({upperPeriod},{lowerPeriod})", resolution), upperPeriod, lowerPeriod), resolution, selector, symbol);

    public KeltnerChannels KCH(Symbol symbol, int period, decimal k, MovingAverageType movingAverageType = MovingAverageType.Simple, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new KeltnerChannels(CreateIndicatorName(symbol, $"KCH({period},{k})", resolution), period, k, movingAverageType), resolution, selector, symbol);

    public MidPrice MIDPRICE(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new MidPrice(CreateIndicatorName(symbol, $"MIDPRICE({period})", resolution), period), resolution, selector, symbol);

    public UltimateOscillator ULTOSC(Symbol symbol, int period1, int period2, int period3, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new UltimateOscillator(CreateIndicatorName(symbol, $"ULTOSC({period1},{period2},{period3})", resolution), period1, period2, period3), resolution, selector, symbol);

    public WilliamsPercentR WILR(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new WilliamsPercentR(CreateIndicatorName(symbol, $"WILR({period})", resolution), period), resolution, selector, symbol);

    public SuperTrend STR(Symbol symbol, int period, decimal multiplier, MovingAverageType movingAverageType = MovingAverageType.Wilders, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(new SuperTrend(CreateIndicatorName(symbol, $"STR({period},{multiplier})", resolution), period, multiplier, movingAverageType), resolution, selector, symbol);

    public HeikinAshi HeikinAshi(Symbol symbol, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new HeikinAshi(CreateIndicatorName(symbol, "HA", resolution)), resolution, (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public Stochastic STO(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) => STO(symbol, period, period, 3, resolution, selector);

    public Stochastic STO(Symbol symbol, int period, int kPeriod, int dPeriod, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new Stochastic(CreateIndicatorName(symbol, $"STO({period},{kPeriod},{dPeriod})", resolution), period, kPeriod, dPeriod), resolution,
            (Func<IBaseData, IBaseDataBar>)selector, symbol);

    public MoneyFlowIndex MFI(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new MoneyFlowIndex(CreateIndicatorName(symbol, $"MFI({period})", resolution), period), resolution, selector, symbol);

    public OnBalanceVolume OBV(Symbol symbol, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new OnBalanceVolume(CreateIndicatorName(symbol, "OBV", resolution)), resolution, selector, symbol);

    public AccumulationDistribution AD(Symbol symbol, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new AccumulationDistribution(CreateIndicatorName(symbol, "AD", resolution)), resolution, selector, symbol);

    public ChaikinMoneyFlow CMF(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new ChaikinMoneyFlow(CreateIndicatorName(symbol, $"CMF({period})", resolution), period), resolution, selector, symbol);

    public VolumeWeightedAveragePriceIndicator VWAP(Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        Start(new VolumeWeightedAveragePriceIndicator(CreateIndicatorName(symbol, $"VWAP({period})", resolution), period), resolution, selector, symbol);

    public IntradayVwap VWAP(Symbol symbol)
    {
        var vwap = new IntradayVwap(CreateIndicatorName(symbol, "VWAP", null));
        RegisterIndicator(symbol, vwap);
        return vwap;
    }

    public Beta B(Symbol target, Symbol reference, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(MultiSymbolHours.Make(MarketHoursDatabase, () => new Beta(CreateIndicatorName(QuantConnect.Symbol.None, $"B({period})", resolution), target, reference, period)), resolution, selector, target, reference);

    public Covariance COV(Symbol target, Symbol reference, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(MultiSymbolHours.Make(MarketHoursDatabase, () => new Covariance(CreateIndicatorName(QuantConnect.Symbol.None, $"COV({period})", resolution), target, reference, period)), resolution, selector, target, reference);

    public Correlation C(Symbol target, Symbol reference, int period, CorrelationType correlationType = CorrelationType.Pearson, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null) =>
        Start(MultiSymbolHours.Make(MarketHoursDatabase, () => new Correlation(CreateIndicatorName(QuantConnect.Symbol.None, $"C({period})", resolution), target, reference, period, correlationType)), resolution, selector, target, reference);
}
