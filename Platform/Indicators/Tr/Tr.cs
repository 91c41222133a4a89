namespace Skender.Stock.Indicators;

/// <summary>True range of one bar.</summary>
[Serializable]
public sealed class TrResult : ResultBase, IReusableResult
{
    public TrResult(DateTime date) => Date = date;

    /// <summary>Units of price; null at the first bar.</summary>
    public double? Tr { get; set; }

    double? IReusableResult.Value => Tr;
}

public static partial class Indicator
{
    /// <summary>True range: the largest of the bar's own range and its distances from the last close.</summary>
    public static IEnumerable<TrResult> GetTr<TQuote>(this IEnumerable<TQuote> quotes)
        where TQuote : IQuote
    {
        var bars = BarSeries.Of(quotes);
        var results = new List<TrResult>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
            results.Add(new TrResult(bars.Dates[i]) { Tr = i == 0 ? null : bars.TrueRange(i) });
        return results;
    }
}
