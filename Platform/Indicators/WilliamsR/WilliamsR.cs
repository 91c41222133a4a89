namespace Skender.Stock.Indicators;

/// <summary>Williams %R of one bar.</summary>
[Serializable]
public sealed class WilliamsResult : ResultBase, IReusableResult
{
    public WilliamsResult(DateTime date) => Date = date;

    /// <summary>From −100 to 0.</summary>
    public double? WilliamsR { get; set; }

    double? IReusableResult.Value => WilliamsR;
}

public static partial class Indicator
{
    /// <summary>Williams %R: place of the close in the range of the latest bars, in percent, minus 100.</summary>
    public static IEnumerable<WilliamsResult> GetWilliamsR<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 14)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), "William %R");
        var bars = BarSeries.Of(quotes);
        var places = new double[bars.Count];
        PlaceInRange(bars, lookbackPeriods, places);
        var results = new List<WilliamsResult>(bars.Count);
        for (var i = 0; i < places.Length; i++)
            results.Add(new WilliamsResult(bars.Dates[i]) { WilliamsR = Arithmetic.Defined(places[i] - 100) });
        return results;
    }

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<WilliamsResult> RemoveWarmupPeriods(this IEnumerable<WilliamsResult> results) =>
        results.AfterFirst(result => result.WilliamsR != null);
}
