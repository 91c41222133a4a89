namespace Skender.Stock.Indicators;

/// <summary>Standard deviation of one bar.</summary>
[Serializable]
public sealed class StdDevResult : ResultBase, IReusableResult
{
    public StdDevResult(DateTime date) => Date = date;

    /// <summary>Population standard deviation.</summary>
    public double? StdDev { get; set; }

    public double? Mean { get; set; }

    /// <summary>Standard deviations from the mean to the value.</summary>
    public double? ZScore { get; set; }

    /// <summary>Simple mean of <see cref="StdDev"/>, if asked for.</summary>
    public double? StdDevSma { get; set; }

    double? IReusableResult.Value => StdDev;
}

public static partial class Indicator
{
    /// <summary>Rolling population standard deviation of the closes.</summary>
    public static IEnumerable<StdDevResult> GetStdDev<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods, int? smaPeriods = null)
        where TQuote : IQuote =>
        StdDev(PriceSeries.Of(quotes), lookbackPeriods, smaPeriods);

    /// <summary>Rolling population standard deviation of another indicator's values.</summary>
    public static IEnumerable<StdDevResult> GetStdDev(this IEnumerable<IReusableResult> results, int lookbackPeriods, int? smaPeriods = null) =>
        StdDev(PriceSeries.Of(results), lookbackPeriods, smaPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Rolling population standard deviation of dated values.</summary>
    public static IEnumerable<StdDevResult> GetStdDev(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods, int? smaPeriods = null) =>
        StdDev(PriceSeries.Of(priceTuples), lookbackPeriods, smaPeriods);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<StdDevResult> RemoveWarmupPeriods(this IEnumerable<StdDevResult> results) =>
        results.AfterFirst(result => result.StdDev != null);

    private static List<StdDevResult> StdDev(PriceSeries series, int lookbackPeriods, int? smaPeriods)
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "Standard Deviation");
        Arithmetic.AtLeast(1, smaPeriods ?? 1, nameof(smaPeriods), "Standard Deviation");
        var deviations = new double[series.Count];
        var results = new List<StdDevResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var result = new StdDevResult(series.Dates[i]);
            results.Add(result);
            if (i + 1 < lookbackPeriods)
                continue;
            var window = Arithmetic.Window(series.Values, i, lookbackPeriods);
            var mean = Arithmetic.Mean(window);
            deviations[i] = Arithmetic.Deviation(window, mean);
            result.Mean = Arithmetic.Defined(mean);
            result.StdDev = Arithmetic.Defined(deviations[i]);
            result.ZScore = deviations[i] == 0 ? null : Arithmetic.Defined((series.Values[i] - mean) / deviations[i]);
            if (smaPeriods is { } period && i >= lookbackPeriods + period - 2)
                result.StdDevSma = Arithmetic.Defined(Arithmetic.Mean(Arithmetic.Window(deviations, i, period)));
        }
        return results;
    }
}
