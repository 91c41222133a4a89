using NodaTime;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes bars of the regular session only, or of the extended one. A daily bar runs from the opening to the close.</summary>
public class MarketHourAwareConsolidator : ConsolidatorBase
{
    private readonly bool _dailyStrictEndTimeEnabled;
    private readonly bool _extendedMarketHours;
    private readonly SecurityExchangeHours _givenHours;
    private bool _useStrictEndTime;

    /// <param name="dailyStrictEndTimeEnabled">Whether daily bars end with the session; otherwise at midnight.</param>
    public MarketHourAwareConsolidator(bool dailyStrictEndTimeEnabled, Resolution resolution, Type dataType, TickType tickType, bool extendedMarketHours)
    {
        _dailyStrictEndTimeEnabled = dailyStrictEndTimeEnabled;
        _extendedMarketHours = extendedMarketHours;
        Period = resolution.ToTimeSpan();
        Consolidator = CreateConsolidator(resolution, dataType, tickType);
        Consolidator.DataConsolidated += ForwardConsolidatedBar;
    }

    /// <param name="exchangeHours">Hours of the symbol; otherwise they are looked up in the configured data folder.</param>
    internal MarketHourAwareConsolidator(bool dailyStrictEndTimeEnabled, Resolution resolution, Type dataType, TickType tickType, bool extendedMarketHours, SecurityExchangeHours exchangeHours)
        : this(dailyStrictEndTimeEnabled, resolution, dataType, tickType, extendedMarketHours) => _givenHours = exchangeHours;

    public override Type InputType => Consolidator.InputType;

    public override Type OutputType => Consolidator.OutputType;

    public override IBaseData WorkingData => Consolidator.WorkingData;

    protected TimeSpan Period { get; }

    protected IDataConsolidator Consolidator { get; }

    protected SecurityExchangeHours ExchangeHours { get; set; }

    protected DateTimeZone DataTimeZone { get; set; }

    public override void Update(IBaseData data)
    {
        Initialize(data);
        // An hour bar that begins before the opening and reaches into the session belongs to the day.
        var reachesIntoSession = Period == QuantConnect.Time.OneDay && data.EndTime - data.Time >= QuantConnect.Time.OneHour
            && ExchangeHours.IsOpen(data.Time, data.EndTime, false);
        if (_extendedMarketHours || ExchangeHours.IsOpen(data.Time, false) || reachesIntoSession)
            Consolidator.Update(data);
    }

    public override void Scan(DateTime currentLocalTime) => Consolidator.Scan(currentLocalTime);

    public override void Reset()
    {
        _useStrictEndTime = false;
        ExchangeHours = null;
        DataTimeZone = null;
        Consolidator.Reset();
        base.Reset();
    }

    public override void Dispose()
    {
        Consolidator.DataConsolidated -= ForwardConsolidatedBar;
        Consolidator.Dispose();
        base.Dispose();
    }

    /// <exception cref="ArgumentException">The data is neither ticks nor trade or quote bars.</exception>
    protected virtual IDataConsolidator CreateConsolidator(Resolution resolution, Type dataType, TickType tickType)
    {
        var isDaily = resolution == Resolution.Daily;
        if (dataType == typeof(TradeBar))
            return isDaily ? new TradeBarConsolidator(DailyStrictEndTime) : new TradeBarConsolidator(Period);
        if (dataType == typeof(QuoteBar))
            return isDaily ? new QuoteBarConsolidator(DailyStrictEndTime) : new QuoteBarConsolidator(Period);
        if (dataType != typeof(Tick))
            throw new ArgumentException($"{dataType?.Name ?? "null"} not supported", nameof(dataType));
        if (tickType == TickType.Trade)
            return isDaily ? new TickConsolidator(DailyStrictEndTime) : new TickConsolidator(Period);
        return isDaily ? new TickQuoteBarConsolidator(DailyStrictEndTime) : new TickQuoteBarConsolidator(Period);
    }

    /// <summary>Looks up the hours of the first data's symbol.</summary>
    protected void Initialize(IBaseData data)
    {
        if (ExchangeHours != null)
            return;
        var symbol = data.Symbol;
        ExchangeHours = _givenHours ?? MarketHoursDatabase.FromDataFolder().GetExchangeHours(symbol.ID.Market, symbol, symbol.SecurityType);
        DataTimeZone = ExchangeHours.TimeZone;
        _useStrictEndTime = UseStrictEndTime(symbol);
    }

    protected virtual CalendarInfo DailyStrictEndTime(DateTime dateTime)
    {
        if (!_useStrictEndTime)
            return new CalendarInfo(dateTime.RoundDown(Period), Period);
        var start = ExchangeHours.GetFirstDailyMarketOpen(dateTime, _extendedMarketHours);
        return new CalendarInfo(start, ExchangeHours.GetLastDailyMarketClose(start, _extendedMarketHours) - start);
    }

    protected virtual bool UseStrictEndTime(Symbol symbol) => _dailyStrictEndTimeEnabled
        && Period > QuantConnect.Time.OneHour && !ExchangeHours.IsMarketAlwaysOpen && symbol.SecurityType is not (SecurityType.Forex or SecurityType.Base);

    protected virtual void ForwardConsolidatedBar(object sender, IBaseData consolidated) => OnDataConsolidated(consolidated);
}
