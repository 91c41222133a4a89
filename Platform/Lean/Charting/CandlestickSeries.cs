using Newtonsoft.Json;
using QuantConnect.Data.Market;
using QuantConnect.Util;

namespace QuantConnect;

/// <summary>A series of candles.</summary>
[JsonConverter(typeof(SeriesJsonConverter))]
public class CandlestickSeries : BaseSeries
{
    public CandlestickSeries() => SeriesType = SeriesType.Candle;

    public CandlestickSeries(string name)
        : base(name, SeriesType.Candle)
    {
    }

    public CandlestickSeries(string name, int index)
        : this(name, index, "$")
    {
    }

    public CandlestickSeries(string name, int index, string unit)
        : this(name, unit) => Index = index;

    public CandlestickSeries(string name, string unit)
        : base(name, SeriesType.Candle, unit)
    {
    }

    public void AddPoint(DateTime time, decimal open, decimal high, decimal low, decimal close) =>
        base.AddPoint(new Candlestick(time, open, high, low, close));

    public void AddPoint(TradeBar bar) => base.AddPoint(new Candlestick(bar));

    public override void AddPoint(ISeriesPoint point)
    {
        if (point is not Candlestick)
            throw new ArgumentException("expected a Candlestick", nameof(point));
        base.AddPoint(point);
    }

    public override void AddPoint(DateTime time, List<decimal> values)
    {
        if (values.Count != 4)
            throw new ArgumentException($"CandlestickSeries.AddPoint requires 4 values (open, high, low, close), found {values.Count}", nameof(values));
        AddPoint(time, values[0], values[1], values[2], values[3]);
    }

    public override ISeriesPoint ConsolidateChartPoints()
    {
        return Values.Count == 0 ? null
            : new Candlestick(Values[^1].Time, Sum(x => x.Open), Sum(x => x.High), Sum(x => x.Low), Sum(x => x.Close));

        decimal? Sum(Func<Candlestick, decimal?> value)
        {
            var present = Values.Cast<Candlestick>().Select(value).Where(x => x.HasValue).ToList();
            return present.Count == 0 ? null : present.Sum();
        }
    }

    public override BaseSeries Clone(bool empty = false)
    {
        var series = new CandlestickSeries(Name, Index, Unit) { ZIndex = ZIndex, IndexName = IndexName, Tooltip = Tooltip };
        if (!empty)
            series.Values = CloneValues();
        return series;
    }
}
