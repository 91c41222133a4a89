using System.Globalization;
using Newtonsoft.Json;
using QuantConnect.Data.Market;
using QuantConnect.Util;

namespace QuantConnect;

/// <summary>Open, high, low and close of a series; as JSON <c>[unix seconds, open, high, low, close]</c>. Values are rounded as those of <see cref="ChartPoint"/>.</summary>
[JsonConverter(typeof(CandlestickJsonConverter))]
public class Candlestick : ISeriesPoint
{
    private bool _updated;
    private decimal? _open;
    private decimal? _high;
    private decimal? _low;
    private decimal? _close;

    public DateTime Time { get; set; }

    /// <summary>Unix seconds.</summary>
    public long LongTime => (long)QuantConnect.Time.DateTimeToUnixTimeStamp(Time);

    public decimal? Open
    {
        get => _open;
        set => _open = value.SmartRounding();
    }

    public decimal? High
    {
        get => _high;
        set => _high = value.SmartRounding();
    }

    public decimal? Low
    {
        get => _low;
        set => _low = value.SmartRounding();
    }

    public decimal? Close
    {
        get => _close;
        set => _close = value.SmartRounding();
    }

    public Candlestick()
    {
    }

    public Candlestick(long time, decimal? open, decimal? high, decimal? low, decimal? close)
        : this(QuantConnect.Time.UnixTimeStampToDateTime(time), open, high, low, close)
    {
    }

    public Candlestick(DateTime time, decimal? open, decimal? high, decimal? low, decimal? close)
    {
        Time = time;
        Open = open;
        High = high;
        Low = low;
        Close = close;
    }

    public Candlestick(TradeBar bar)
        : this(bar.EndTime, bar.Open, bar.High, bar.Low, bar.Close)
    {
    }

    public Candlestick(DateTime time, Bar bar)
        : this(time, bar.Open, bar.High, bar.Low, bar.Close)
    {
    }

    public Candlestick(Candlestick candlestick)
        : this(candlestick.Time, candlestick.Open, candlestick.High, candlestick.Low, candlestick.Close)
    {
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:o} - (O:{Open} H: {High} L: {Low} C: {Close})");

    public ISeriesPoint Clone() => new Candlestick(this);

    /// <summary>Adds a value; null adds nothing.</summary>
    public void Update(decimal? value)
    {
        if (value.HasValue)
            Update(value.Value);
    }

    /// <summary>Adds a value. The first one after construction replaces what the constructor set.</summary>
    public void Update(decimal value)
    {
        if (!_updated)
        {
            Open = High = Low = value;
            _updated = true;
        }
        else if (value > High)
        {
            High = value;
        }
        else if (value < Low)
        {
            Low = value;
        }
        Close = value;
    }
}
