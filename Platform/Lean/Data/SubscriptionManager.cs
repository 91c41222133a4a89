using NodaTime;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;

namespace QuantConnect.Data;

/// <summary>The algorithm's streams of data and the consolidators that hang on them.</summary>
public class SubscriptionManager
{
    private readonly RunClock _clock;
    private readonly List<SubscriptionDataConfig> _configs = [];
    private readonly Dictionary<IDataConsolidator, ScanEntry> _entries = [];
    private readonly PriorityQueue<ScanEntry, (DateTime, int)> _scans = new();
    private readonly List<ScanEntry> _added = [];
    private int _sequence;

    internal SubscriptionManager(RunClock clock) => _clock = clock;

    /// <summary>Streams that the algorithm asked for.</summary>
    public IEnumerable<SubscriptionDataConfig> Subscriptions => _configs.Where(x => !x.IsInternalFeed);

    public int Count => _configs.Count;

    public Dictionary<SecurityType, List<TickType>> AvailableDataTypes { get; } = new() { [SecurityType.Equity] = [TickType.Trade, TickType.Quote], [SecurityType.Base] = [TickType.Trade] };

    internal IReadOnlyList<SubscriptionDataConfig> All => _configs;

    internal bool HasConsolidators => _entries.Count > 0;

    /// <summary>The streams, to look up.</summary>
    public ISubscriptionDataConfigService SubscriptionDataConfigService => new Service(this);

    internal void Add(SubscriptionDataConfig config) => _configs.Add(config);

    internal void Remove(SubscriptionDataConfig config) => _configs.Remove(config);

    internal List<SubscriptionDataConfig> GetSubscriptionDataConfigs(Symbol symbol, bool includeInternalConfigs = false) =>
        _configs.FindAll(x => x.Symbol == symbol && (includeInternalConfigs || !x.IsInternalFeed));

    /// <param name="tickType">Kind of ticks, where the symbol has ticks.</param>
    /// <exception cref="ArgumentException">There is no stream of the symbol, or none of the consolidator's input type.</exception>
    public void AddConsolidator(Symbol symbol, IDataConsolidator consolidator, TickType? tickType = null)
    {
        var configs = GetSubscriptionDataConfigs(symbol);
        if (configs.Count == 0) throw new ArgumentException($"Please subscribe to this symbol before adding a consolidator for it. Symbol: {symbol.Value}");
        if (consolidator.InputType.IsAbstract) tickType ??= AvailableDataTypes.GetValueOrDefault(symbol.SecurityType)?.FirstOrDefault();
        foreach (var config in configs)
        {
            if (!IsSubscriptionValidForConsolidator(config, consolidator, tickType)) continue;
            if (config.Consolidators.Add(consolidator)) config.ConsolidatorList.Add(consolidator);
            var entry = new ScanEntry(consolidator, config, _sequence++, _clock);
            _entries[consolidator] = entry;
            _added.Add(entry);
            return;
        }
        if (tickType != null && !configs.Exists(x => x.TickType == tickType))
            throw new ArgumentException($"No subscription with the requested Tick Type {tickType} was found. Available Tick Types: {string.Join(", ", configs.Select(x => x.TickType))}");
        throw new ArgumentException("Type mismatch found between consolidator and symbol. " +
            $"Symbol: {symbol.Value} does not support input type: {consolidator.InputType.Name}. Supported types: {string.Join(",", configs.Select(x => x.Type.Name))}.");
    }

    /// <summary>Whether a stream's data are a consolidator's input; of ticks, those of the kind that is asked for, or that the output is made of.</summary>
    public static bool IsSubscriptionValidForConsolidator(SubscriptionDataConfig subscription, IDataConsolidator consolidator, TickType? desiredTickType = null)
    {
        if (!consolidator.InputType.IsAssignableFrom(subscription.Type)) return false;
        if (subscription.Type != typeof(Tick)) return true;
        var output = consolidator.OutputType;
        return (desiredTickType ?? (output == typeof(QuoteBar) ? TickType.Quote : output == typeof(TradeBar) || output == typeof(Tick) ? TickType.Trade : subscription.TickType)) == subscription.TickType;
    }

    /// <summary>Whether a point stands for its symbol: of a stock, anything but its quotes.</summary>
    internal static bool IsDefaultDataType(BaseData data) =>
        data.Symbol.SecurityType != SecurityType.Equity || data.DataType != MarketDataType.QuoteBar && data is not Tick { TickType: TickType.Quote };

    public void RemoveConsolidator(Symbol symbol, IDataConsolidator consolidator)
    {
        symbol ??= consolidator.Consolidated?.Symbol ?? consolidator.WorkingData?.Symbol;
        foreach (var config in _configs)
        {
            if (symbol is not null && config.Symbol != symbol) continue;
            if (config.Consolidators.Remove(consolidator)) config.ConsolidatorList.Remove(consolidator);
        }
        if (_entries.Remove(consolidator, out var entry)) entry.Dispose();
        consolidator.Dispose();
    }

    /// <summary>Lets consolidators emit what was due before a time, each at its own time.</summary>
    internal void ScanPastConsolidators(DateTime newUtcTime, Action<DateTime> setTime)
    {
        if (_added.Count > 0)
        {
            foreach (var entry in _added)
            {
                entry.Advance();
                _scans.Enqueue(entry, entry.Priority);
            }
            _added.Clear();
        }
        while (_scans.TryPeek(out _, out var priority) && priority.Item1 < newUtcTime)
        {
            var entry = _scans.Dequeue();
            if (entry.Disposed) continue;
            if (priority.Item1 != _clock.UtcTime) setTime(priority.Item1);
            if (entry.UtcScanTime <= priority.Item1) entry.Scan();
            _scans.Enqueue(entry, entry.Priority);
        }
    }

    private sealed class Service(SubscriptionManager manager) : ISubscriptionDataConfigService
    {
        public Dictionary<SecurityType, List<TickType>> AvailableDataTypes => manager.AvailableDataTypes;

        public List<SubscriptionDataConfig> GetSubscriptionDataConfigs(Symbol symbol = null, bool includeInternalConfigs = false) =>
            symbol != null ? manager.GetSubscriptionDataConfigs(symbol, includeInternalConfigs) : manager._configs.FindAll(x => includeInternalConfigs || !x.IsInternalFeed);
    }

    // When a consolidator must be scanned next: the length of its last bar after that bar's end, or after the last scan.
    private sealed class ScanEntry
    {
        private readonly IDataConsolidator _consolidator;
        private readonly RunClock _clock;
        private readonly ZoneClock _zone;
        private readonly TimeSpan _minimum;
        private readonly int _sequence;
        private TimeSpan? _barSpan;

        public ScanEntry(IDataConsolidator consolidator, SubscriptionDataConfig config, int sequence, RunClock clock)
        {
            _consolidator = consolidator;
            _clock = clock;
            _zone = ZoneClock.Of(config.ExchangeTimeZone);
            _minimum = config.Increment < Time.OneSecond ? Time.OneSecond : config.Increment;
            _sequence = sequence;
            consolidator.DataConsolidated += OnConsolidated;
        }

        public bool Disposed { get; private set; }
        public DateTime UtcScanTime { get; private set; }
        public (DateTime, int) Priority => (UtcScanTime, _sequence);

        public void Dispose()
        {
            Disposed = true;
            _consolidator.DataConsolidated -= OnConsolidated;
        }

        public void Scan()
        {
            _consolidator.Scan(_zone.FromUtc(_clock.UtcTime));
            Advance();
        }

        public void Advance()
        {
            if (UtcScanTime > _clock.UtcTime) return;
            if (_barSpan.HasValue) UtcScanTime = _clock.UtcTime + _barSpan.Value;
            else if (_consolidator.WorkingData is { } working && _zone.ToUtc(working.EndTime) is var end && end > _clock.UtcTime) UtcScanTime = end;
            else UtcScanTime = _clock.UtcTime + _minimum;
        }

        private void OnConsolidated(object sender, IBaseData consolidated)
        {
            if (!_barSpan.HasValue)
            {
                var span = consolidated.EndTime - consolidated.Time;
                _barSpan = span < _minimum ? _minimum : span;
            }
            UtcScanTime = _zone.ToUtc(consolidated.EndTime) + _barSpan.Value;
        }
    }
}
