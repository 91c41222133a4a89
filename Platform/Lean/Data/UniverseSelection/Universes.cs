using NodaTime;
using QuantConnect.Data.Market;
using QuantConnect.Scheduling;
using QuantConnect.Securities;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>Symbols given by hand, or by a function of time that is asked at intervals of open market.</summary>
public class UserDefinedUniverse : Universe, ITimeTriggeredUniverse
{
    private readonly Func<DateTime, IEnumerable<Symbol>> _selector;

    public UserDefinedUniverse(SubscriptionDataConfig configuration, UniverseSettings universeSettings, TimeSpan interval, IEnumerable<Symbol> symbols) : base(configuration)
    {
        Interval = interval;
        UniverseSettings = universeSettings;
        var all = symbols.ToHashSet();
        _selector = _ => all;
    }

    /// <param name="selector">Tickers by local time of the exchange.</param>
    public UserDefinedUniverse(SubscriptionDataConfig configuration, UniverseSettings universeSettings, TimeSpan interval, Func<DateTime, IEnumerable<string>> selector) : base(configuration)
    {
        Interval = interval;
        UniverseSettings = universeSettings;
        _selector = time =>
        {
            var tickers = selector(time.ConvertFromUtc(Configuration.ExchangeTimeZone));
            return ReferenceEquals(tickers, Unchanged) ? Unchanged : tickers.Select(ticker => Symbol.Create(ticker, Configuration.SecurityType, Configuration.Market));
        };
    }

    public TimeSpan Interval { get; }

    public override IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data) => _selector(utcTime);

    public virtual IEnumerable<DateTime> GetTriggerTimes(DateTime startTimeUtc, DateTime endTimeUtc, MarketHoursDatabase marketHoursDatabase)
    {
        var hours = marketHoursDatabase.GetExchangeHours(Configuration.Market, Configuration.Symbol, Configuration.SecurityType);
        var start = startTimeUtc.ConvertFromUtc(hours.TimeZone);
        var end = endTimeUtc.ConvertFromUtc(hours.TimeZone);
        yield return start;
        for (var time = start + Interval; time <= end; time += Interval)
            if (hours.IsOpen(time, time + Interval, Configuration.ExtendedMarketHours)) yield return time;
    }
}

/// <summary>Symbols by a function that is asked on dates and at times of day of rules.</summary>
public class ScheduledUniverse : Universe, ITimeTriggeredUniverse
{
    private readonly IDateRule _dateRule;
    private readonly ITimeRule _timeRule;
    private readonly Func<DateTime, IEnumerable<Symbol>> _selector;

    /// <param name="selector">Symbols by UTC time.</param>
    public ScheduledUniverse(DateTimeZone timeZone, IDateRule dateRule, ITimeRule timeRule, Func<DateTime, IEnumerable<Symbol>> selector, UniverseSettings settings = null)
        : base(new SubscriptionDataConfig(typeof(Tick), Symbol.Create($"{dateRule.Name}_{timeRule.Name}".Replace(' ', '_'), SecurityType.Equity, QuantConnect.Market.USA), Resolution.Daily, timeZone, timeZone, false, false, true))
    {
        _dateRule = dateRule;
        _timeRule = timeRule;
        _selector = selector;
        UniverseSettings = settings;
    }

    public ScheduledUniverse(IDateRule dateRule, ITimeRule timeRule, Func<DateTime, IEnumerable<Symbol>> selector, UniverseSettings settings = null)
        : this(TimeZones.Utc, dateRule, timeRule, selector, settings)
    {
    }

    public override IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data) => _selector(DateTime.SpecifyKind(utcTime, DateTimeKind.Unspecified));

    public IEnumerable<DateTime> GetTriggerTimes(DateTime startTimeUtc, DateTime endTimeUtc, MarketHoursDatabase marketHoursDatabase)
    {
        var dates = _dateRule.GetDates(startTimeUtc.ConvertFromUtc(Configuration.ExchangeTimeZone), endTimeUtc.ConvertFromUtc(Configuration.ExchangeTimeZone));
        return _timeRule.CreateUtcEventTimes(dates).SkipWhile(time => time < startTimeUtc).TakeWhile(time => time <= endTimeUtc);
    }
}

/// <summary>Symbols by a function of a day's data.</summary>
public class FuncUniverse<T> : Universe where T : BaseData
{
    private readonly Func<IEnumerable<T>, IEnumerable<Symbol>> _selector;

    /// <param name="universeSelector">Default: every symbol of the data.</param>
    public FuncUniverse(SubscriptionDataConfig configuration, UniverseSettings universeSettings, Func<IEnumerable<T>, IEnumerable<Symbol>> universeSelector) : base(configuration)
    {
        _selector = universeSelector ?? (data => data.Select(x => x.Symbol));
        UniverseSettings = universeSettings;
    }

    public override IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data) => _selector(data.Data.OfType<T>());
}

/// <summary>Symbols by a function of a day's data of any type.</summary>
public class FuncUniverse(SubscriptionDataConfig configuration, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> universeSelector)
    : FuncUniverse<BaseData>(configuration, universeSettings, universeSelector);

/// <summary>US stocks by a function of the day's coarse data.</summary>
public class CoarseFundamentalUniverse : Universe
{
    private readonly Func<IEnumerable<CoarseFundamental>, IEnumerable<Symbol>> _selector;

    public CoarseFundamentalUniverse(UniverseSettings universeSettings, Func<IEnumerable<CoarseFundamental>, IEnumerable<Symbol>> selector)
        : this(FundamentalUniverseFactory.NextSymbol(QuantConnect.Market.USA), universeSettings, selector)
    {
    }

    public CoarseFundamentalUniverse(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<CoarseFundamental>, IEnumerable<Symbol>> selector) : base(CreateConfiguration(symbol))
    {
        UniverseSettings = universeSettings;
        _selector = selector;
    }

    public static SubscriptionDataConfig CreateConfiguration(Symbol symbol) => FundamentalUniverseFactory.CreateConfiguration(symbol);

    public override IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data) => _selector(data.Data.OfType<CoarseFundamental>());
}

/// <summary>Stocks by a function of the day's fundamental data.</summary>
public class FundamentalUniverseFactory : Universe
{
    private static int _count;

    private readonly Func<IEnumerable<Fundamental.Fundamental>, IEnumerable<Symbol>> _selector;

    public FundamentalUniverseFactory(string market, UniverseSettings universeSettings, Func<IEnumerable<Fundamental.Fundamental>, IEnumerable<Symbol>> selector)
        : this(NextSymbol(market), universeSettings, selector)
    {
    }

    public FundamentalUniverseFactory(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<Fundamental.Fundamental>, IEnumerable<Symbol>> selector) : base(CreateConfiguration(symbol))
    {
        UniverseSettings = universeSettings;
        _selector = selector;
    }

    public static SubscriptionDataConfig CreateConfiguration(Symbol symbol) =>
        new(typeof(Fundamental.Fundamental), symbol, Resolution.Daily, TimeZones.NewYork, TimeZones.NewYork, false, false, true);

    public override IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data) => _selector(data.Data.OfType<Fundamental.Fundamental>());

    internal static Symbol NextSymbol(string market) => new(SecurityIdentifier.GenerateEquity(SecurityIdentifier.DefaultDate, $"FundamentalUniverse-{market}-{Interlocked.Increment(ref _count):D10}", market), "FundamentalUniverse");
}
