namespace QuantConnect.Data.Consolidators;

/// <summary>Feeds the bars of one consolidator to another.</summary>
public class SequentialConsolidator : ConsolidatorBase
{
    /// <exception cref="ArgumentException">The second does not take what the first makes.</exception>
    public SequentialConsolidator(IDataConsolidator first, IDataConsolidator second)
    {
        if (!second.InputType.IsAssignableFrom(first.OutputType))
            throw new ArgumentException($"first.OutputType must equal second.InputType, found {first.OutputType.Name} and {second.InputType.Name}", nameof(second));
        First = first;
        Second = second;
        first.DataConsolidated += (_, consolidated) => second.Update(consolidated);
        second.DataConsolidated += (_, consolidated) => OnDataConsolidated(consolidated);
    }

    public IDataConsolidator First { get; }

    public IDataConsolidator Second { get; }

    public override IBaseData WorkingData => Second.WorkingData;

    public override Type InputType => First.InputType;

    public override Type OutputType => Second.OutputType;

    public override void Update(IBaseData data) => First.Update(data);

    public override void Scan(DateTime currentLocalTime) => First.Scan(currentLocalTime);

    public override void Reset()
    {
        First.Reset();
        Second.Reset();
        base.Reset();
    }

    public override void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        base.Dispose();
    }
}
