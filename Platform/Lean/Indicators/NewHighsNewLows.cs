using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>How many of several symbols make a new high, less how many make a new low, of a number of periods.</summary>
public class NewHighsNewLows(string name, int period) : NewHighsNewLows<IBaseDataBar>(name, period)
{
}

/// <summary>The base: compares each symbol's bar with its extremes of the periods before, once all have one.</summary>
public abstract class NewHighsNewLows<T> : IndicatorBase<T>, IIndicatorWarmUpPeriodProvider
    where T : class, IBaseDataBar
{
    private readonly Dictionary<SecurityIdentifier, Asset> _assets = [];
    private readonly int _period;
    private DateTime? _time;

    protected NewHighsNewLows(string name, int period)
        : base(name)
    {
        _period = period;
        Difference = new FunctionalIndicator<IBaseDataBar>($"{name}_Difference", _ => NewHighs.Count - NewLows.Count, _ => IsReady);
        Ratio = new FunctionalIndicator<IBaseDataBar>($"{name}_Ratio", _ => NewLows.Count == 0 ? NewHighs.Count : (decimal)NewHighs.Count / NewLows.Count, _ => IsReady);
    }

    public IndicatorBase<IBaseDataBar> Difference { get; }

    /// <summary>Highs per low; the highs where there is no low.</summary>
    public IndicatorBase<IBaseDataBar> Ratio { get; }

    protected ICollection<T> NewHighs { get; private set; } = [];
    protected ICollection<T> NewLows { get; private set; } = [];
    public override bool IsReady => _assets.Count > 0 && _assets.Values.All(x => x.High.IsReady && x.Low.IsReady);
    public int WarmUpPeriod => _period + 1;

    public virtual void Add(Symbol asset) => _assets.TryAdd(asset.ID, new Asset(_period));

    public virtual void Remove(Symbol asset) => _assets.Remove(asset.ID);

    protected override decimal ComputeNextValue(T input)
    {
        NewHighs.Clear();
        NewLows.Clear();
        foreach (var asset in _assets.Values)
        {
            if (asset.Bar.High > asset.High.Current.Value) NewHighs.Add(asset.Bar);
            if (asset.Bar.Low < asset.Low.Current.Value) NewLows.Add(asset.Bar);
        }
        Difference.Update(input);
        Ratio.Update(input);
        return Difference.Current.Value;
    }

    protected override IndicatorResult ValidateAndComputeNextValue(T input)
    {
        Take(input);
        return _assets.Values.Any(x => x.Bar == null) || !IsReady ? new IndicatorResult(0, IndicatorStatus.ValueNotReady) : new IndicatorResult(ComputeNextValue(input));
    }

    public override void Reset()
    {
        foreach (var asset in _assets.Values)
        {
            asset.Bar = null;
            asset.High.Reset();
            asset.Low.Reset();
        }
        _time = null;
        Difference.Reset();
        Ratio.Reset();
        base.Reset();
    }

    private void Take(T bar)
    {
        var known = _assets.TryGetValue(bar.Symbol.ID, out var asset);
        // A bar that ends where the period begins is one of the period before.
        if (bar.EndTime == _time)
        {
            if (known) asset.Keep(bar, _time.Value);
            return;
        }
        if (bar.Time > _time)
        {
            foreach (var other in _assets.Values)
            {
                if (other.Bar != null) other.Keep(other.Bar, _time.Value);
                other.Bar = null;
            }
            _time = bar.Time;
        }
        if (!known || (_time.HasValue && bar.Time != _time)) return;
        asset.Bar = bar;
        _time ??= bar.Time;
    }

    private sealed class Asset(int period)
    {
        public T Bar { get; set; }
        public Maximum High { get; } = new(period);
        public Minimum Low { get; } = new(period);

        public void Keep(T bar, DateTime time)
        {
            High.Update(time, bar.High);
            Low.Update(time, bar.Low);
        }
    }
}

/// <summary>The volume of those that make a new high over the volume of those that make a new low; the former where there is no low.</summary>
public class NewHighsNewLowsVolume : NewHighsNewLows<TradeBar>
{
    public NewHighsNewLowsVolume(string name, int period)
        : base(name, period) => VolumeRatio = new FunctionalIndicator<TradeBar>($"{name}_VolumeRatio", _ =>
        {
            var (high, low) = (NewHighs.Sum(x => x.Volume), NewLows.Sum(x => x.Volume));
            return low == 0m ? high : high / low;
        }, _ => IsReady);

    public IndicatorBase<TradeBar> VolumeRatio { get; }

    protected override decimal ComputeNextValue(TradeBar input)
    {
        base.ComputeNextValue(input);
        VolumeRatio.Update(input);
        return VolumeRatio.Current.Value;
    }

    public override void Reset()
    {
        VolumeRatio.Reset();
        base.Reset();
    }
}
