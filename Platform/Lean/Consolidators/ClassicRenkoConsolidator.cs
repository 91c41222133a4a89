using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes a bar each time the value has moved by a size from the bar's open. A jump of several sizes makes one bar.</summary>
public class ClassicRenkoConsolidator : BaseTimelessConsolidator<RenkoBar>
{
    private readonly decimal _barSize;
    private readonly bool _evenBars;
    private decimal? _lastClose;

    /// <param name="evenBars">Whether the first bar opens at a multiple of the size, the next above.</param>
    public ClassicRenkoConsolidator(decimal barSize, bool evenBars = true)
        : this(barSize, null, null, evenBars)
    {
    }

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="barSize"/> is not positive.</exception>
    public ClassicRenkoConsolidator(decimal barSize, Func<IBaseData, decimal> selector, Func<IBaseData, decimal> volumeSelector = null, bool evenBars = true)
        : base(selector, volumeSelector)
    {
        if (barSize < Extensions.GetDecimalEpsilon()) throw new ArgumentOutOfRangeException(nameof(barSize), barSize, "expected a bar size above 1e-27");
        (_barSize, _evenBars) = (barSize, evenBars);
    }

    public RenkoType Type => RenkoType.Classic;

    /// <summary>A copy of the bar in progress.</summary>
    public override IBaseData WorkingData => CurrentBar?.Clone();

    public override void Reset()
    {
        _lastClose = null;
        base.Reset();
    }

    protected override void UpdateBar(DateTime time, decimal currentValue, decimal volume)
    {
        if (!CurrentBar.Update(time, currentValue, volume)) return;
        _lastClose = CurrentBar.Close;
        OnDataConsolidated(CurrentBar);
        CurrentBar = null;
    }

    protected override void CreateNewBar(IBaseData data, decimal currentValue, decimal volume)
    {
        var open = _lastClose ?? (_evenBars ? Math.Ceiling(currentValue / _barSize) * _barSize : currentValue);
        CurrentBar = new RenkoBar(data.Symbol, data.Time, _barSize, open, volume);
    }
}

/// <summary>The same for one kind of input. Without selectors the bars have no volume.</summary>
public class ClassicRenkoConsolidator<TInput> : ClassicRenkoConsolidator
    where TInput : IBaseData
{
    public ClassicRenkoConsolidator(decimal barSize, Func<TInput, decimal> selector, Func<TInput, decimal> volumeSelector = null, bool evenBars = true)
        : base(barSize, x => selector((TInput)x), volumeSelector == null ? null : x => volumeSelector((TInput)x), evenBars)
    {
    }

    public ClassicRenkoConsolidator(decimal barSize, bool evenBars = true)
        : this(barSize, x => x.Value, x => 0, evenBars)
    {
    }

    public void Update(TInput data) => base.Update(data);
}
