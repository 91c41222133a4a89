namespace Skender.Stock.Indicators;

/// <summary>Simple moving average of one bar.</summary>
[Serializable]
public sealed class SmaResult : ResultBase, IReusableResult
{
    public SmaResult(DateTime date) => Date = date;

    public double? Sma { get; set; }

    double? IReusableResult.Value => Sma;
}

public static partial class Indicator
{
    /// <summary>Simple moving average of the closes.</summary>
    public static IEnumerable<SmaResult> GetSma<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods)
        where TQuote : IQuote =>
        Sma(PriceSeries.Of(quotes), lookbackPeriods);

    /// <summary>Simple moving average of another indicator's values.</summary>
    public static IEnumerable<SmaResult> GetSma(this IEnumerable<IReusableResult> results, int lookbackPeriods) =>
        Sma(PriceSeries.Of(results), lookbackPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Simple moving average of dated values.</summary>
    public static IEnumerable<SmaResult> GetSma(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods) =>
        Sma(PriceSeries.Of(priceTuples), lookbackPeriods);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<SmaResult> RemoveWarmupPeriods(this IEnumerable<SmaResult> results) =>
        results.AfterFirst(result => result.Sma != null);

    private static List<SmaResult> Sma(PriceSeries series, int period)
    {
        Arithmetic.AtLeast(1, period, "lookbackPeriods", "SMA");
        var results = new List<SmaResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var result = new SmaResult(series.Dates[i]);
            results.Add(result);
            if (i + 1 >= period)
                result.Sma = Arithmetic.Defined(Arithmetic.Mean(Arithmetic.Window(series.Values, i, period)));
        }
        return results;
    }
}
