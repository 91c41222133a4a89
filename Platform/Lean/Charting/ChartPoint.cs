using System.Globalization;
using Newtonsoft.Json;
using QuantConnect.Util;

namespace QuantConnect;

/// <summary>A time and a value; as JSON <c>[unix seconds, value]</c>. Values are rounded to seven digits, large ones to four decimals.</summary>
[JsonConverter(typeof(ChartPointJsonConverter))]
public class ChartPoint : ISeriesPoint
{
    private DateTime _time;
    private long _x;
    private decimal? _y;

    [JsonIgnore]
    public DateTime Time
    {
        get => _time;
        set
        {
            _time = value;
            _x = Convert.ToInt64(QuantConnect.Time.DateTimeToUnixTimeStamp(value));
        }
    }

    /// <summary>Unix seconds.</summary>
    public long x
    {
        get => _x;
        set
        {
            _time = QuantConnect.Time.UnixTimeStampToDateTime(value);
            _x = value;
        }
    }

    /// <summary>Null is a gap.</summary>
    public decimal? y
    {
        get => _y;
        set => _y = value.SmartRounding();
    }

    [JsonIgnore]
    public long X => _x;

    [JsonIgnore]
    public decimal? Y => _y;

    public ChartPoint()
    {
    }

    public ChartPoint(long xValue, decimal? yValue)
    {
        x = xValue;
        y = yValue;
    }

    public ChartPoint(DateTime time, decimal? value)
    {
        Time = time;
        y = value;
    }

    public ChartPoint(ChartPoint point)
    {
        _time = point._time;
        _x = point._x;
        _y = point._y;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:o} - {y}");

    public virtual ISeriesPoint Clone() => new ChartPoint(this);
}
