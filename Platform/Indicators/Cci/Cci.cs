namespace Skender.Stock.Indicators;

/// <summary>Commodity channel index of one bar.</summary>
[Serializable]
public sealed class CciResult : ResultBase, IReusableResult
{
    public CciResult(DateTime date) => Date = date;

    public double? Cci { get; set; }

    double? IReusableResult.Value => Cci;
}

public static partial class Indicator
{
    /// <summary>Commodity channel index: deviation of (high + low + close)/3 from its mean, over 0.015 mean absolute deviations;
    /// null where there is no deviation.</summary>
    public static IEnumerable<CciResult> GetCci<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 20)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), "Commodity Channel Index");
        var bars = BarSeries.Of(quotes);
        var typical = bars.TypicalPrices();
        var results = new List<CciResult>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
        {
            var result = new CciResult(bars.Dates[i]);
            results.Add(result);
            if (i + 1 < lookbackPeriods)
                continue;
            var window = Arithmetic.Window(typical, i, lookbackPeriods);
            var mean = Arithmetic.Mean(window);
            double deviation = 0;
            foreach (var value in window)
                deviation += Math.Abs(mean - value);
            deviation /= lookbackPeriods;
            result.Cci = deviation == 0 ? null : Arithmetic.Defined((typical[i] - mean) / (0.015 * deviation));
        }
        return results;
    }

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<CciResult> RemoveWarmupPeriods(this IEnumerable<CciResult> results) =>
        results.AfterFirst(result => result.Cci != null);
}
