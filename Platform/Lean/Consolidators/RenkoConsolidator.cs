using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Makes wicked bars: one for each size that the price moves on, or for two sizes against the last bar's direction.</summary>
public class RenkoConsolidator : ConsolidatorBase
{
    private bool _started;
    private RenkoBar _last;

    /// <exception cref="ArgumentException"><paramref name="barSize"/> is not positive.</exception>
    public RenkoConsolidator(decimal barSize)
    {
        if (barSize <= 0) throw new ArgumentException($"expected a bar size above 0, found {barSize}", nameof(barSize));
        BarSize = barSize;
    }

    public new event EventHandler<RenkoBar> DataConsolidated;

    protected DateTime CloseOn { get; set; }
    protected decimal CloseRate { get; set; }
    protected decimal HighRate { get; set; }
    protected decimal LowRate { get; set; }
    protected DateTime OpenOn { get; set; }
    protected decimal OpenRate { get; set; }
    protected decimal BarSize { get; set; }
    public RenkoType Type => RenkoType.Wicked;

    /// <summary>A copy of the last whole bar.</summary>
    public override IBaseData WorkingData => _last?.Clone();

    public override Type InputType => typeof(IBaseData);
    public override Type OutputType => typeof(RenkoBar);

    public override void Update(IBaseData data)
    {
        CloseOn = data.Time;
        if (!_started)
        {
            _started = true;
            OpenOn = data.Time;
            OpenRate = HighRate = LowRate = CloseRate = GetClosestMultiple(data.Value, BarSize);
            return;
        }
        CloseRate = data.Value;
        HighRate = Math.Max(HighRate, CloseRate);
        LowRate = Math.Min(LowRate, CloseRate);
        if (CloseRate == OpenRate) return;
        var rising = CloseRate > OpenRate;
        if (_last != null && _last.Direction != (rising ? BarDirection.Rising : BarDirection.Falling))
        {
            // Against the last bar the first brick begins where that one did.
            var turn = _last.Open + (rising ? BarSize : -BarSize);
            if (rising ? CloseRate <= turn : CloseRate >= turn) return;
            Emit(data.Symbol, _last.Open, turn);
        }
        for (var limit = Next(); rising ? CloseRate > limit : CloseRate < limit; limit = Next()) Emit(data.Symbol, OpenRate, limit);

        decimal Next() => OpenRate + (rising ? BarSize : -BarSize);
    }

    public override void Scan(DateTime currentLocalTime)
    {
    }

    public override void Reset()
    {
        (_started, _last) = (false, null);
        (OpenOn, CloseOn) = (default, default);
        OpenRate = HighRate = LowRate = CloseRate = 0;
        base.Reset();
    }

    public override void Dispose()
    {
        DataConsolidated = null;
        base.Dispose();
    }

    /// <exception cref="ArgumentException"><paramref name="barSize"/> is not positive.</exception>
    public static decimal GetClosestMultiple(decimal price, decimal barSize)
    {
        if (barSize <= 0) throw new ArgumentException($"expected a bar size above 0, found {barSize}", nameof(barSize));
        var whole = Math.Floor(price / barSize);
        return barSize * (whole + Math.Round((price - barSize * whole) / barSize));
    }

    protected override void FireDataConsolidated(IBaseData consolidated) => DataConsolidated?.Invoke(this, (RenkoBar)consolidated);

    private void Emit(Symbol symbol, decimal open, decimal close)
    {
        var rising = close > open;
        _last = new RenkoBar(symbol, OpenOn, CloseOn, BarSize, open, rising ? close : HighRate, rising ? LowRate : close, close);
        OnDataConsolidated(_last);
        (OpenOn, OpenRate) = (CloseOn, close);
        if (rising) LowRate = close;
        else HighRate = close;
    }
}

/// <summary>The same for one kind of input.</summary>
public class RenkoConsolidator<TInput>(decimal barSize) : RenkoConsolidator(barSize)
    where TInput : IBaseData
{
    public void Update(TInput data) => base.Update(data);
}

/// <summary>Another name of the <see cref="RenkoConsolidator"/>.</summary>
public class WickedRenkoConsolidator(decimal barSize) : RenkoConsolidator(barSize)
{
}

/// <summary>Another name of the <see cref="RenkoConsolidator{TInput}"/>.</summary>
public class WickedRenkoConsolidator<T>(decimal barSize) : RenkoConsolidator<T>(barSize)
    where T : IBaseData
{
}
