namespace Skender.Stock.Indicators;

/// <summary>Kaufman's adaptive moving average of one bar.</summary>
[Serializable]
public sealed class KamaResult : ResultBase, IReusableResult
{
    public KamaResult(DateTime date) => Date = date;

    /// <summary>Efficiency ratio: net change over the sum of changes, 0 to 1.</summary>
    public double? ER { get; set; }

    public double? Kama { get; set; }

    double? IReusableResult.Value => Kama;
}

public static partial class Indicator
{
    /// <summary>Kaufman's adaptive moving average of the closes.</summary>
    public static IEnumerable<KamaResult> GetKama<TQuote>(
        this IEnumerable<TQuote> quotes, int erPeriods = 10, int fastPeriods = 2, int slowPeriods = 30)
        where TQuote : IQuote =>
        Kama(PriceSeries.Of(quotes), erPeriods, fastPeriods, slowPeriods);

    /// <summary>Kaufman's adaptive moving average of another indicator's values.</summary>
    public static IEnumerable<KamaResult> GetKama(
        this IEnumerable<IReusableResult> results, int erPeriods = 10, int fastPeriods = 2, int slowPeriods = 30) =>
        Kama(PriceSeries.Of(results), erPeriods, fastPeriods, slowPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Kaufman's adaptive moving average of dated values.</summary>
    public static IEnumerable<KamaResult> GetKama(
        this IEnumerable<(DateTime, double)> priceTuples, int erPeriods = 10, int fastPeriods = 2, int slowPeriods = 30) =>
        Kama(PriceSeries.Of(priceTuples), erPeriods, fastPeriods, slowPeriods);

    /// <summary>The results from ten times the first defined index on, or 100 after it if that is later.</summary>
    public static IEnumerable<KamaResult> RemoveWarmupPeriods(this IEnumerable<KamaResult> results) =>
        results.AfterFirst(result => result.ER != null, first => Math.Max(first + 100, 10 * first));

    private static List<KamaResult> Kama(PriceSeries series, int erPeriods, int fastPeriods, int slowPeriods)
    {
        Arithmetic.AtLeast(1, erPeriods, nameof(erPeriods), "KAMA");
        Arithmetic.AtLeast(1, fastPeriods, nameof(fastPeriods), "KAMA");
        Arithmetic.AtLeast(fastPeriods + 1, slowPeriods, nameof(slowPeriods), "KAMA");
        var (fast, slow) = (2d / (fastPeriods + 1), 2d / (slowPeriods + 1));
        var values = series.Values;
        var mean = double.NaN;
        var results = new List<KamaResult>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var result = new KamaResult(series.Dates[i]);
            results.Add(result);
            if (i < erPeriods - 1)
                continue;
            if (i == erPeriods - 1)
                mean = values[i];
            else
            {
                double path = 0;
                for (var p = i - erPeriods + 1; p <= i; p++)
                    path += Math.Abs(values[p] - values[p - 1]);
                var efficiency = path == 0 ? 0 : Math.Abs(values[i] - values[i - erPeriods]) / path;
                var rate = efficiency * (fast - slow) + slow;
                mean = path == 0 ? values[i] : mean + rate * rate * (values[i] - mean);
                result.ER = Arithmetic.Defined(efficiency);
            }
            result.Kama = Arithmetic.Defined(mean);
        }
        return results;
    }
}
