using QuantConnect.Data;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Values of an indicator over a time in the past.
public partial class QCAlgorithm
{
    /// <summary>Feeds an indicator, from new, with past bars, so that it is ready at the beginning of the span.</summary>
    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, Symbol symbol, TimeSpan span, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, [symbol], span, resolution, selector);

    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, IEnumerable<Symbol> symbols, TimeSpan span, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, symbols, Time - span, Time, resolution, selector);

    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, Symbol symbol, DateTime start, DateTime end, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, [symbol], start, end, resolution, selector);

    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, IEnumerable<Symbol> symbols, DateTime start, DateTime end, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, History(symbols, StartFor(indicator, symbols, start, resolution), end, resolution), selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, Symbol symbol, TimeSpan span, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, [symbol], span, resolution, selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, IEnumerable<Symbol> symbols, TimeSpan span, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, symbols, Time - span, Time, resolution, selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, Symbol symbol, DateTime start, DateTime end, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, [symbol], start, end, resolution, selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, IEnumerable<Symbol> symbols, DateTime start, DateTime end, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, History(symbols, StartFor(indicator, symbols, start, resolution), end, resolution), selector);

    /// <summary>So many bars before a time that the bar of that time makes the indicator ready.</summary>
    private DateTime StartFor(IIndicator indicator, IEnumerable<Symbol> symbols, DateTime start, Resolution? resolution)
    {
        var bars = ((indicator as IIndicatorWarmUpPeriodProvider)?.WarmUpPeriod ?? 0) - 1;
        if (bars <= 0) return start;
        var hours = RequireRun().Hours;
        var first = start;
        foreach (var symbol in symbols)
        {
            var chosen = resolution ?? BarResolutionOf(symbol);
            var extended = chosen < Resolution.Hour && Securities.TryGetValue(symbol, out var security) && security.IsExtendedMarketHours;
            var time = QuantConnect.Time.GetStartTimeForTradeBars(hours, start.ConvertTo(TimeZone, hours.TimeZone), chosen.ToTimeSpan(), bars, extended, hours.TimeZone, Settings.DailyPreciseEndTime)
                .ConvertTo(hours.TimeZone, TimeZone);
            if (time < first) first = time;
        }
        return first;
    }
}
