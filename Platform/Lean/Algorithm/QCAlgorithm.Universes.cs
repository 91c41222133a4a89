using QuantConnect.Data;
using QuantConnect.Data.Fundamental;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Lean.Engine;
using QuantConnect.Algorithm.Framework.Selection;
using QuantConnect.Scheduling;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private int _unnamedUniverses;

    /// <summary>Ready-made universes.</summary>
    public UniverseDefinitions Universe => field ??= new UniverseDefinitions(this);

    /// <summary>Adds a universe. It selects from the next time step on.</summary>
    public Universe AddUniverse(Universe universe)
    {
        universe.UniverseSettings ??= UniverseSettings;
        if (universe is ManualUniverse manual)
        {
            // By hand is by hand: they are there at once.
            var settings = manual.UniverseSettings;
            foreach (var symbol in manual.Symbols)
                if (!Securities.ContainsKey(symbol))
                    AddSecurity(symbol, settings.Resolution, settings.FillForward, settings.Leverage, settings.ExtendedMarketHours, dataNormalizationMode: settings.DataNormalizationMode);
            UniverseManager.TryKeep(manual.Symbol, manual);
            return manual;
        }
        UniverseManager.Add(universe.Configuration.Symbol, universe);
        return universe;
    }

    /// <param name="selector">Symbols by a day's stocks, asked at the midnight after each trading day.</param>
    public Universe AddUniverse(Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> selector) => AddUniverse(FundamentalUniverse.USA(selector));

    /// <param name="dateRule">Dates on which the selector is asked.</param>
    public Universe AddUniverse(IDateRule dateRule, Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> selector)
    {
        var settings = new UniverseSettings(UniverseSettings);
        settings.Schedule.On(dateRule);
        return AddUniverse(FundamentalUniverse.USA(selector, settings));
    }

    /// <param name="selector">Tickers by local time, asked on every trading day.</param>
    public Universe AddUniverse(string name, Func<DateTime, IEnumerable<string>> selector) =>
        AddUniverse(SecurityType.Equity, name, Resolution.Daily, Market.USA, UniverseSettings, selector);

    /// <param name="resolution">How often the selector is asked while the market is open.</param>
    public Universe AddUniverse(string name, Resolution resolution, Func<DateTime, IEnumerable<string>> selector) =>
        AddUniverse(SecurityType.Equity, name, resolution, Market.USA, UniverseSettings, selector);

    public Universe AddUniverse(SecurityType securityType, string name, Resolution resolution, string market, UniverseSettings universeSettings, Func<DateTime, IEnumerable<string>> selector) =>
        AddUniverse(new UserDefinedUniverse(UniverseConfiguration(typeof(Fundamental), securityType, name, resolution, market), universeSettings, resolution.ToTimeSpan(), selector));

    public Universe AddUniverse<T>(Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) => AddUniverse<T>(null, null, null, null, selector);
    public Universe AddUniverse<T>(string name, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) => AddUniverse<T>(name, null, null, null, selector);
    public Universe AddUniverse<T>(string name, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) => AddUniverse<T>(name, null, null, universeSettings, selector);
    public Universe AddUniverse<T>(string name, Resolution resolution, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) => AddUniverse<T>(name, resolution, null, null, selector);

    public Universe AddUniverse<T>(string name, Resolution resolution, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) =>
        AddUniverse<T>(name, resolution, null, universeSettings, selector);

    public Universe AddUniverse<T>(string name, Resolution resolution, string market, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector) =>
        AddUniverse<T>(name, resolution, market, null, selector);

    /// <param name="name">Default: one that no other universe has.</param>
    /// <param name="selector">Symbols by a day's data; default all of them.</param>
    public Universe AddUniverse<T>(string name = null, Resolution? resolution = null, string market = null, UniverseSettings universeSettings = null, Func<IEnumerable<BaseData>, IEnumerable<Symbol>> selector = null) =>
        AddUniverse(new FuncUniverse(UniverseConfiguration(typeof(T), name ?? $"{typeof(T).Name}-universe-{++_unnamedUniverses}", resolution ?? Resolution.Daily, market ?? Market.USA), universeSettings, selector));

    public Universe AddUniverse<T>(Func<IEnumerable<BaseData>, IEnumerable<string>> selector) => AddUniverse<T>(null, selector);
    public Universe AddUniverse<T>(string name, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) => AddUniverse<T>(name, null, null, null, Symbols(selector, Market.USA));
    public Universe AddUniverse<T>(string name, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) => AddUniverse<T>(name, null, null, universeSettings, Symbols(selector, Market.USA));
    public Universe AddUniverse<T>(string name, Resolution resolution, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) => AddUniverse<T>(name, resolution, null, null, Symbols(selector, Market.USA));

    public Universe AddUniverse<T>(string name, Resolution resolution, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) =>
        AddUniverse<T>(name, resolution, null, universeSettings, Symbols(selector, Market.USA));

    public Universe AddUniverse<T>(SecurityType securityType, string name, Resolution resolution, string market, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) =>
        AddUniverse<T>(securityType, name, resolution, market, null, selector);

    /// <param name="selector">Tickers of equities by a day's data.</param>
    /// <exception cref="NotSupportedException">Another security type than an equity.</exception>
    public Universe AddUniverse<T>(SecurityType securityType, string name, Resolution resolution, string market, UniverseSettings universeSettings, Func<IEnumerable<BaseData>, IEnumerable<string>> selector) =>
        securityType == SecurityType.Equity ? AddUniverse<T>(name, resolution, market, universeSettings, Symbols(selector, market))
            : throw new NotSupportedException($"AddUniverse: security type {securityType} is not supported by this engine (supported: Equity)");

    private static Func<IEnumerable<BaseData>, IEnumerable<Symbol>> Symbols(Func<IEnumerable<BaseData>, IEnumerable<string>> selector, string market) =>
        data => selector(data).Select(x => QuantConnect.Symbol.Create(x, SecurityType.Equity, market));

    // Coarse and fundamental data are the engine's own; any other type reads itself.
    private static SubscriptionDataConfig UniverseConfiguration(Type type, string name, Resolution resolution, string market)
    {
        if (typeof(CoarseFundamental).IsAssignableFrom(type) || type == typeof(FundamentalUniverse)) return UniverseConfiguration(type, SecurityType.Equity, name, resolution, market);
        if (type.Assembly == typeof(BaseData).Assembly)
            throw new NotSupportedException($"AddUniverse: a universe of {type.Name} is not supported by this engine (supported: CoarseFundamental, Fundamental, custom data, functions of time)");
        var symbol = QuantConnect.Symbol.Create(name, SecurityType.Base, market, baseDataType: type);
        var instance = CustomDataReader.CreateInstance(type);
        instance.Symbol = symbol;
        var zone = instance.DataTimeZone();
        return new SubscriptionDataConfig(type, symbol, resolution, zone, zone, false, false, true, isCustom: true, isFilteredSubscription: false);
    }

    private static SubscriptionDataConfig UniverseConfiguration(Type dataType, SecurityType securityType, string name, Resolution resolution, string market)
    {
        if (securityType != SecurityType.Equity) throw new NotSupportedException($"AddUniverse: security type {securityType} is not supported by this engine (supported: Equity)");
        return new SubscriptionDataConfig(dataType, QuantConnect.Symbol.Create(name, securityType, market), resolution, TimeZones.NewYork, TimeZones.NewYork, false, false, true);
    }
}
