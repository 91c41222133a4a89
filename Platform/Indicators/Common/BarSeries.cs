namespace Skender.Stock.Indicators;

/// <summary>Bars in columns of double precision, ascending by date: what the indicators on whole bars compute on.</summary>
internal readonly struct BarSeries(DateTime[] dates, double[] high, double[] low, double[] close, double[] volume)
{
    public DateTime[] Dates { get; } = dates;
    public double[] High { get; } = high;
    public double[] Low { get; } = low;
    public double[] Close { get; } = close;
    public double[] Volume { get; } = volume;
    public int Count => Dates.Length;

    public static BarSeries Of<TQuote>(IEnumerable<TQuote> quotes)
        where TQuote : IQuote
    {
        ArgumentNullException.ThrowIfNull(quotes);
        IReadOnlyList<TQuote> list = quotes as IReadOnlyList<TQuote> ?? [.. quotes];
        var dates = new DateTime[list.Count];
        for (var i = 0; i < dates.Length; i++)
            dates[i] = list[i].Date;
        if (!Ordering.IsAscending(dates))
        {
            var order = Ordering.ByDate(dates);
            var unsorted = list;
            list = [.. order.Select(i => unsorted[i])];
            dates = [.. list.Select(quote => quote.Date)];
        }
        var (high, low, close, volume) = (new double[dates.Length], new double[dates.Length], new double[dates.Length], new double[dates.Length]);
        for (var i = 0; i < dates.Length; i++)
        {
            var quote = list[i];
            high[i] = (double)quote.High;
            low[i] = (double)quote.Low;
            close[i] = (double)quote.Close;
            volume[i] = (double)quote.Volume;
        }
        return new BarSeries(dates, high, low, close, volume);
    }

    /// <summary>The largest of the bar's own range and its distances from the last close; i ≥ 1.</summary>
    public double TrueRange(int i) =>
        Math.Max(High[i] - Low[i], Math.Max(Math.Abs(High[i] - Close[i - 1]), Math.Abs(Low[i] - Close[i - 1])));

    /// <summary>(bars) (high + low + close) / 3.</summary>
    public double[] TypicalPrices()
    {
        var prices = new double[Count];
        for (var i = 0; i < prices.Length; i++)
            prices[i] = (High[i] + Low[i] + Close[i]) / 3;
        return prices;
    }
}
