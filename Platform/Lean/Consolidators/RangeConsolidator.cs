using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes a bar of each range of some ticks; a jump makes bars without volume in between.</summary>
public class RangeConsolidator : BaseTimelessConsolidator<RangeBar>
{
    private decimal _tick;

    /// <param name="range">Ticks of a bar's range.</param>
    public RangeConsolidator(int range, Func<IBaseData, decimal> selector = null, Func<IBaseData, decimal> volumeSelector = null)
        : base(selector, volumeSelector) => Range = range;

    /// <summary>Range in the price's unit, known from the first input on.</summary>
    public decimal RangeSize { get; private set; }

    public int Range { get; private set; }

    /// <summary>A copy of the bar in progress.</summary>
    public override IBaseData WorkingData => CurrentBar?.Clone();

    public override void Reset()
    {
        _tick = RangeSize = 0m;
        base.Reset();
    }

    protected override void UpdateBar(DateTime time, decimal currentValue, decimal volume)
    {
        var rising = currentValue > CurrentBar.High;
        CurrentBar.Update(time, currentValue, volume);
        while (CurrentBar.IsClosed)
        {
            var closed = CurrentBar;
            OnDataConsolidated(closed);
            CurrentBar = new RangeBar(closed.Symbol, closed.EndTime, RangeSize, rising ? closed.High + _tick : closed.Low - _tick);
            CurrentBar.Update(time, currentValue, Math.Abs(CurrentBar.Low - currentValue) > RangeSize ? 0 : volume);
        }
    }

    /// <summary>The first bar opens at a multiple of the range, the next above.</summary>
    protected override void CreateNewBar(IBaseData data, decimal currentValue, decimal volume)
    {
        if (_tick == 0)
        {
            _tick = SymbolPropertiesDatabase.FromDataFolder().GetSymbolProperties(data.Symbol.ID.Market, data.Symbol, data.Symbol.ID.SecurityType, Currencies.USD).MinimumPriceVariation;
            RangeSize = _tick * Range;
            currentValue = Math.Ceiling(currentValue / RangeSize) * RangeSize;
        }
        CurrentBar = new RangeBar(data.Symbol, data.Time, RangeSize, currentValue, volume: volume);
    }
}

/// <summary>Makes one bar of each input that leaves the range, however far; the next bar opens at the next input.</summary>
public class ClassicRangeConsolidator : RangeConsolidator
{
    public ClassicRangeConsolidator(int range, Func<IBaseData, decimal> selector = null, Func<IBaseData, decimal> volumeSelector = null)
        : base(range, selector, volumeSelector)
    {
    }

    protected override void UpdateBar(DateTime time, decimal currentValue, decimal volume)
    {
        CurrentBar.Update(time, currentValue, volume);
        if (!CurrentBar.IsClosed) return;
        OnDataConsolidated(CurrentBar);
        CurrentBar = null;
    }
}
