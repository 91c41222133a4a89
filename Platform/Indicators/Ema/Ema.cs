namespace Skender.Stock.Indicators;

/// <summary>Exponential moving average of one bar.</summary>
[Serializable]
public sealed class EmaResult : ResultBase, IReusableResult
{
    public EmaResult(DateTime date) => Date = date;

    public double? Ema { get; set; }

    double? IReusableResult.Value => Ema;
}

public static partial class Indicator
{
    /// <summary>Exponential moving average, seeded with a simple one of the closes.</summary>
    public static IEnumerable<EmaResult> GetEma<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods)
        where TQuote : IQuote =>
        Ema(PriceSeries.Of(quotes), lookbackPeriods);

    /// <summary>Exponential moving average, seeded with a simple one of another indicator's values.</summary>
    public static IEnumerable<EmaResult> GetEma(this IEnumerable<IReusableResult> results, int lookbackPeriods) =>
        Ema(PriceSeries.Of(results), lookbackPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Exponential moving average, seeded with a simple one of dated values.</summary>
    public static IEnumerable<EmaResult> GetEma(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods) =>
        Ema(PriceSeries.Of(priceTuples), lookbackPeriods);

    /// <summary>The results from 100 after the first defined one on, where the seed no longer matters.</summary>
    public static IEnumerable<EmaResult> RemoveWarmupPeriods(this IEnumerable<EmaResult> results) =>
        results.AfterFirst(result => result.Ema != null, first => first + 101);

    private static List<EmaResult> Ema(PriceSeries series, int lookbackPeriods)
    {
        var values = new double[series.Count];
        ExponentialMean(series.Values, lookbackPeriods, "EMA", values);
        var results = new List<EmaResult>(series.Count);
        for (var i = 0; i < values.Length; i++)
            results.Add(new EmaResult(series.Dates[i]) { Ema = Arithmetic.Defined(values[i]) });
        return results;
    }

    /// <summary>y(t) = y(t − 1) + 2/(n + 1)·(x(t) − y(t − 1)), y(n − 1) the mean of the first n; NaN before.</summary>
    private static void ExponentialMean(ReadOnlySpan<double> x, int lookbackPeriods, string indicator, Span<double> y)
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), indicator);
        y.Fill(double.NaN);
        if (x.Length < lookbackPeriods)
            return;
        var rate = 2d / (lookbackPeriods + 1);
        var mean = Arithmetic.Mean(x[..lookbackPeriods]);
        y[lookbackPeriods - 1] = mean;
        for (var i = lookbackPeriods; i < x.Length; i++)
            y[i] = mean += rate * (x[i] - mean);
    }
}
