namespace Skender.Stock.Indicators;

/// <summary>Moving average convergence/divergence of one bar.</summary>
[Serializable]
public sealed class MacdResult : ResultBase, IReusableResult
{
    public MacdResult(DateTime date) => Date = date;

    /// <summary>Fast minus slow exponential mean.</summary>
    public double? Macd { get; set; }

    /// <summary>Exponential mean of <see cref="Macd"/>.</summary>
    public double? Signal { get; set; }

    /// <summary><see cref="Macd"/> minus <see cref="Signal"/>.</summary>
    public double? Histogram { get; set; }

    public double? FastEma { get; set; }

    public double? SlowEma { get; set; }

    double? IReusableResult.Value => Macd;
}

public static partial class Indicator
{
    /// <summary>Moving average convergence/divergence of the closes.</summary>
    public static IEnumerable<MacdResult> GetMacd<TQuote>(
        this IEnumerable<TQuote> quotes, int fastPeriods = 12, int slowPeriods = 26, int signalPeriods = 9)
        where TQuote : IQuote =>
        Macd(PriceSeries.Of(quotes), fastPeriods, slowPeriods, signalPeriods);

    /// <summary>Moving average convergence/divergence of another indicator's values.</summary>
    public static IEnumerable<MacdResult> GetMacd(
        this IEnumerable<IReusableResult> results, int fastPeriods = 12, int slowPeriods = 26, int signalPeriods = 9) =>
        Macd(PriceSeries.Of(results), fastPeriods, slowPeriods, signalPeriods).SyncIndex(results, SyncType.Prepend);

    /// <summary>Moving average convergence/divergence of dated values.</summary>
    public static IEnumerable<MacdResult> GetMacd(
        this IEnumerable<(DateTime, double)> priceTuples, int fastPeriods = 12, int slowPeriods = 26, int signalPeriods = 9) =>
        Macd(PriceSeries.Of(priceTuples), fastPeriods, slowPeriods, signalPeriods);

    /// <summary>The results from 252 after the first defined signal on, where the seeds no longer matter.</summary>
    public static IEnumerable<MacdResult> RemoveWarmupPeriods(this IEnumerable<MacdResult> results) =>
        results.AfterFirst(result => result.Signal != null, first => first + 252);

    private static List<MacdResult> Macd(PriceSeries series, int fastPeriods, int slowPeriods, int signalPeriods)
    {
        Arithmetic.AtLeast(1, fastPeriods, nameof(fastPeriods), "MACD");
        Arithmetic.AtLeast(0, signalPeriods, nameof(signalPeriods), "MACD");
        Arithmetic.AtLeast(fastPeriods + 1, slowPeriods, nameof(slowPeriods), "MACD");
        var (fast, slow, signal) = (new double[series.Count], new double[series.Count], new double[series.Count]);
        ExponentialMean(series.Values, fastPeriods, "MACD", fast);
        ExponentialMean(series.Values, slowPeriods, "MACD", slow);
        var first = Math.Min(slowPeriods - 1, series.Count);
        var macd = new double[series.Count];
        for (var i = 0; i < macd.Length; i++)
            macd[i] = fast[i] - slow[i];
        signal.AsSpan(0, first).Fill(double.NaN);
        ExponentialMean(macd.AsSpan(first), signalPeriods, "MACD", signal.AsSpan(first));

        var results = new List<MacdResult>(series.Count);
        for (var i = 0; i < series.Count; i++)
            results.Add(new MacdResult(series.Dates[i])
            {
                Macd = Arithmetic.Defined(macd[i]),
                Signal = Arithmetic.Defined(signal[i]),
                Histogram = Arithmetic.Defined(macd[i] - signal[i]),
                FastEma = Arithmetic.Defined(fast[i]),
                SlowEma = Arithmetic.Defined(slow[i]),
            });
        return results;
    }
}
