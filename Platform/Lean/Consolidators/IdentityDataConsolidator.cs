using QuantConnect.Data.Market;

namespace QuantConnect.Data.Consolidators;

/// <summary>Passes its input on; of several with the same end, only the first (ticks: all).</summary>
public class IdentityDataConsolidator<T> : DataConsolidator<T>
    where T : IBaseData
{
    private static readonly bool IsTick = typeof(T) == typeof(Tick);

    private T _last;
    private DateTime _lastTime;

    public override IBaseData WorkingData => _last?.Clone();

    public override Type OutputType => typeof(T);

    public override void Update(T data)
    {
        if (!IsTick && _last != null && data.EndTime == _lastTime)
            return;
        OnDataConsolidated(data);
        _last = data;
        _lastTime = data.EndTime;
    }

    public override void Scan(DateTime currentLocalTime)
    {
    }

    public override void Reset()
    {
        base.Reset();
        _last = default;
    }
}

/// <summary>Passes on the input that a predicate allows.</summary>
public class FilteredIdentityDataConsolidator<T> : IdentityDataConsolidator<T>
    where T : IBaseData
{
    private readonly Func<T, bool> _predicate;

    public FilteredIdentityDataConsolidator(Func<T, bool> predicate) => _predicate = predicate;

    public override void Update(T data)
    {
        if (_predicate(data))
            base.Update(data);
    }
}

public static class FilteredIdentityDataConsolidator
{
    public static FilteredIdentityDataConsolidator<Tick> ForTickType(TickType tickType) => new(tick => tick.TickType == tickType);
}
