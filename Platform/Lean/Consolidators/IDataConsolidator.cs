namespace QuantConnect.Data.Consolidators;

/// <summary>Handles a bar that a consolidator has completed.</summary>
public delegate void DataConsolidatedHandler(object sender, IBaseData consolidated);

/// <summary>Makes larger bars of smaller data. Times are local to the exchange.</summary>
public interface IDataConsolidator : IDisposable
{
    /// <summary>The last bar completed; within the handler of a new one, still the one before it.</summary>
    IBaseData Consolidated { get; }

    /// <summary>A copy of the bar in progress; null where there is none.</summary>
    IBaseData WorkingData { get; }

    Type InputType { get; }

    Type OutputType { get; }

    void Update(IBaseData data);

    /// <summary>Completes the bar in progress if its time is over.</summary>
    void Scan(DateTime currentLocalTime);

    void Reset();

    event DataConsolidatedHandler DataConsolidated;
}
