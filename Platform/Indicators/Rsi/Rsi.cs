namespace Skender.Stock.Indicators;

/// <summary>Relative strength index of one bar.</summary>
[Serializable]
public sealed class RsiResult : ResultBase, IReusableResult
{
    public RsiResult(DateTime date) => Date = date;

    /// <summary>From 0 to 100.</summary>
    public double? Rsi { get; set; }

    double? IReusableResult.Value => Rsi;
}

public static partial class Indicator
{
    /// <summary>Wilder's relative strength index; 100 where there was no loss.</summary>
    public static IEnumerable<RsiResult> GetRsi<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 14)
        where TQuote : IQuote =>
        Rsi(PriceSeries.Of(quotes), lookbackPeriods);

    /// <summary>Wilder's relative strength index of another indicator's values.</summary>
    public static IEnumerable<RsiResult> GetRsi(this IEnumerable<IReusableResult> results, int lookbackPeriods = 14) =>
        Rsi(PriceSeries.Of(results), lookbackPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Wilder's relative strength index of dated values.</summary>
    public static IEnumerable<RsiResult> GetRsi(this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods = 14) =>
        Rsi(PriceSeries.Of(priceTuples), lookbackPeriods);

    /// <summary>The results from ten times the first defined index on, where the seed no longer matters.</summary>
    public static IEnumerable<RsiResult> RemoveWarmupPeriods(this IEnumerable<RsiResult> results) =>
        results.AfterFirst(result => result.Rsi != null, first => 10 * first);

    private static List<RsiResult> Rsi(PriceSeries series, int period)
    {
        Arithmetic.AtLeast(1, period, "lookbackPeriods", "RSI");
        var values = series.Values;
        var results = new List<RsiResult>(values.Length);
        double meanGain = 0, meanLoss = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var result = new RsiResult(series.Dates[i]);
            results.Add(result);
            if (i == 0)
                continue;
            var change = values[i] - values[i - 1];
            var gain = change > 0 ? change : 0;
            var loss = change < 0 ? -change : 0;
            if (i <= period)
            {
                meanGain += gain;
                meanLoss += loss;
                if (i < period)
                    continue;
                meanGain /= period;
                meanLoss /= period;
            }
            else
            {
                meanGain = (meanGain * (period - 1) + gain) / period;
                meanLoss = (meanLoss * (period - 1) + loss) / period;
            }
            result.Rsi = meanLoss > 0 ? 100 - 100 / (1 + meanGain / meanLoss) : 100;
        }
        return results;
    }
}
