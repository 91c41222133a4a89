using QuantConnect.Indicators;

namespace QuantConnect.Data.Consolidators;

/// <summary>Raises a consolidator's events and keeps its last bars; index 0 is the newest.</summary>
public abstract class ConsolidatorBase : WindowBase<IBaseData>, IDataConsolidator
{
    public IBaseData Consolidated { get; protected set; }

    public abstract IBaseData WorkingData { get; }

    public abstract Type InputType { get; }

    public abstract Type OutputType { get; }

    public event DataConsolidatedHandler DataConsolidated;

    public abstract void Update(IBaseData data);

    public abstract void Scan(DateTime currentLocalTime);

    protected virtual void OnDataConsolidated(IBaseData consolidated)
    {
        if (consolidated != null)
            Current = consolidated;
        FireDataConsolidated(consolidated);
        DataConsolidated?.Invoke(this, consolidated);
        Consolidated = consolidated;
    }

    /// <summary>For events with the bar's own type.</summary>
    protected virtual void FireDataConsolidated(IBaseData consolidated)
    {
    }

    public virtual void Reset()
    {
        Consolidated = null;
        ResetWindow();
    }

    public virtual void Dispose() => DataConsolidated = null;
}

/// <summary>A consolidator of one kind of input.</summary>
public abstract class DataConsolidator<TInput> : ConsolidatorBase
    where TInput : IBaseData
{
    public override Type InputType => typeof(TInput);

    /// <exception cref="ArgumentException">The data is of another type.</exception>
    public override void Update(IBaseData data)
    {
        if (data is not TInput input)
            throw new ArgumentException($"Received type of {data?.GetType().Name ?? "null"} but expected {typeof(TInput).Name}", nameof(data));
        Update(input);
    }

    public abstract void Update(TInput data);
}
