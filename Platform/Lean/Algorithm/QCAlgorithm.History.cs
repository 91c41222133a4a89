using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private TimeSpan? _warmupTimeSpan;
    private int? _warmupBarCount;

    /// <summary>True from the start until the time that <see cref="SetWarmUp(TimeSpan)"/> or its kin asked for has been replayed.</summary>
    public bool IsWarmingUp { get; private set; } = true;

    public void SetWarmup(TimeSpan timeSpan) => SetWarmup(timeSpan, null);
    public void SetWarmUp(TimeSpan timeSpan) => SetWarmup(timeSpan, null);

    /// <summary>Replays data from before the start date; orders are refused meanwhile.</summary>
    /// <param name="resolution">Of the replayed data; default that of each subscription.</param>
    public void SetWarmup(TimeSpan timeSpan, Resolution? resolution)
    {
        Unlocked("SetWarmup");
        _warmupBarCount = null;
        _warmupTimeSpan = timeSpan;
        Settings.WarmupResolution = resolution;
    }

    public void SetWarmUp(TimeSpan timeSpan, Resolution? resolution) => SetWarmup(timeSpan, resolution);
    public void SetWarmup(int barCount) => SetWarmup(barCount, null);
    public void SetWarmUp(int barCount) => SetWarmup(barCount, null);

    public void SetWarmup(int barCount, Resolution? resolution)
    {
        Unlocked("SetWarmup");
        _warmupTimeSpan = null;
        _warmupBarCount = barCount;
        Settings.WarmupResolution = resolution;
    }

    public void SetWarmUp(int barCount, Resolution? resolution) => SetWarmup(barCount, resolution);

    public void SetFinishedWarmingUp() => IsWarmingUp = false;

    /// <summary>Bars of one symbol, the last <paramref name="periods"/> sessions or intervals up to now.</summary>
    public IEnumerable<TradeBar> History(Symbol symbol, int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null)
    {
        RefuseTicks([symbol], resolution, typeof(TradeBar));
        return Bars(symbol, StartOf(symbol, periods, resolution ?? BarResolutionOf(symbol), extendedMarketHours), Time, resolution, fillForward, extendedMarketHours, dataNormalizationMode);
    }

    public IEnumerable<TradeBar> History(Symbol symbol, TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        Bars(symbol, Time - span, Time, resolution, fillForward, extendedMarketHours, dataNormalizationMode);

    /// <summary>Bars of one symbol between two times in the algorithm's time zone; the end is no later than now.</summary>
    public IEnumerable<TradeBar> History(Symbol symbol, DateTime start, DateTime end, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        Bars(symbol, start, end, resolution, fillForward, extendedMarketHours, dataNormalizationMode);

    public IEnumerable<Slice> History(TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        History(Securities.Keys, Time - span, Time, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    public IEnumerable<Slice> History(int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        History(Securities.Keys, periods, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    public IEnumerable<Slice> History(IEnumerable<Symbol> symbols, TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        History(symbols, Time - span, Time, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    public IEnumerable<Slice> History(IEnumerable<Symbol> symbols, int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null)
    {
        RefuseTicks(symbols, resolution, null);
        return Slices(symbols.Select(x => Past(x, StartOf(x, periods, resolution, extendedMarketHours), Time, resolution, fillForward, extendedMarketHours, dataNormalizationMode)));
    }

    /// <summary>Slices of several symbols by time.</summary>
    public IEnumerable<Slice> History(IEnumerable<Symbol> symbols, DateTime start, DateTime end, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) =>
        Slices(symbols.Select(x => Past(x, start, end, resolution, fillForward, extendedMarketHours, dataNormalizationMode)));

    public IEnumerable<T> History<T>(Symbol symbol, TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData =>
        Typed<T>(symbol, Time - span, Time, resolution, fillForward, extendedMarketHours, dataNormalizationMode);

    public IEnumerable<T> History<T>(Symbol symbol, int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData
    {
        RefuseTicks([symbol], resolution, typeof(T));
        var chosen = resolution ?? (typeof(T) == typeof(Tick) ? Resolution.Tick : symbol.SecurityType == SecurityType.Base ? null : BarResolutionOf(symbol));
        return Typed<T>(symbol, StartOf(symbol, periods, chosen, extendedMarketHours), Time, resolution, fillForward, extendedMarketHours, dataNormalizationMode);
    }

    public IEnumerable<T> History<T>(Symbol symbol, DateTime start, DateTime end, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData =>
        Typed<T>(symbol, start, end, resolution, fillForward, extendedMarketHours, dataNormalizationMode);

    /// <summary>Data of a type of all securities by time.</summary>
    public IEnumerable<DataDictionary<T>> History<T>(TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData =>
        History<T>(Securities.Keys, span, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    public IEnumerable<DataDictionary<T>> History<T>(IEnumerable<Symbol> symbols, TimeSpan span, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData =>
        History<T>(symbols, Time - span, Time, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset);

    public IEnumerable<DataDictionary<T>> History<T>(IEnumerable<Symbol> symbols, int periods, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData
    {
        RefuseTicks(symbols, resolution, typeof(T));
        return typeof(T) == typeof(Tick)
            ? LastTicks<T>(symbols.Select(x => Ticks(x, StartOf(x, periods, Resolution.Tick, extendedMarketHours), Time, resolution, extendedMarketHours, dataNormalizationMode)))
            : TypedSlices<T>(History(symbols, periods, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset));
    }

    public IEnumerable<DataDictionary<T>> History<T>(IEnumerable<Symbol> symbols, DateTime start, DateTime end, Resolution? resolution = null, bool? fillForward = null, bool? extendedMarketHours = null,
        DataMappingMode? dataMappingMode = null, DataNormalizationMode? dataNormalizationMode = null, int? contractDepthOffset = null) where T : IBaseData => typeof(T) == typeof(Tick)
        ? LastTicks<T>(symbols.Select(x => Ticks(x, start, end, resolution, extendedMarketHours, dataNormalizationMode)))
        : TypedSlices<T>(History(symbols, start, end, resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode, contractDepthOffset));

    /// <summary>The last known bar of a security, or null.</summary>
    public BaseData GetLastKnownPrice(Security security) => GetLastKnownPrice(security.Symbol);

    public BaseData GetLastKnownPrice(Symbol symbol) => GetLastKnownPrices(symbol).LastOrDefault();

    /// <summary>The last bar and the last quote of a symbol, by time.</summary>
    public IEnumerable<BaseData> GetLastKnownPrices(Symbol symbol) => GetLastKnownPrices([symbol]).Values.FirstOrDefault() ?? [];

    public IEnumerable<BaseData> GetLastKnownPrices(Security security) => GetLastKnownPrices(security.Symbol);

    public DataDictionary<IEnumerable<BaseData>> GetLastKnownPrices(IEnumerable<Security> securities) => GetLastKnownPrices(securities.Select(x => x.Symbol));

    /// <summary>Of each symbol that has any the last bar and the last quote, by time.</summary>
    public DataDictionary<IEnumerable<BaseData>> GetLastKnownPrices(IEnumerable<Symbol> symbols)
    {
        var all = new DataDictionary<IEnumerable<BaseData>>();
        foreach (var symbol in symbols)
        {
            var resolution = ResolutionOf(symbol);
            if (resolution < Resolution.Minute) resolution = Resolution.Minute;
            var quotes = symbol.SecurityType != SecurityType.Base && resolution == Resolution.Minute && StreamOf(symbol) is not { IsInternalFeed: true };
            BaseData trade = null, quote = null;
            // A few bars back first, then farther, then days.
            foreach (var (periods, step) in new[] { (5, resolution), (resolution == Resolution.Daily ? 10 : resolution == Resolution.Hour ? 24 : 1440, resolution), (50, Resolution.Daily) })
            {
                var start = StartOf(symbol, periods, step, null);
                trade ??= Past(symbol, start, Time, step, false, null, null).Data.LastOrDefault();
                if (quotes && step == Resolution.Minute) quote ??= RequireRun().Quotes(Query(symbol, start, Time, step, false, null, null)).LastOrDefault();
                if (trade != null && (quote != null || !quotes)) break;
            }
            List<BaseData> last = [.. new[] { trade, quote }.Where(x => x != null).OrderBy(x => x.Time)];
            if (last.Count > 0) all[symbol] = last;
        }
        return all;
    }

    // Gives a security that has no price yet the last ones known.
    internal void Seed(Security security)
    {
        if (security.Price != 0) return;
        foreach (var data in GetLastKnownPrices(security)) security.SetMarketPrice(data);
    }

    // Where warm-up begins, in the algorithm's time zone.
    private bool TryGetWarmupHistoryStartTime(out DateTime start)
    {
        start = Time;
        if (_warmupTimeSpan.HasValue)
        {
            start = Time - _warmupTimeSpan.Value;
            return true;
        }
        if (!_warmupBarCount.HasValue) return false;
        var found = false;
        foreach (var security in Securities.Values)
        {
            var time = StartOf(security.Symbol, _warmupBarCount.Value, Settings.WarmupResolution, null);
            if (!found || time < start) start = time;
            found = true;
        }
        if (!found) start = Time - _warmupBarCount.Value * (Settings.WarmupResolution ?? UniverseSettings.Resolution).ToTimeSpan();
        return true;
    }

    private DateTime StartOf(Symbol symbol, int periods, Resolution? resolution, bool? extendedMarketHours)
    {
        if (CustomConfiguration(symbol, null, resolution, null) is { } custom) return CustomStartOf(custom, periods);
        var hours = RequireRun().Hours;
        var chosen = resolution ?? ResolutionOf(symbol);
        var span = chosen.ToTimeSpan();
        if (span < QuantConnect.Time.OneSecond) span = QuantConnect.Time.OneSecond;
        var extended = chosen < Resolution.Hour && (extendedMarketHours ?? (Securities.TryGetValue(symbol, out var security) && security.IsExtendedMarketHours));
        return QuantConnect.Time.GetStartTimeForTradeBars(hours, UtcTime.ConvertFromUtc(hours.TimeZone), span, periods, extended, hours.TimeZone, Settings.DailyPreciseEndTime)
            .ConvertTo(hours.TimeZone, TimeZone);
    }

    private Resolution ResolutionOf(Symbol symbol) => StreamOf(symbol)?.Resolution ?? UniverseSettings.Resolution;

    // The coarsest stream of a symbol; the engine's own, of the benchmark, where the algorithm has none.
    private SubscriptionDataConfig StreamOf(Symbol symbol)
    {
        SubscriptionDataConfig found = null;
        foreach (var config in SubscriptionManager.All)
            if (config.Symbol == symbol && (found == null || (found.IsInternalFeed, config.Resolution).CompareTo((config.IsInternalFeed, found.Resolution)) > 0)) found = config;
        return found;
    }

    // Of a symbol's bars: a stream of ticks says nothing about them.
    private Resolution BarResolutionOf(Symbol symbol) => ResolutionOf(symbol) is not Resolution.Tick and var bars ? bars : UniverseSettings.Resolution;

    private bool HasTicks(Symbol symbol) => SubscriptionManager.GetSubscriptionDataConfigs(symbol).Exists(x => x.Resolution == Resolution.Tick && !x.IsCustomData);

    // There is no number of ticks to ask for.
    private void RefuseTicks(IEnumerable<Symbol> symbols, Resolution? resolution, Type type)
    {
        if (resolution == Resolution.Tick || resolution == null && type != typeof(TradeBar) && type != typeof(QuoteBar) && symbols.Any(HasTicks))
            throw new InvalidOperationException("History functions that accept a 'periods' parameter can not be used with Resolution.Tick");
    }

    private List<TradeBar> Bars(Symbol symbol, DateTime start, DateTime end, Resolution? resolution, bool? fillForward, bool? extendedMarketHours, DataNormalizationMode? mode)
    {
        if (end > Time) end = Time;
        var chosen = resolution ?? BarResolutionOf(symbol);
        if (chosen == Resolution.Tick)
            throw new InvalidOperationException("Calling History<TradeBar> method with Resolution.Tick will return an empty result. Please use the generic version with Tick type parameter or provide a list of Symbols to use the Slice history request API.");
        return RequireRun().History(Query(symbol, start, end, chosen, fillForward, extendedMarketHours, mode));
    }

    private HistoryQuery Query(Symbol symbol, DateTime start, DateTime end, Resolution resolution, bool? fillForward, bool? extendedMarketHours, DataNormalizationMode? mode)
    {
        Securities.TryGetValue(symbol, out var security);
        if (security != null && !security.Subscriptions.Any()) security = null;
        var stream = security == null ? StreamOf(symbol) : null;
        return new HistoryQuery(symbol, resolution, start.ConvertToUtc(TimeZone), end.ConvertToUtc(TimeZone),
            fillForward ?? security?.IsFillDataForward ?? stream?.FillDataForward ?? UniverseSettings.FillForward,
            extendedMarketHours ?? security?.IsExtendedMarketHours ?? stream?.ExtendedMarketHours ?? UniverseSettings.ExtendedMarketHours,
            mode ?? security?.DataNormalizationMode ?? stream?.DataNormalizationMode ?? UniverseSettings.DataNormalizationMode);
    }

    // Bars and ticks, or the points of custom data, with the time zone that they are in.
    private (List<BaseData> Data, NodaTime.DateTimeZone Zone) Past(Symbol symbol, DateTime start, DateTime end, Resolution? resolution, bool? fillForward, bool? extendedMarketHours, DataNormalizationMode? mode)
    {
        if (CustomConfiguration(symbol, null, resolution, fillForward) is { } config) return (CustomHistory(config, start, end), config.ExchangeTimeZone);
        List<BaseData> data = [];
        if ((resolution ?? ResolutionOf(symbol)) != Resolution.Tick) data.AddRange(Bars(symbol, start, end, resolution, fillForward, extendedMarketHours, mode));
        if (resolution == Resolution.Tick || resolution == null && HasTicks(symbol)) data.AddRange(Ticks(symbol, start, end, resolution, extendedMarketHours, mode));
        return (data, RequireRun().Hours.TimeZone);
    }

    // Of the kinds that a symbol has streams of, or of both at the resolution of ticks; by time, quotes before trades of the same moment.
    private IEnumerable<Tick> Ticks(Symbol symbol, DateTime start, DateTime end, Resolution? resolution, bool? extendedMarketHours, DataNormalizationMode? mode)
    {
        var streams = SubscriptionManager.GetSubscriptionDataConfigs(symbol);
        if (streams.Count == 0) streams = SubscriptionManager.GetSubscriptionDataConfigs(symbol, includeInternalConfigs: true);
        if (streams.Count == 0 && resolution != Resolution.Tick)
            throw new ArgumentException($"No history data could be fetched. This could be due to the specified security not being of the requested type. Symbol: {symbol} Requested Type: {nameof(Tick)}");
        if (resolution is not (null or Resolution.Tick)) return [];
        var query = Query(symbol, start, end > Time ? Time : end, Resolution.Tick, false, extendedMarketHours, mode);
        var trades = RequireRun().Ticks(query, TickType.Trade);
        // Quotes of a symbol that has a stream, but none of quotes, are adjusted whatever the stream is, in LEAN too.
        if (streams.Count > 0 && !streams.Exists(x => x.TickType == TickType.Quote))
            return resolution == null ? trades : ByTime(RequireRun().Ticks(query with { Mode = mode ?? DataNormalizationMode.Adjusted }, TickType.Quote), trades);
        return ByTime(RequireRun().Ticks(query, TickType.Quote), trades);
    }

    private static IEnumerable<Tick> ByTime(IEnumerable<Tick> first, IEnumerable<Tick> second)
    {
        using var later = second.GetEnumerator();
        var left = later.MoveNext();
        foreach (var tick in first)
        {
            for (; left && later.Current.Time < tick.Time; left = later.MoveNext()) yield return later.Current;
            yield return tick;
        }
        for (; left; left = later.MoveNext()) yield return later.Current;
    }

    // At each moment the last tick of each symbol.
    private IEnumerable<DataDictionary<T>> LastTicks<T>(IEnumerable<IEnumerable<Tick>> histories) where T : IBaseData
    {
        if (!_warnedOfLastTicks)
            Debug("Warning: Multiple symbols Tick history will return the last tick per timestep. To access all ticks remove the 'Tick' type to use the History() returning Slice, all ticks can be accessed with Slice.Ticks.");
        _warnedOfLastTicks = true;
        return Slices(histories.Select(x => (new List<BaseData>(x), RequireRun().Hours.TimeZone))).Select(x => x.Get<T>());
    }

    private bool _warnedOfLastTicks;

    private IEnumerable<Slice> Slices(IEnumerable<(List<BaseData> Data, NodaTime.DateTimeZone Zone)> histories)
    {
        var byTime = new SortedDictionary<DateTime, List<BaseData>>();
        foreach (var (history, zone) in histories)
            foreach (var data in history)
            {
                var utc = data.EndTime.ConvertToUtc(zone);
                if (!byTime.TryGetValue(utc, out var list)) byTime[utc] = list = [];
                list.Add(data);
            }
        foreach (var (utc, list) in byTime) yield return new Slice(utc.ConvertFromUtc(TimeZone), list, utc);
    }

    private IEnumerable<T> Typed<T>(Symbol symbol, DateTime start, DateTime end, Resolution? resolution, bool? fillForward, bool? extendedMarketHours, DataNormalizationMode? mode) where T : IBaseData
    {
        if (CustomConfiguration(symbol, typeof(T), resolution, fillForward) is { } config)
            return CustomHistory(config, start, end).SelectMany(x => x is BaseDataCollection collection && x is not T ? collection.Data : (IEnumerable<BaseData>)[x]).OfType<T>();
        if (typeof(T) == typeof(Tick)) return (IEnumerable<T>)Ticks(symbol, start, end, resolution, extendedMarketHours, mode);
        return typeof(T).IsAssignableFrom(typeof(TradeBar))
            ? Bars(symbol, start, end, resolution, fillForward, extendedMarketHours, mode).Cast<T>()
            : throw new NotSupportedException($"History: data of type {typeof(T).Name} is not supported by this engine for {symbol.SecurityType} (supported: TradeBar, Tick)");
    }

    private static IEnumerable<DataDictionary<T>> TypedSlices<T>(IEnumerable<Slice> slices) where T : IBaseData => typeof(T) == typeof(TradeBar)
        ? slices.Select(x => x.Get<T>())
        : typeof(T).Assembly != typeof(BaseData).Assembly
            ? slices.Select(x => x.Get<T>()).Where(x => x.Count > 0)
            : throw new NotSupportedException($"History: data of type {typeof(T).Name} is not supported by this engine (supported: TradeBar, Tick, custom data)");
}
