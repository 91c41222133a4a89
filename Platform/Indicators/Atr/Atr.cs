namespace Skender.Stock.Indicators;

/// <summary>Average true range of one bar.</summary>
[Serializable]
public sealed class AtrResult : ResultBase, IReusableResult
{
    public AtrResult(DateTime date) => Date = date;

    /// <summary>True range in units of price.</summary>
    public double? Tr { get; set; }

    /// <summary>Average true range in units of price.</summary>
    public double? Atr { get; set; }

    /// <summary>Average true range in percent of the close.</summary>
    public double? Atrp { get; set; }

    double? IReusableResult.Value => Atrp;
}

public static partial class Indicator
{
    /// <summary>Wilder's average true range, seeded with the mean of the first true ranges.</summary>
    public static IEnumerable<AtrResult> GetAtr<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 14)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "Average True Range");
        var bars = BarSeries.Of(quotes);
        var results = new List<AtrResult>(bars.Count);
        double average = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            var result = new AtrResult(bars.Dates[i]);
            results.Add(result);
            if (i == 0)
                continue;
            var range = bars.TrueRange(i);
            result.Tr = range;
            if (i > lookbackPeriods)
                average = (average * (lookbackPeriods - 1) + range) / lookbackPeriods;
            else
            {
                average += range;
                if (i < lookbackPeriods)
                    continue;
                average /= lookbackPeriods;
            }
            result.Atr = average;
            result.Atrp = bars.Close[i] == 0 ? null : average / bars.Close[i] * 100;
        }
        return results;
    }

    /// <summary>The results from the first defined average on.</summary>
    public static IEnumerable<AtrResult> RemoveWarmupPeriods(this IEnumerable<AtrResult> results) =>
        results.AfterFirst(result => result.Atr != null);
}
