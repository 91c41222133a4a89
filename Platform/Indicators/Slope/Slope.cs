namespace Skender.Stock.Indicators;

/// <summary>Least-squares line through the latest bars.</summary>
[Serializable]
public sealed class SlopeResult : ResultBase, IReusableResult
{
    public SlopeResult(DateTime date) => Date = date;

    /// <summary>Units of price per bar.</summary>
    public double? Slope { get; set; }

    /// <summary>Value at bar 0, the first of the series being bar 1.</summary>
    public double? Intercept { get; set; }

    /// <summary>Population standard deviation of the values.</summary>
    public double? StdDev { get; set; }

    /// <summary>Share of the variance that the line explains.</summary>
    public double? RSquared { get; set; }

    /// <summary>The last line, on the bars that it was fitted to; null elsewhere.</summary>
    public decimal? Line { get; set; }

    double? IReusableResult.Value => Slope;
}

public static partial class Indicator
{
    /// <summary>Least-squares line through the latest bars of the closes.</summary>
    public static IEnumerable<SlopeResult> GetSlope<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods)
        where TQuote : IQuote =>
        Slope(PriceSeries.Of(quotes), lookbackPeriods);

    /// <summary>Least-squares line through the latest bars of another indicator's values.</summary>
    public static IEnumerable<SlopeResult> GetSlope(this IEnumerable<IReusableResult> results, int lookbackPeriods) =>
        Slope(PriceSeries.Of(results), lookbackPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Least-squares line through the latest bars of dated values.</summary>
    public static IEnumerable<SlopeResult> GetSlope(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods) =>
        Slope(PriceSeries.Of(priceTuples), lookbackPeriods);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<SlopeResult> RemoveWarmupPeriods(this IEnumerable<SlopeResult> results) =>
        results.AfterFirst(result => result.Slope != null);

    private static List<SlopeResult> Slope(PriceSeries series, int lookbackPeriods)
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "Slope/Linear Regression");
        var results = new List<SlopeResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var result = new SlopeResult(series.Dates[i]);
            results.Add(result);
            if (i + 1 >= lookbackPeriods)
                Fit(Arithmetic.Window(series.Values, i, lookbackPeriods), i + 1, result);
        }
        if (results is [.., { Slope: { } slope, Intercept: { } intercept }])
            for (var i = results.Count - lookbackPeriods; i < results.Count; i++)
                results[i].Line = (decimal)(slope * (i + 1) + intercept);
        return results;
    }

    /// <summary>Regresses the window on the numbers of its bars, of which the last is <paramref name="lastBar"/>.</summary>
    private static void Fit(ReadOnlySpan<double> window, int lastBar, SlopeResult result)
    {
        var meanX = lastBar - (window.Length - 1) / 2d;
        var meanY = Arithmetic.Mean(window);
        double xx = 0, yy = 0, xy = 0;
        for (var k = 0; k < window.Length; k++)
        {
            var x = lastBar - window.Length + 1 + k - meanX;
            var y = window[k] - meanY;
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }
        result.Slope = Arithmetic.Defined(xy / xx);
        result.Intercept = Arithmetic.Defined(meanY - xy / xx * meanX);
        result.StdDev = Arithmetic.Defined(Math.Sqrt(yy / window.Length));
        result.RSquared = xx * yy == 0 ? null : Arithmetic.Defined(xy * xy / (xx * yy));
    }
}
