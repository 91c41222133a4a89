namespace QuantConnect;

/// <summary>Resamples series at a fixed step: values by linear interpolation, candles by aggregation.</summary>
public class SeriesSampler
{
    public SeriesSampler(TimeSpan resolution) => Step = resolution;

    protected TimeSpan Step { get; set; }

    /// <summary>Whether to interpolate between points that are further apart than the step.</summary>
    public bool SubSample { get; set; } = true;

    /// <param name="truncateValues">Whether to cut values to whole numbers.</param>
    /// <remarks>Scatter and stacked series, and series of one point, are only cut to the range.</remarks>
    public virtual BaseSeries Sample(BaseSeries series, DateTime start, DateTime stop, bool truncateValues = false)
    {
        if (!SubSample && series.Values.Count > 1 && series.Values[1].Time - series.Values[0].Time >= Step)
            return Cut(series, start, stop, truncateValues: false);
        if (series.Values.Count < 2)
            return Cut(series, start, stop, truncateValues);
        return series switch
        {
            Series { SeriesType: SeriesType.Scatter or SeriesType.StackedArea } => Cut(series, start, stop, truncateValues),
            Series values => SampleValues(values, start, stop, truncateValues),
            CandlestickSeries candles => SampleCandles(candles, start, stop, truncateValues),
            _ => throw new ArgumentException($"SeriesSampler.Sample(): Sampling only supports {typeof(Series)} and {typeof(CandlestickSeries)}", nameof(series))
        };
    }

    public Dictionary<string, Chart> SampleCharts(IDictionary<string, Chart> charts, DateTime start, DateTime stop) =>
        charts.Values.ToDictionary(x => x.Name, x => SampleChart(x, start, stop));

    /// <summary>The chart without series that have nothing in the range.</summary>
    public Chart SampleChart(Chart chart, DateTime start, DateTime stop)
    {
        var sampled = chart.CloneEmpty();
        foreach (var series in chart.Series.Values.Select(x => Sample(x, start, stop)).Where(x => x.Values.Count > 0))
            sampled.AddSeries(series);
        return sampled;
    }

    private BaseSeries SampleValues(Series series, DateTime start, DateTime stop, bool truncate)
    {
        var sampled = series.Clone(empty: true);
        var points = series.Values.ConvertAll(x => (ChartPoint)x);
        var time = Later(start, points[0].Time);
        for (var i = 1; i < points.Count && time <= stop; i++)
        {
            var (previous, current) = (points[i - 1], points[i]);
            for (; time <= current.Time && time <= stop; time += Step)
            {
                if (!SubSample && current.Time >= time + Step)
                    continue;
                var value = series.SeriesType == SeriesType.Treemap
                    ? time + Step > current.Time ? current.Y : previous.Y
                    : previous.X == current.X ? current.Y : Interpolate(previous.X, previous.Y, current.X, current.Y, time);
                sampled.Values.Add(new ChartPoint(time, truncate && series.SeriesType != SeriesType.Treemap ? Truncate(value) : value));
            }
        }
        return sampled;
    }

    private BaseSeries SampleCandles(CandlestickSeries series, DateTime start, DateTime stop, bool truncate)
    {
        var sampled = series.Clone(empty: true);
        var candles = series.Values.ConvertAll(x => (Candlestick)x);
        var time = Later(start, candles[0].Time);
        var first = candles.FindIndex(x => x.Time > time) - 1;
        if (first < 0)
            return Cut(series, start, stop, truncate);
        if (candles[first].Time == time && time <= stop)
        {
            sampled.Values.Add(candles[first++].Clone());
            time += Step;
        }

        // Candles from first to i end in the step that is sampled next.
        for (var i = first; i < candles.Count && time <= stop; i++)
        {
            var current = candles[i];
            if (time > current.Time)
                continue;
            var opened = first > 0 ? candles[first - 1].Time : candles[first].Time - (candles[first + 1].Time - candles[first].Time);
            var whole = Aggregate(candles, first, i, truncate);
            var isGap = false;
            var previousClose = default(decimal?);
            var isLater = false;
            do
            {
                var candle = (Candlestick)(opened == current.Time ? current : whole).Clone();
                candle.Time = time;
                if (opened != current.Time)
                    candle.Close = Interpolate(Unix(opened), candles[first].Open, current.LongTime, current.Close, time);
                time += Step;
                if (SubSample && isLater)
                    candle.Open = previousClose;
                if (SubSample || current.Time < time)
                    sampled.Values.Add(candle);
                if (first == i)
                {
                    // Part of one candle: nothing is known of its range but where it begins and ends.
                    candle.High = Extreme(candle, Math.Max);
                    candle.Low = Extreme(candle, Math.Min);
                }
                previousClose = candle.Close;
                isLater = true;
                isGap = i + 1 < candles.Count && time + Step < candles[i + 1].Time && candle.Open == null;
            }
            while ((time <= current.Time || isGap) && time <= stop);
            first = i + 1;
        }
        return sampled;
    }

    private static decimal? Extreme(Candlestick candle, Func<decimal, decimal, decimal> choose) =>
        candle.Open is { } open && candle.Close is { } close ? choose(open, close) : candle.Open ?? candle.Close;

    private static Candlestick Aggregate(List<Candlestick> candles, int first, int last, bool truncate)
    {
        var whole = new Candlestick();
        for (var i = first; i <= last; i++)
        {
            whole.Update(candles[i].Open);
            whole.Update(candles[i].High);
            whole.Update(candles[i].Low);
            whole.Update(candles[i].Close);
        }
        return truncate ? Truncated(whole) : whole;
    }

    /// <summary>On the line between two points; where one is missing, the other if it is at most a step away.</summary>
    private decimal? Interpolate(decimal x0, decimal? y0, decimal x1, decimal? y1, DateTime target)
    {
        var x = Unix(target);
        var step = (decimal)Step.TotalSeconds;
        if (y1 == null)
            return x - x0 <= step ? y0 : null;
        if (y0 == null)
            return x1 - x <= step ? y1 : null;
        return (y1 - y0) * (x - x0) / (x1 - x0) + y0;
    }

    private static BaseSeries Cut(BaseSeries series, DateTime start, DateTime stop, bool truncateValues)
    {
        var cut = series.Clone(empty: true);
        foreach (var point in series.Values.Where(x => x.Time >= start && x.Time <= stop))
            cut.Values.Add(truncateValues ? Truncated(point.Clone()) : point);
        return cut;
    }

    private static T Truncated<T>(T point)
        where T : ISeriesPoint
    {
        if (point is ChartPoint value)
        {
            value.y = Truncate(value.y);
        }
        else if (point is Candlestick candle)
        {
            candle.Open = Truncate(candle.Open);
            candle.High = Truncate(candle.High);
            candle.Low = Truncate(candle.Low);
            candle.Close = Truncate(candle.Close);
        }
        return point;
    }

    private static decimal? Truncate(decimal? value) => value is { } number ? Math.Truncate(number) : null;

    private static DateTime Later(DateTime one, DateTime two) => one > two ? one : two;

    private static decimal Unix(DateTime time) => (decimal)Time.DateTimeToUnixTimeStamp(time);
}
