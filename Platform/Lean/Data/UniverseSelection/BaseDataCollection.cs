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

    public BaseDataCollection(DateTime time, DateTime endTime, Symbol symbol, IEnumerable<BaseData> data = null)
    {
        Symbol = symbol;
        Time = time;
        _endTime = endTime;
        Data = [.. data ?? []];
    }

    private DateTime _endTime;

    public List<BaseData> Data { get; set; } = [];

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
