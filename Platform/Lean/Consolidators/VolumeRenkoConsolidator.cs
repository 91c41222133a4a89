using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes a bar of each amount of volume traded; what an input has too much goes to the bars after it.</summary>
public class VolumeRenkoConsolidator(decimal barSize) : DataConsolidator<BaseData>
{
    private readonly decimal _barSize = barSize;
    private VolumeRenkoBar _bar;

    public new event EventHandler<VolumeRenkoBar> DataConsolidated;

    public override IBaseData WorkingData => _bar;
    public override Type OutputType => typeof(VolumeRenkoBar);

    /// <summary>Takes a trade bar or a trade; quotes are left out.</summary>
    /// <exception cref="ArgumentException">The data is neither a trade bar nor a tick.</exception>
    public override void Update(BaseData data)
    {
        if (data is Tick { TickType: not TickType.Trade }) return;
        var close = data.Value;
        var (open, high, low, volume) = data switch
        {
            Tick tick => (close, close, close, tick.Quantity),
            TradeBar bar when bar.GetType() == typeof(TradeBar) => (bar.Open, bar.High, bar.Low, bar.Volume),
            _ => throw new ArgumentException($"{GetType().Name} must be used with TradeBar or Tick data, found {data.GetType().Name}.", nameof(data))
        };
        _bar ??= new VolumeRenkoBar(data.Symbol, data.Time, data.EndTime, _barSize, open, high, low, close, 0);
        for (var left = _bar.Update(data.EndTime, high, low, close, AdjustVolume(volume, close)); left >= 0; left = _bar.Update(data.EndTime, high, low, close, left))
        {
            OnDataConsolidated(_bar);
            _bar = _bar.Rollover();
        }
    }

    /// <summary>What counts of a volume.</summary>
    protected virtual decimal AdjustVolume(decimal volume, decimal price) => volume;

    public override void Scan(DateTime currentLocalTime)
    {
    }

    public override void Reset()
    {
        _bar = null;
        base.Reset();
    }

    protected void OnDataConsolidated(VolumeRenkoBar consolidated)
    {
        base.OnDataConsolidated(consolidated);
        DataConsolidated?.Invoke(this, consolidated);
    }
}
