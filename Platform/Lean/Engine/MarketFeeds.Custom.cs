using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>Custom data that an algorithm asks for.</summary>
/// <param name="Resolution">Null for the type's default.</param>
/// <param name="Hours">When its exchange is open; null for always, in the type's time zone.</param>
/// <param name="Properties">Null for those of a US dollar asset.</param>
internal sealed record CustomDataRequest(Type Type, Symbol Symbol, Resolution? Resolution, SecurityExchangeHours Hours, SymbolProperties Properties, bool FillForward, decimal Leverage);

// Custom data: securities and universes whose type reads itself.
internal sealed partial class MarketFeeds
{
    private readonly PointFeeds _points = new();
    private readonly List<(List<BaseData> Data, Security Security, SubscriptionDataConfig Config)> _pointsTaken = [];
    private readonly List<BaseDataCollection> _universeTaken = [];
    private CustomDataReader _customReader;

    private CustomDataReader CustomReader => _customReader ??= new CustomDataReader(_algorithm.ObjectStore, _say);

    /// <summary>Custom data and ticks just taken, in the order of their streams: by kind of security, trades before quotes, by symbol.</summary>
    public IReadOnlyList<(List<BaseData> Data, Security Security, SubscriptionDataConfig Config)> PointsTaken => _pointsTaken;

    public Security AddCustomData(CustomDataRequest request) => AddCustomData(request, _algorithm);

    /// <param name="owner">Who asks: a universe, or the algorithm itself.</param>
    /// <exception cref="ArgumentException">The type does not support the resolution.</exception>
    public Security AddCustomData(CustomDataRequest request, object owner)
    {
        _algorithm.Clock.RequireRunning();
        var (symbol, instance) = (request.Symbol, CustomDataReader.CreateInstance(request.Type));
        instance.Symbol = symbol;
        var resolution = request.Resolution ?? instance.DefaultResolution();
        if (!instance.SupportedResolutions().Contains(resolution))
            throw new ArgumentException($"Sorry {resolution} is not a supported resolution for {request.Type.Name} and SecurityType.{symbol.SecurityType}. Please change your AddData to use one of the supported resolutions ({string.Join(",", instance.SupportedResolutions())}).");
        if (!_algorithm.Securities.TryGetValue(symbol, out var security))
        {
            var book = _algorithm.Portfolio.CashBook;
            var properties = request.Properties ?? SymbolProperties.GetDefault(Currencies.USD);
            security = new Security(symbol, book[properties.QuoteCurrency], properties, new SecurityExchange(request.Hours ?? SecurityExchangeHours.AlwaysOpen(instance.DataTimeZone())), book, _algorithm.Clock)
            {
                HoldingChanged = _algorithm.Portfolio.OnHoldingChanged,
            };
            _algorithm.Securities.Add(security);
        }
        var first = !security.Subscriptions.Any(x => !x.IsInternalFeed);
        security.IsTradable = !security.IsDelisted;
        if (security.Subscriptions.FirstOrDefault(x => x.Resolution == resolution && x.Type == request.Type) is { } known)
        {
            _owners[known].Add(owner);
            return security;
        }
        var zone = security.Exchange.TimeZone;
        var config = new SubscriptionDataConfig(request.Type, symbol, resolution, zone, zone, request.FillForward, true, false, isCustom: true);
        security.AddData(config);
        _algorithm.SubscriptionManager.Add(config);
        _owners[config] = [owner];
        if (first) Initialize(security, request.Leverage);
        if (!_added.Contains(security)) _added.Add(security);
        if (_walking) StartCustomFeed(security, config);
        else _waiting.Add((security, config));
        return security;
    }

    /// <summary>Points of custom data that end in a span of UTC time, its start left out, by time.</summary>
    public List<BaseData> CustomHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc)
    {
        _algorithm.Clock.RequireRunning();
        var (from, to) = (startUtc.ConvertFromUtc(config.ExchangeTimeZone), endUtc.ConvertFromUtc(config.ExchangeTimeZone));
        var points = new List<BaseData>();
        foreach (var point in CustomReader.Read(config, CustomMap(config.Symbol), from, to))
        {
            if (config.FillDataForward && points.Count > 0) Fill(points, point.EndTime);
            if (point.EndTime > from && point.EndTime <= to) points.Add(point);
        }
        if (config.FillDataForward && points.Count > 0) Fill(points, to.AddTicks(1));
        return points;

        // Repeats the last point for each interval that ends before a time.
        void Fill(List<BaseData> all, DateTime before)
        {
            for (var end = all[^1].EndTime + config.Increment; end < before && end <= to; end += config.Increment)
            {
                var fill = all[^1].Clone(true);
                fill.Time = end - config.Increment;
                fill.EndTime = end;
                all.Add(fill);
            }
        }
    }

    /// <summary>A universe's custom data by the time at which it is known.</summary>
    public IEnumerable<(DateTime Utc, BaseDataCollection Data)> CustomUniverse(SubscriptionDataConfig config, DateTime startUtc)
    {
        var start = startUtc.ConvertFromUtc(config.ExchangeTimeZone);
        var listing = IsListing(config);
        // The list of the trading day before is known at the start.
        foreach (var data in Collections(config, listing ? Hours.GetPreviousTradingDay(start) : start, _end.ConvertFromUtc(config.ExchangeTimeZone)))
            yield return ((listing && data.EndTime < start ? start : data.EndTime).ConvertToUtc(config.ExchangeTimeZone), data);
    }

    public IEnumerable<BaseDataCollection> UniverseHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc)
    {
        var (from, to) = (startUtc.ConvertFromUtc(config.ExchangeTimeZone), endUtc.ConvertFromUtc(config.ExchangeTimeZone));
        if (config.IsCustomData) return Collections(config, from, to).Where(x => x.Time >= from && x.EndTime <= to);
        return Enumerable.Range(0, Math.Max((to.Date - from.Date).Days, 0)).Select(x => from.Date.AddDays(x)).Where(date => date >= from && Hours.IsDateOpen(date))
            .Select(date => new BaseDataCollection(date, date.AddDays(1), config.Symbol, Data.Fundamental.Fundamental.Read(DataFolder, config.Market, date))).Where(x => x.Data.Count > 0);
    }

    // Points of one time together.
    private IEnumerable<BaseDataCollection> Collections(SubscriptionDataConfig config, DateTime from, DateTime through)
    {
        var map = IsListing(config) && config.Symbol.HasUnderlying && MapOf(config.Symbol.Underlying) is { Rows.Count: > 0 } known ? known : null;
        BaseDataCollection waiting = null;
        foreach (var point in CustomReader.Read(config, map, from, through))
        {
            if (waiting != null && waiting.EndTime != point.EndTime)
            {
                yield return waiting;
                waiting = null;
            }
            waiting ??= new BaseDataCollection(point.Time, point.EndTime, config.Symbol);
            if (point is BaseDataCollection collection) waiting.AddRange(collection.Data);
            else waiting.Add(point);
        }
        if (waiting != null) yield return waiting;
    }

    /// <summary>Whether a universe goes by members that files of the data folder list.</summary>
    public static bool IsListing(SubscriptionDataConfig config) => config.IsCustomData && config.Type.Assembly == typeof(BaseData).Assembly;

    /// <summary>UTC midnight after an equity's last day; null where it has none.</summary>
    public DateTime? DelistingOf(Symbol symbol) =>
        MapOf(symbol) is { Rows.Count: > 0 } map && map.DelistingDate < Time.EndOfTime ? map.DelistingDate.AddDays(1).ConvertToUtc(Hours.TimeZone) : null;

    /// <summary>Shows the algorithm the custom data of a universe in the step's slice.</summary>
    public void NoteUniverse(BaseDataCollection data) => _universeTaken.Add(data);

    private void StartCustomFeed(Security security, SubscriptionDataConfig config)
    {
        var (now, zone) = (_algorithm.UtcTime, config.ExchangeTimeZone);
        var (from, through) = (now.ConvertFromUtc(zone), _end.ConvertFromUtc(zone));
        var map = CustomMap(config.Symbol);
        IEnumerable<BaseData> points = CustomReader.Read(config, map, from, through);
        if (AcceptsOf(security) is { } accepts)
            points = !config.FillDataForward ? points.Where(accepts)
                : throw new NotSupportedException($"SetDataFilter: custom data that is filled forward ({config.Type.Name}) is not supported by this engine (supported: bars, quotes, ticks, custom data without fill-forward)");
        _points.Add(security, config, points, now.Ticks, _end.Ticks + 1);
        if (map == null) return;
        var first = from == from.Date ? from : from.Date.AddDays(1);
        foreach (var data in CorporateEvents.Of(config.Symbol, null, map, security.Exchange.Hours, first, through))
            _corporate.Enqueue((data, security), (ZoneClock.Of(zone).ToUtc(data.Time.Ticks), _corporateOrder++));
    }

    // Of data about an equity, where the type says that it follows the equity's tickers.
    private MapFile CustomMap(Symbol symbol)
    {
        if (!symbol.HasUnderlying || !SecurityIdentifier.TryGetCustomDataTypeInstance(symbol.ID.Symbol, out var type)) return null;
        var instance = CustomDataReader.CreateInstance(type);
        instance.Symbol = symbol;
        return instance.RequiresMapping() && MapOf(symbol.Underlying) is { Rows.Count: > 0 } map ? map : null;
    }

    private void UpdateFromPoints()
    {
        foreach (var (points, security, config) in _pointsTaken)
            if (config.Resolution == Resolution.Tick && !config.IsCustomData) UpdateFromTicks(security, Trusted(points));
            else
                foreach (var data in points) UpdateFromCustom(security, data);
    }

    private void UpdateFromCustom(Security security, BaseData data)
    {
        if (!data.ShouldCacheToSecurity()) return;
        foreach (var point in data is BaseDataCollection collection ? collection.Data : [data]) security.Cache.AddData(point);
        if (!data.IsFillForward) security.VolatilityModel.Update(security, data);
        _algorithm.TradeBuilder.SetMarketPrice(security.Symbol, security.Price);
    }
}
