using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Selection;
using QuantConnect.Data.Fundamental;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The universes of a run: when they select, what comes and what goes.</summary>
internal sealed class UniverseFeeds(QCAlgorithm algorithm, MarketFeeds feeds)
{
    private readonly List<Entry> _entries = [];
    // Deselected members that are held, by universe; null for the algorithm itself.
    private readonly List<(Universe Universe, Security Security)> _leaving = [];
    private DateTime _end;

    /// <summary>UTC ticks of the next selection.</summary>
    public long Next { get; private set; } = long.MaxValue;

    public void Start(DateTime end)
    {
        _end = end;
        Admit();
    }

    /// <summary>Lets the universes that are due select. The algorithm's time is that of the selection already.</summary>
    public void Select(DateTime time)
    {
        Admit();
        if (time.Ticks < Next) return;
        foreach (var entry in _entries.Where(x => x.Next <= time.Ticks || x.Universe.DisposeRequested).OrderBy(x => x.Universe.Configuration.Resolution).ThenBy(x => x.Universe.Symbol.ID.ToString(), StringComparer.Ordinal).ToList())
        {
            BaseDataCollection data = null;
            while (entry.Next <= time.Ticks)
            {
                data = entry.Triggers.Current.Data();
                entry.Advance();
            }
            Apply(entry.Universe, time, data ?? new BaseDataCollection(time, entry.Universe.Symbol));
            if (data != null && MarketFeeds.IsListing(entry.Universe.Configuration)) Keep(entry.Universe, data);
            if (entry.Universe.DisposeRequested) _entries.Remove(entry);
        }
        FindNext();
    }

    // What a list says of a member lies in the member's cache.
    private static void Keep(Universe universe, BaseDataCollection data)
    {
        foreach (var point in data.Data)
            if (universe.Securities.TryGetValue(point.Symbol, out var member)) member.Security.Cache.StoreData([point], point.GetType());
    }

    private void Admit()
    {
        while (algorithm.UniverseManager.Added.TryDequeue(out var universe))
        {
            var entry = new Entry(universe, Triggers(universe, algorithm.UtcTime).GetEnumerator());
            entry.Advance();
            _entries.Add(entry);
        }
        FindNext();
    }

    private void FindNext()
    {
        Next = long.MaxValue;
        foreach (var entry in _entries) Next = Math.Min(Next, entry.Universe.DisposeRequested ? 0 : entry.Next);
    }

    private IEnumerable<(DateTime Utc, Func<BaseDataCollection> Data)> Triggers(Universe universe, DateTime startUtc)
    {
        var config = universe.Configuration;
        if (universe is ITimeTriggeredUniverse triggered)
        {
            foreach (var time in triggered.GetTriggerTimes(startUtc, _end, MarketHoursDatabase.FromDataFolder()))
                yield return (universe is ScheduledUniverse ? time : time.ConvertToUtc(config.ExchangeTimeZone), () => new BaseDataCollection(time, universe.Symbol));
            yield break;
        }
        if (config.IsCustomData)
        {
            foreach (var (utc, collection) in feeds.CustomUniverse(config, startUtc))
                yield return (utc, () =>
                {
                    if (!MarketFeeds.IsListing(config)) feeds.NoteUniverse(collection);
                    return collection;
                });
            // With its fund a universe ends.
            if (MarketFeeds.IsListing(config) && config.Symbol.HasUnderlying && feeds.DelistingOf(config.Symbol.Underlying) is { } delisted && delisted <= _end)
                yield return (delisted, () =>
                {
                    universe.Dispose();
                    return new BaseDataCollection(delisted, universe.Symbol);
                });
            yield break;
        }
        var zone = config.DataTimeZone;
        var (start, end) = (startUtc.ConvertFromUtc(zone), _end.ConvertFromUtc(zone));
        var schedule = universe.UniverseSettings.Schedule;
        if (!schedule.Initialized)
        {
            // A day's data are known at the next midnight; those of the last day before the start, at the start.
            for (var date = LastTradingDay(start.Date); date < end; date = date.AddDays(1))
                if (feeds.Hours.IsDateOpen(date)) yield return Day(date, date.AddDays(1));
            yield break;
        }
        // The first selection, due before the start, happens at the start.
        foreach (var date in schedule.Get(start.Date.AddYears(-1), start).TakeLast(1)) yield return Day(LastTradingDay(date), date);
        foreach (var date in schedule.Get(start.Date, end).Where(x => x > start)) yield return Day(LastTradingDay(date), date);

        (DateTime, Func<BaseDataCollection>) Day(DateTime date, DateTime known) =>
            ((known < start ? start : known).ConvertToUtc(zone), () => new BaseDataCollection(known, universe.Symbol, Fundamental.Read(feeds.DataFolder, config.Market, date)));
    }

    private DateTime LastTradingDay(DateTime before)
    {
        var date = before.AddDays(-1);
        while (!feeds.Hours.IsDateOpen(date)) date = date.AddDays(-1);
        return date;
    }

    private void Apply(Universe universe, DateTime time, BaseDataCollection data)
    {
        if (time > _end) return;
        var selected = universe.PerformSelection(time, data);
        if (!ReferenceEquals(selected, Universe.Unchanged)) universe.Selected = selected.ToHashSet();
        foreach (var (owner, security) in _leaving.ToList())
        {
            var again = ReferenceEquals(owner, universe) && universe.Selected.Contains(security.Symbol);
            if (!IsFree(security) && !again) continue;
            _leaving.Remove((owner, security));
            if (IsFree(security)) Release(owner, security);
        }
        if (ReferenceEquals(selected, Universe.Unchanged)) return;
        foreach (var member in universe.Securities.Values.OrderBy(x => x.Security.Symbol.ID.ToString(), StringComparer.Ordinal).ToList())
        {
            var security = member.Security;
            if (universe.Selected.Contains(security.Symbol) || !universe.CanRemoveMember(time, security)) continue;
            if (!security.IsDelisted && !_leaving.Exists(x => ReferenceEquals(x.Security, security))) feeds.NoteRemoved(security);
            if (IsFree(security)) Release(universe, security);
            else if (!_leaving.Contains((universe, security))) _leaving.Add((universe, security));
        }
        foreach (var symbol in universe.Selected)
        {
            if (universe.Securities.ContainsKey(symbol)) continue;
            var settings = universe.UniverseSettings;
            var security = feeds.AddSecurity(symbol, null, settings.Resolution, settings.FillForward, settings.Leverage, settings.ExtendedMarketHours, settings.DataNormalizationMode, universe);
            if (!security.IsDelisted) universe.Securities.Add(symbol, new Universe.Member(time, security));
        }
    }

    /// <summary>Lets a security go that the algorithm added by hand, as soon as nothing keeps it.</summary>
    public void Leave(Security security)
    {
        foreach (var (owner, held) in _leaving.Where(x => x.Universe == null && IsFree(x.Security)).ToList())
        {
            _leaving.Remove((owner, held));
            Release(null, held);
        }
        if (IsFree(security)) Release(null, security);
        else if (!_leaving.Contains((null, security))) _leaving.Add((null, security));
    }

    private void Release(Universe universe, Security security)
    {
        universe?.Securities.Remove(security.Symbol);
        feeds.Release(security, (object)universe ?? algorithm);
    }

    // Whether no position, order or target keeps a security in.
    private bool IsFree(Security security) =>
        !security.HoldStock && feeds.OpenTickets(security) is not { Count: > 0 } && (security.Holdings.Target == null || security.Holdings.Target.Quantity == 0);

    private sealed class Entry(Universe universe, IEnumerator<(DateTime Utc, Func<BaseDataCollection> Data)> triggers)
    {
        public Universe Universe { get; } = universe;
        public IEnumerator<(DateTime Utc, Func<BaseDataCollection> Data)> Triggers { get; } = triggers;
        public long Next { get; private set; }

        public void Advance() => Next = Triggers.MoveNext() ? Triggers.Current.Utc.Ticks : long.MaxValue;
    }
}
