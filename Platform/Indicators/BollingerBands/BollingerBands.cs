namespace Skender.Stock.Indicators;

/// <summary>Bollinger bands of one bar.</summary>
[Serializable]
public sealed class BollingerBandsResult : ResultBase, IReusableResult
{
    public BollingerBandsResult(DateTime date) => Date = date;

    /// <summary>Mean, the middle of the bands.</summary>
    public double? Sma { get; set; }

    public double? UpperBand { get; set; }
    public double? LowerBand { get; set; }

    /// <summary>Place of the price between the bands: 0 at the lower, 1 at the upper.</summary>
    public double? PercentB { get; set; }

    /// <summary>Standard deviations from the mean to the price.</summary>
    public double? ZScore { get; set; }

    /// <summary>Distance between the bands as a fraction of the mean.</summary>
    public double? Width { get; set; }

    double? IReusableResult.Value => PercentB;
}

public static partial class Indicator
{
    /// <summary>Bollinger bands of the closes: the mean plus and minus a multiple of the population standard deviation.</summary>
    public static IEnumerable<BollingerBandsResult> GetBollingerBands<TQuote>(
        this IEnumerable<TQuote> quotes, int lookbackPeriods = 20, double standardDeviations = 2)
        where TQuote : IQuote =>
        BollingerBands(PriceSeries.Of(quotes), lookbackPeriods, standardDeviations);

    /// <summary>Bollinger bands of another indicator's values.</summary>
    public static IEnumerable<BollingerBandsResult> GetBollingerBands(
        this IEnumerable<IReusableResult> results, int lookbackPeriods = 20, double standardDeviations = 2) =>
        BollingerBands(PriceSeries.Of(results), lookbackPeriods, standardDeviations).SyncIndex(results, SyncType.Prepend);

    /// <summary>Bollinger bands of dated values.</summary>
    public static IEnumerable<BollingerBandsResult> GetBollingerBands(
        this IEnumerable<(DateTime, double)> priceTuples, int lookbackPeriods = 20, double standardDeviations = 2) =>
        BollingerBands(PriceSeries.Of(priceTuples), lookbackPeriods, standardDeviations);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<BollingerBandsResult> RemoveWarmupPeriods(this IEnumerable<BollingerBandsResult> results) =>
        results.AfterFirst(result => result.Width != null);

    private static List<BollingerBandsResult> BollingerBands(PriceSeries series, int lookbackPeriods, double standardDeviations)
    {
        Arithmetic.AtLeast(2, lookbackPeriods, nameof(lookbackPeriods), "Bollinger Bands");
        if (standardDeviations <= 0)
            throw new ArgumentOutOfRangeException(nameof(standardDeviations), standardDeviations, "Bollinger Bands expects more than 0.");
        var results = new List<BollingerBandsResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
        {
            var result = new BollingerBandsResult(series.Dates[i]);
            results.Add(result);
            if (i + 1 < lookbackPeriods)
                continue;
            var window = Arithmetic.Window(series.Values, i, lookbackPeriods);
            var mean = Arithmetic.Mean(window);
            if (double.IsNaN(mean))
                continue;
            var deviation = Arithmetic.Deviation(window, mean);
            var (value, upper, lower) = (series.Values[i], mean + standardDeviations * deviation, mean - standardDeviations * deviation);
            result.Sma = mean;
            result.UpperBand = upper;
            result.LowerBand = lower;
            result.PercentB = upper == lower ? null : (value - lower) / (upper - lower);
            result.ZScore = deviation == 0 ? null : (value - mean) / deviation;
            result.Width = mean == 0 ? null : (upper - lower) / mean;
        }
        return results;
    }
}
