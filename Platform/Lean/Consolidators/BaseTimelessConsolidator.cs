using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes bars that end by what happens in them, not by time.</summary>
public abstract class BaseTimelessConsolidator<T> : ConsolidatorBase
    where T : IBaseData
{
    /// <param name="selector">Default: the input's value.</param>
    /// <param name="volumeSelector">Default: a trade bar's volume, a tick's quantity, otherwise 0.</param>
    protected BaseTimelessConsolidator(Func<IBaseData, decimal> selector = null, Func<IBaseData, decimal> volumeSelector = null)
    {
        Selector = selector ?? (static x => x.Value);
        VolumeSelector = volumeSelector ?? (static x => x is TradeBar bar ? bar.Volume : x is Tick tick ? tick.Quantity : 0);
    }

    public new event EventHandler<T> DataConsolidated;

    protected Func<IBaseData, decimal> Selector { get; set; }
    protected Func<IBaseData, decimal> VolumeSelector { get; set; }

    /// <summary>Null between bars.</summary>
    protected virtual T CurrentBar { get; set; }

    public abstract override IBaseData WorkingData { get; }
    public override Type InputType => typeof(IBaseData);
    public override Type OutputType => typeof(T);

    public override void Update(IBaseData data)
    {
        var (value, volume) = (Selector(data), VolumeSelector(data));
        if (CurrentBar != null) UpdateBar(data.Time, value, volume);
        if (CurrentBar == null) CreateNewBar(data, value, volume);
    }

    protected abstract void UpdateBar(DateTime time, decimal currentValue, decimal volume);

    protected abstract void CreateNewBar(IBaseData data, decimal currentValue, decimal volume);

    protected override void FireDataConsolidated(IBaseData consolidated) => DataConsolidated?.Invoke(this, (T)consolidated);

    public override void Scan(DateTime currentLocalTime)
    {
    }

    public override void Reset()
    {
        CurrentBar = default;
        base.Reset();
    }

    public override void Dispose()
    {
        DataConsolidated = null;
        base.Dispose();
    }
}
