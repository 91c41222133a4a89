namespace QuantConnect.Data.UniverseSelection;

/// <summary>Several data of one time, for a selection.</summary>
public class BaseDataCollection : BaseData, IEnumerable<BaseData>
{
    public BaseDataCollection()
    {
    }

    public BaseDataCollection(DateTime time, Symbol symbol, IEnumerable<BaseData> data = null) : this(time, time, symbol, data)
    {
    }

    public BaseDataCollection(DateTime time, DateTime endTime, Symbol symbol, IEnumerable<BaseData> data = null, BaseData underlying = null, HashSet<Symbol> filteredContracts = null)
    {
        Symbol = symbol;
        Time = time;
        _endTime = endTime;
        Data = [.. data ?? []];
        Underlying = underlying;
        FilteredContracts = filteredContracts;
    }

    private DateTime _endTime;

    public List<BaseData> Data { get; set; } = [];

    /// <summary>The last data of what derivatives are derived from.</summary>
    public BaseData Underlying { get; set; }

    /// <summary>Derivatives that a selection has left.</summary>
    public HashSet<Symbol> FilteredContracts { get; set; }

    public override DateTime EndTime
    {
        get => _endTime == default ? Time : _endTime;
        set => _endTime = value;
    }

    public virtual void Add(BaseData newDataPoint) => Data.Add(newDataPoint);

    public virtual void AddRange(IEnumerable<BaseData> newDataPoints) => Data.AddRange(newDataPoints);

    public IEnumerator<BaseData> GetEnumerator() => Data.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
