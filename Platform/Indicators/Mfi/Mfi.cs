namespace Skender.Stock.Indicators;

/// <summary>Money flow index of one bar.</summary>
[Serializable]
public sealed class MfiResult : ResultBase, IReusableResult
{
    public MfiResult(DateTime date) => Date = date;

    /// <summary>From 0 to 100.</summary>
    public double? Mfi { get; set; }

    double? IReusableResult.Value => Mfi;
}

public static partial class Indicator
{
    /// <summary>Money flow index: the share of (high + low + close)/3 · volume on rising bars; 100 where no bar fell.</summary>
    public static IEnumerable<MfiResult> GetMfi<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods = 14)
        where TQuote : IQuote
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "MFI");
        var bars = BarSeries.Of(quotes);
        var typical = bars.TypicalPrices();
        var results = new List<MfiResult>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
        {
            var result = new MfiResult(bars.Dates[i]);
            results.Add(result);
            if (i < lookbackPeriods)
                continue;
            double rising = 0, falling = 0;
            for (var p = i + 1 - lookbackPeriods; p <= i; p++)
                if (typical[p] > typical[p - 1])
                    rising += typical[p] * bars.Volume[p];
                else if (typical[p] < typical[p - 1])
                    falling += typical[p] * bars.Volume[p];
            result.Mfi = falling == 0 ? 100 : 100 - 100 / (1 + rising / falling);
        }
        return results;
    }

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<MfiResult> RemoveWarmupPeriods(this IEnumerable<MfiResult> results) =>
        results.AfterFirst(result => result.Mfi != null);
}
