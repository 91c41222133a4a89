using NodaTime;
using QuantConnect.Data;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm;

// Data of a type of the algorithm's own, which says where it lies and reads it.
public partial class QCAlgorithm
{
    /// <summary>Adds custom data as a security: always open, leverage 1, no fees.</summary>
    /// <param name="resolution">Default: the type's own.</param>
    public Security AddData<T>(string ticker, Resolution? resolution = null) where T : IBaseData, new() => AddData<T>(ticker, resolution, fillForward: false, leverage: 1m);

    /// <param name="underlying">The security that the data is about.</param>
    public Security AddData<T>(Symbol underlying, Resolution? resolution = null) where T : IBaseData, new() => AddData<T>(underlying, resolution, fillForward: false, leverage: 1m);

    public Security AddData<T>(string ticker, Resolution? resolution, bool fillForward, decimal leverage = 1.0m) where T : IBaseData, new() => AddData<T>(ticker, resolution, null, fillForward, leverage);

    public Security AddData<T>(Symbol underlying, Resolution? resolution, bool fillForward, decimal leverage = 1.0m) where T : IBaseData, new() => AddData<T>(underlying, resolution, null, fillForward, leverage);

    /// <param name="timeZone">Of the data; null for the type's own.</param>
    public Security AddData<T>(string ticker, Resolution? resolution, DateTimeZone timeZone, bool fillForward = false, decimal leverage = 1.0m) where T : IBaseData, new() =>
        AddData(typeof(T), ticker, resolution, timeZone, fillForward, leverage);

    public Security AddData<T>(Symbol underlying, Resolution? resolution, DateTimeZone timeZone, bool fillForward = false, decimal leverage = 1.0m) where T : IBaseData, new() =>
        AddData(typeof(T), underlying, resolution, timeZone, fillForward, leverage);

    public Security AddData<T>(string ticker, SymbolProperties properties, SecurityExchangeHours exchangeHours, Resolution? resolution = null, bool fillForward = false, decimal leverage = 1.0m) where T : IBaseData, new() =>
        AddCustomData(typeof(T), QuantConnect.Symbol.Create(ticker, SecurityType.Base, Market.USA, baseDataType: typeof(T)), resolution, exchangeHours, properties, fillForward, leverage);

    /// <exception cref="InvalidOperationException">The type follows a security's tickers and the ticker names no security of the algorithm.</exception>
    public Security AddData(Type dataType, string ticker, Resolution? resolution, DateTimeZone timeZone, bool fillForward = false, decimal leverage = 1.0m)
    {
        if (!CustomDataReader.CreateInstance(dataType).RequiresMapping())
            return AddCustomData(dataType, QuantConnect.Symbol.Create(ticker, SecurityType.Base, Market.USA, baseDataType: dataType), resolution, AlwaysOpen(timeZone), null, fillForward, leverage);
        if (!SymbolCache.TryGetSymbol(ticker, out var underlying))
            throw new InvalidOperationException($"The custom data type {dataType.Name} requires mapping, but the provided ticker is not in the cache. Please add this custom data type using a Symbol or perform this call after a Security has been added using AddEquity or AddSecurity.");
        return AddData(dataType, underlying, resolution, timeZone, fillForward, leverage);
    }

    public Security AddData(Type dataType, Symbol underlying, Resolution? resolution = null, DateTimeZone timeZone = null, bool fillForward = false, decimal leverage = 1.0m) =>
        AddCustomData(dataType, QuantConnect.Symbol.CreateBase(dataType, underlying, underlying.ID.Market), resolution, AlwaysOpen(timeZone), null, fillForward, leverage);

    private Security AddCustomData(Type type, Symbol symbol, Resolution? resolution, SecurityExchangeHours hours, SymbolProperties properties, bool fillForward, decimal leverage)
    {
        SymbolCache.Set(symbol.ID.Symbol, symbol);
        return RequireRun().AddCustomData(new CustomDataRequest(type, symbol, resolution, hours, properties, fillForward, leverage));
    }

    private static SecurityExchangeHours AlwaysOpen(DateTimeZone timeZone) => timeZone == null ? null : SecurityExchangeHours.AlwaysOpen(timeZone);

    // The stream of custom data that a question about the past is about; null where the symbol has none.
    private SubscriptionDataConfig CustomConfiguration(Symbol symbol, Type type, Resolution? resolution, bool? fillForward)
    {
        if (symbol.SecurityType != SecurityType.Base) return null;
        var config = UniverseManager.TryGetValue(symbol, out var universe) ? universe.Configuration
            : SubscriptionManager.GetSubscriptionDataConfigs(symbol).Find(x => x.IsCustomData);
        if (config == null)
        {
            if (type == null || !type.IsSubclassOf(typeof(BaseData))) SecurityIdentifier.TryGetCustomDataTypeInstance(symbol.ID.Symbol, out type);
            if (type == null) return null;
            config = new SubscriptionDataConfig(type, symbol, resolution ?? Resolution.Minute, TimeZones.NewYork, TimeZones.NewYork, false, true, true, isCustom: true);
        }
        return new SubscriptionDataConfig(config, resolution: resolution, fillForward: fillForward);
    }

    private List<BaseData> CustomHistory(SubscriptionDataConfig config, DateTime start, DateTime end) =>
        RequireRun().CustomHistory(config, start.ConvertToUtc(TimeZone), (end > Time ? Time : end).ConvertToUtc(TimeZone));

    private DateTime CustomStartOf(SubscriptionDataConfig config, int periods)
    {
        var hours = Securities.TryGetValue(config.Symbol, out var security) ? security.Exchange.Hours : SecurityExchangeHours.AlwaysOpen(config.ExchangeTimeZone);
        var span = config.Increment < QuantConnect.Time.OneSecond ? QuantConnect.Time.OneSecond : config.Increment;
        return QuantConnect.Time.GetStartTimeForTradeBars(hours, UtcTime.ConvertFromUtc(hours.TimeZone), span, periods, true, config.DataTimeZone, false).ConvertTo(hours.TimeZone, TimeZone);
    }
}
