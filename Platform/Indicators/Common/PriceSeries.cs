namespace Skender.Stock.Indicators;

/// <summary>One value per date in columns, ascending by date: what the single-series indicators compute on.</summary>
internal readonly struct PriceSeries(DateTime[] dates, double[] values)
{
    public DateTime[] Dates { get; } = dates;
    public double[] Values { get; } = values;
    public int Count => Values.Length;

    public static PriceSeries Of<TQuote>(IEnumerable<TQuote> quotes, CandlePart part = CandlePart.Close)
        where TQuote : IQuote
    {
        ArgumentNullException.ThrowIfNull(quotes);
        var list = quotes as IReadOnlyCollection<TQuote> ?? [.. quotes];
        var dates = new DateTime[list.Count];
        var values = new double[list.Count];
        var i = 0;
        foreach (var quote in list)
        {
            dates[i] = quote.Date;
            values[i++] = quote.PartOf(part);
        }
        return new PriceSeries(dates, values).Sorted();
    }

    public static PriceSeries Of(IEnumerable<(DateTime Date, double Value)> tuples)
    {
        ArgumentNullException.ThrowIfNull(tuples);
        var list = tuples as IReadOnlyCollection<(DateTime, double)> ?? [.. tuples];
        var dates = new DateTime[list.Count];
        var values = new double[list.Count];
        var i = 0;
        foreach (var (date, value) in list)
        {
            dates[i] = date;
            values[i++] = value;
        }
        return new PriceSeries(dates, values).Sorted();
    }

    /// <summary>The main values of another indicator from its first defined one on; later nulls are NaN.</summary>
    public static PriceSeries Of(IEnumerable<IReusableResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var defined = results.SkipWhile(result => result.Value == null).ToList();
        return new PriceSeries(
            [.. defined.Select(result => result.Date)],
            [.. defined.Select(result => result.Value ?? double.NaN)]).Sorted();
    }

    /// <summary>The same series in the order of its dates; equal dates keep their order.</summary>
    private PriceSeries Sorted()
    {
        if (Ordering.IsAscending(Dates))
            return this;
        var order = Ordering.ByDate(Dates);
        var (dates, values) = (Dates, Values);
        return new PriceSeries([.. order.Select(i => dates[i])], [.. order.Select(i => values[i])]);
    }
}
