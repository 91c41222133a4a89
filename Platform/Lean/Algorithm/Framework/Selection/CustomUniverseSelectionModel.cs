using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Selection;

/// <summary>Tickers by a function of time, asked at intervals of open market.</summary>
public class CustomUniverse(SubscriptionDataConfig configuration, UniverseSettings universeSettings, TimeSpan interval, Func<DateTime, IEnumerable<string>> selector)
    : UserDefinedUniverse(configuration, universeSettings, interval, selector);

/// <summary>A universe of tickers by a function of time, or by an override of <see cref="Select"/>.</summary>
public class CustomUniverseSelectionModel : UniverseSelectionModel
{
    private readonly string _name, _market;
    private readonly SecurityType _securityType;
    private readonly TimeSpan _interval;
    private readonly UniverseSettings _settings;
    private readonly Func<DateTime, IEnumerable<string>> _selector;

    public CustomUniverseSelectionModel(string name, Func<DateTime, IEnumerable<string>> selector) : this(SecurityType.Equity, name, Market.USA, selector, null, Time.OneDay)
    {
    }

    /// <param name="universeSettings">Default: those of the algorithm.</param>
    /// <param name="interval">How often the selector is asked while the market is open.</param>
    public CustomUniverseSelectionModel(SecurityType securityType, string name, string market, Func<DateTime, IEnumerable<string>> selector, UniverseSettings universeSettings, TimeSpan interval)
    {
        (_securityType, _name, _market, _selector, _settings, _interval) = (securityType, name, market, selector, universeSettings, interval);
    }

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm)
    {
        var resolution = _settings?.Resolution ?? algorithm.UniverseSettings.Resolution;
        var config = new SubscriptionDataConfig(typeof(Data.Market.Tick), Symbol.Create($"{_name}-{_securityType}-{_market}", _securityType, _market), resolution, TimeZones.NewYork, TimeZones.NewYork, false, false, true);
        yield return new CustomUniverse(config, _settings ?? algorithm.UniverseSettings, _interval, time => Select(algorithm, time));
    }

    /// <summary>Tickers from a time on.</summary>
    public virtual IEnumerable<string> Select(QCAlgorithm algorithm, DateTime date) =>
        _selector == null ? throw new NotImplementedException($"{GetType().Name}: expected a selector or an override of Select, found neither") : _selector(date);

    public override string ToString() => _name;
}

/// <summary>Tickers from the date on which each is first to be held. They come in the order given: one whose date is later keeps those behind it waiting.</summary>
public class InceptionDateUniverseSelectionModel : CustomUniverseSelectionModel
{
    private readonly Queue<KeyValuePair<string, DateTime>> _coming;
    private readonly List<string> _there = [];

    /// <param name="tickersByDate">Date of inception by ticker.</param>
    public InceptionDateUniverseSelectionModel(string name, Dictionary<string, DateTime> tickersByDate) : base(name, (Func<DateTime, IEnumerable<string>>)null) =>
        _coming = new Queue<KeyValuePair<string, DateTime>>(tickersByDate);

    public override IEnumerable<string> Select(QCAlgorithm algorithm, DateTime date)
    {
        var more = false;
        while (_coming.TryPeek(out var next) && next.Value <= date)
        {
            _there.Add(_coming.Dequeue().Key);
            more = true;
        }
        return more ? _there : Universe.Unchanged;
    }
}
