using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Compares those of several symbols that rose with those that fell, once all have a bar of a period.</summary>
public abstract class AdvanceDeclineIndicator : TradeBarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Dictionary<SecurityIdentifier, TradeBar> _previous = [];
    private readonly Dictionary<SecurityIdentifier, TradeBar> _current = [];
    private readonly Func<IEnumerable<TradeBar>, decimal> _measure;
    private readonly Func<decimal, decimal, decimal> _compare;
    private DateTime? _period;

    /// <param name="computeSub">What counts of the bars of one side.</param>
    /// <param name="computeMain">The value, from those that rose and those that fell.</param>
    protected AdvanceDeclineIndicator(string name, Func<IEnumerable<TradeBar>, decimal> computeSub, Func<decimal, decimal, decimal> computeMain)
        : base(name)
    {
        _measure = computeSub;
        _compare = computeMain;
    }

    public override bool IsReady => _previous.Count > 0;
    public int WarmUpPeriod => 2;

    public virtual void Add(Symbol asset) => _current.TryAdd(asset.ID, null);

    public virtual void Remove(Symbol asset) => _current.Remove(asset.ID);

    protected override decimal ComputeNextValue(TradeBar input) => _compare(_measure(Moved(1)), _measure(Moved(-1)));

    protected override IndicatorResult ValidateAndComputeNextValue(TradeBar input)
    {
        Take(input);
        return _previous.Count == 0 || _current.ContainsValue(null)
            ? new IndicatorResult(0, IndicatorStatus.ValueNotReady)
            : new IndicatorResult(ComputeNextValue(input));
    }

    public override void Reset()
    {
        _previous.Clear();
        foreach (var id in _current.Keys) _current[id] = null;
        _period = null;
        base.Reset();
    }

    private IEnumerable<TradeBar> Moved(int direction)
    {
        foreach (var (id, bar) in _current)
            if (_previous.TryGetValue(id, out var before) && before != null && bar.Close.CompareTo(before.Close) == direction) yield return bar;
    }

    private void Take(TradeBar bar)
    {
        // A bar that ends where the period begins is one of the period before.
        if (bar.EndTime == _period)
        {
            _previous[bar.Symbol.ID] = bar;
            return;
        }
        if (bar.Time > _period)
        {
            _previous.Clear();
            foreach (var (id, last) in _current)
            {
                _previous[id] = last;
                _current[id] = null;
            }
            _period = bar.Time;
        }
        if (!_current.ContainsKey(bar.Symbol.ID) || (_period.HasValue && bar.Time != _period)) return;
        _current[bar.Symbol.ID] = bar;
        _period ??= bar.Time;
    }
}

/// <summary>How many rose per one that fell; the number that rose where none fell.</summary>
public class AdvanceDeclineRatio(string name = "A/D Ratio")
    : AdvanceDeclineIndicator(name, bars => bars.Count(), (advance, decline) => decline == 0m ? advance : advance / decline)
{
}

/// <summary>How many more rose than fell.</summary>
public class AdvanceDeclineDifference(string name = "A/D Difference")
    : AdvanceDeclineIndicator(name, bars => bars.Count(), (advance, decline) => advance - decline)
{
}

/// <summary>The volume of those that rose over the volume of those that fell; the former where none fell.</summary>
public class AdvanceDeclineVolumeRatio(string name = "A/D Volume Rate")
    : AdvanceDeclineIndicator(name, bars => bars.Sum(x => x.Volume), (advance, decline) => decline == 0m ? advance : advance / decline)
{
}
