using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Indicators of many symbols together, registered for each of them and warmed up like the others.
public partial class QCAlgorithm
{
    public ArmsIndex TRIN(IEnumerable<Symbol> symbols, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) => TRIN([.. symbols], resolution, selector);

    public ArmsIndex TRIN(Symbol[] symbols, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null)
    {
        var indicator = new ArmsIndex(BreadthName("TRIN", symbols, resolution));
        Array.ForEach(symbols, indicator.Add);
        return Start(indicator, resolution, selector, symbols);
    }

    public AdvanceDeclineRatio ADR(IEnumerable<Symbol> symbols, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        StartBreadth(new AdvanceDeclineRatio(BreadthName("A/D Ratio", symbols, resolution)), symbols, resolution, selector);

    public AdvanceDeclineVolumeRatio ADVR(IEnumerable<Symbol> symbols, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        StartBreadth(new AdvanceDeclineVolumeRatio(BreadthName("A/D Volume Rate", symbols, resolution)), symbols, resolution, selector);

    public AdvanceDeclineDifference ADDIFF(IEnumerable<Symbol> symbols, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        StartBreadth(new AdvanceDeclineDifference(BreadthName("A/D Difference", symbols, resolution)), symbols, resolution, selector);

    public McClellanOscillator MOSC(IEnumerable<Symbol> symbols, int fastPeriod = 19, int slowPeriod = 39, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        MOSC([.. symbols], fastPeriod, slowPeriod, resolution, selector);

    public McClellanOscillator MOSC(Symbol[] symbols, int fastPeriod = 19, int slowPeriod = 39, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null)
    {
        var indicator = new McClellanOscillator(BreadthName($"MO({fastPeriod},{slowPeriod})", symbols, resolution), fastPeriod, slowPeriod);
        Array.ForEach(symbols, indicator.Add);
        return Start(indicator, resolution, selector, symbols);
    }

    public McClellanSummationIndex MSI(IEnumerable<Symbol> symbols, int fastPeriod = 19, int slowPeriod = 39, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null) =>
        MSI([.. symbols], fastPeriod, slowPeriod, resolution, selector);

    public McClellanSummationIndex MSI(Symbol[] symbols, int fastPeriod = 19, int slowPeriod = 39, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null)
    {
        var indicator = new McClellanSummationIndex(BreadthName($"MSI({fastPeriod},{slowPeriod})", symbols, resolution), fastPeriod, slowPeriod);
        Array.ForEach(symbols, indicator.Add);
        return Start(indicator, resolution, selector, symbols);
    }

    public NewHighsNewLows NHNL(IEnumerable<Symbol> symbols, int period, Resolution? resolution = null, Func<IBaseData, IBaseDataBar> selector = null)
    {
        Symbol[] all = [.. symbols];
        var indicator = new NewHighsNewLows(BreadthName($"NH/NL({period})", all, resolution), period);
        Array.ForEach(all, indicator.Add);
        return Start(indicator, resolution, selector, all);
    }

    public NewHighsNewLowsVolume NHNLV(IEnumerable<Symbol> symbols, int period, Resolution? resolution = null, Func<IBaseData, TradeBar> selector = null)
    {
        Symbol[] all = [.. symbols];
        var indicator = new NewHighsNewLowsVolume(BreadthName($"NH/NL Volume({period})", all, resolution), period);
        Array.ForEach(all, indicator.Add);
        return Start(indicator, resolution, selector, all);
    }

    private string BreadthName(string name, IEnumerable<Symbol> symbols, Resolution? resolution) =>
        CreateIndicatorName(QuantConnect.Symbol.None, name, resolution ?? GetSubscription(symbols.First()).Resolution);

    private T StartBreadth<T>(T indicator, IEnumerable<Symbol> symbols, Resolution? resolution, Func<IBaseData, TradeBar> selector)
        where T : AdvanceDeclineIndicator
    {
        Symbol[] all = [.. symbols];
        Array.ForEach(all, indicator.Add);
        return Start(indicator, resolution, selector, all);
    }
}
