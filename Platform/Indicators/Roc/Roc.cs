namespace Skender.Stock.Indicators;

/// <summary>Rate of change of one bar.</summary>
[Serializable]
public sealed class RocResult : ResultBase, IReusableResult
{
    public RocResult(DateTime date) => Date = date;

    /// <summary>Change in units of price.</summary>
    public double? Momentum { get; set; }

    /// <summary>Change in percent.</summary>
    public double? Roc { get; set; }

    /// <summary>Simple mean of <see cref="Roc"/>, if asked for.</summary>
    public double? RocSma { get; set; }

    double? IReusableResult.Value => Roc;
}

public static partial class Indicator
{
    /// <summary>Rate of change of the closes.</summary>
    public static IEnumerable<RocResult> GetRoc<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods, int? smaPeriods = null)
        where TQuote : IQuote =>
        Roc(PriceSeries.Of(quotes), lookbackPeriods, smaPeriods);

    /// <summary>Rate of change of another indicator's values.</summary>
    public static IEnumerable<RocResult> GetRoc(this IEnumerable<IReusableResult> results, int lookbackPeriods, int? smaPeriods = null) =>
        Roc(PriceSeries.Of(results), lookbackPeriods, smaPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Rate of change of dated values.</summary>
    public static IEnumerable<RocResult> GetRoc(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods, int? smaPeriods = null) =>
        Roc(PriceSeries.Of(priceTuples), lookbackPeriods, smaPeriods);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<RocResult> RemoveWarmupPeriods(this IEnumerable<RocResult> results) =>
        results.AfterFirst(result => result.Roc != null);

    private static List<RocResult> Roc(PriceSeries series, int lookbackPeriods, int? smaPeriods)
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), "ROC");
        Arithmetic.AtLeast(1, smaPeriods ?? 1, nameof(smaPeriods), "ROC");
        var rates = new double[series.Count];
        var results = new List<RocResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var result = new RocResult(series.Dates[i]);
            results.Add(result);
            if (i < lookbackPeriods)
                continue;
            var earlier = series.Values[i - lookbackPeriods];
            var change = series.Values[i] - earlier;
            rates[i] = earlier == 0 ? double.NaN : 100 * change / earlier;
            result.Momentum = Arithmetic.Defined(change);
            result.Roc = Arithmetic.Defined(rates[i]);
            if (smaPeriods is { } period && i >= lookbackPeriods + period - 1)
                result.RocSma = Arithmetic.Defined(Arithmetic.Mean(Arithmetic.Window(rates, i, period)));
        }
        return results;
    }
}
