using QuantConnect.Securities;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>A set of securities that changes by a rule: at each selection it names its members.</summary>
public abstract class Universe : IDisposable
{
    /// <summary>Returned by a selection that leaves the members as they are.</summary>
    public static readonly UnchangedUniverse Unchanged = UnchangedUniverse.Instance;

    private HashSet<Symbol> _previous = [];
    private TimeSpan? _rounding;

    protected Universe(SubscriptionDataConfig config) => Configuration = config;

    /// <summary>Told of each selection that differs from the one before.</summary>
    public event EventHandler SelectionChanged;

    public virtual SubscriptionDataConfig Configuration { get; private set; }
    public virtual UniverseSettings UniverseSettings { get; set; }
    public SecurityType SecurityType => Configuration.SecurityType;
    public string Market => Configuration.Market;
    public Symbol Symbol => Configuration.Symbol;
    public Type DataType => Configuration.Type;

    /// <summary>Whether the universe has been removed and lets its members go at the next step.</summary>
    public virtual bool DisposeRequested { get; protected set; }

    public virtual bool Asynchronous
    {
        get => UniverseSettings.Asynchronous ?? false;
        set => UniverseSettings.Asynchronous = value;
    }

    /// <summary>What the last selection named.</summary>
    public HashSet<Symbol> Selected { get; set; } = [];

    /// <summary>Securities that are in, those included that are deselected but still held.</summary>
    public Dictionary<Symbol, Security> Members => Securities.ToDictionary(x => x.Key, x => x.Value.Security);

    internal Dictionary<Symbol, Member> Securities { get; } = [];

    /// <summary>The members from now on.</summary>
    /// <param name="data">What is known for the selection; empty where it goes by time alone.</param>
    public abstract IEnumerable<Symbol> SelectSymbols(DateTime utcTime, BaseDataCollection data);

    /// <summary>The members from now on, or <see cref="Unchanged"/> where they are the same as before.</summary>
    public IEnumerable<Symbol> PerformSelection(DateTime utcTime, BaseDataCollection data)
    {
        if (DisposeRequested)
        {
            OnSelectionChanged();
            return [];
        }
        var selected = SelectSymbols(utcTime, data);
        if (ReferenceEquals(selected, Unchanged)) return Unchanged;
        var set = selected.ToHashSet();
        var same = set.SetEquals(_previous);
        _previous = set;
        if (same) return Unchanged;
        OnSelectionChanged(set);
        return set;
    }

    /// <summary>Whether a deselected member may go: it has been in for <see cref="UniverseSettings.MinimumTimeInUniverse"/>.</summary>
    public virtual bool CanRemoveMember(DateTime utcTime, Security security)
    {
        if (DisposeRequested || security.IsDelisted) return true;
        if (!Securities.TryGetValue(security.Symbol, out var member)) return false;
        var least = UniverseSettings.MinimumTimeInUniverse;
        _rounding ??= least >= Time.OneDay ? Time.OneDay : least >= Time.OneHour ? Time.OneHour : least >= Time.OneMinute ? Time.OneMinute : least >= Time.OneSecond ? Time.OneSecond : least;
        var time = utcTime - member.Added;
        return (_rounding.Value > TimeSpan.Zero ? time.Round(_rounding.Value) : time) >= least;
    }

    public bool ContainsMember(Symbol symbol) => Securities.ContainsKey(symbol);

    /// <summary>Lets all members go at the next step.</summary>
    public virtual void Dispose()
    {
        DisposeRequested = true;
        GC.SuppressFinalize(this);
    }

    protected void OnSelectionChanged(HashSet<Symbol> selection = null) => SelectionChanged?.Invoke(this, new SelectionEventArgs(selection ?? []));

    /// <param name="Added">UTC.</param>
    internal sealed record Member(DateTime Added, Security Security);

    /// <summary>Stands for "as before" in selections by symbol or by ticker.</summary>
    public sealed class UnchangedUniverse : IEnumerable<string>, IEnumerable<Symbol>
    {
        public static readonly UnchangedUniverse Instance = new();

        private UnchangedUniverse()
        {
        }

        IEnumerator<Symbol> IEnumerable<Symbol>.GetEnumerator() => Enumerable.Empty<Symbol>().GetEnumerator();
        IEnumerator<string> IEnumerable<string>.GetEnumerator() => Enumerable.Empty<string>().GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => Enumerable.Empty<Symbol>().GetEnumerator();
    }

    /// <summary>A new selection.</summary>
    public class SelectionEventArgs(HashSet<Symbol> currentSelection) : EventArgs
    {
        public HashSet<Symbol> CurrentSelection { get; } = currentSelection;
    }
}

/// <summary>A universe whose selections are due at times of its own, with no data.</summary>
public interface ITimeTriggeredUniverse
{
    /// <returns>In the exchange's time zone, ascending.</returns>
    IEnumerable<DateTime> GetTriggerTimes(DateTime startTimeUtc, DateTime endTimeUtc, MarketHoursDatabase marketHoursDatabase);
}
