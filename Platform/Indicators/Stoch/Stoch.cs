namespace Skender.Stock.Indicators;

/// <summary>Stochastic oscillator of one bar.</summary>
[Serializable]
public sealed class StochResult : ResultBase, IReusableResult
{
    public StochResult(DateTime date) => Date = date;

    /// <summary>%K: place of the close in the range of the latest bars, in percent, smoothed.</summary>
    public double? Oscillator { get; set; }

    /// <summary>%D: mean of %K.</summary>
    public double? Signal { get; set; }

    /// <summary>%J: kFactor·%K − dFactor·%D.</summary>
    public double? PercentJ { get; set; }

    public double? K => Oscillator;

    public double? D => Signal;

    public double? J => PercentJ;

    double? IReusableResult.Value => Oscillator;
}

public static partial class Indicator
{
    /// <summary>Stochastic oscillator smoothed by simple means.</summary>
    public static IEnumerable<StochResult> GetStoch<TQuote>(
        this IEnumerable<TQuote> quotes, int lookbackPeriods = 14, int signalPeriods = 3, int smoothPeriods = 3)
        where TQuote : IQuote =>
        Stoch(BarSeries.Of(quotes), lookbackPeriods, signalPeriods, smoothPeriods, 3, 2, MaType.SMA);

    /// <summary>Stochastic oscillator smoothed by simple (SMA) or Wilder's (SMMA) means.</summary>
    public static IEnumerable<StochResult> GetStoch<TQuote>(
        this IEnumerable<TQuote> quotes, int lookbackPeriods, int signalPeriods, int smoothPeriods,
        double kFactor, double dFactor, MaType movingAverageType)
        where TQuote : IQuote =>
        Stoch(BarSeries.Of(quotes), lookbackPeriods, signalPeriods, smoothPeriods, kFactor, dFactor, movingAverageType);

    /// <summary>The results from the first defined one on.</summary>
    public static IEnumerable<StochResult> RemoveWarmupPeriods(this IEnumerable<StochResult> results) =>
        results.AfterFirst(result => result.Oscillator != null);

    private static List<StochResult> Stoch(
        BarSeries bars, int lookbackPeriods, int signalPeriods, int smoothPeriods, double kFactor, double dFactor, MaType movingAverageType)
    {
        Arithmetic.AtLeast(1, lookbackPeriods, nameof(lookbackPeriods), "Stochastic");
        Arithmetic.AtLeast(1, signalPeriods, nameof(signalPeriods), "Stochastic");
        Arithmetic.AtLeast(1, smoothPeriods, nameof(smoothPeriods), "Stochastic");
        if (!(kFactor > 0))
            throw new ArgumentOutOfRangeException(nameof(kFactor), kFactor, "Stochastic expects more than 0.");
        if (!(dFactor > 0))
            throw new ArgumentOutOfRangeException(nameof(dFactor), dFactor, "Stochastic expects more than 0.");
        if (movingAverageType is not (MaType.SMA or MaType.SMMA))
            throw new ArgumentOutOfRangeException(nameof(movingAverageType), movingAverageType, "Stochastic expects SMA or SMMA.");

        var raw = new double[bars.Count];
        PlaceInRange(bars, lookbackPeriods, raw);
        var oscillator = Smooth(raw, lookbackPeriods - 1, smoothPeriods, movingAverageType);
        // A simple mean of a simple mean starts later; Wilder's starts with its first value.
        var first = movingAverageType == MaType.SMA ? lookbackPeriods + smoothPeriods - 2 : lookbackPeriods - 1;
        var signal = Smooth(oscillator, first, signalPeriods, movingAverageType);
        var results = new List<StochResult>(bars.Count);
        for (var i = 0; i < bars.Count; i++)
            results.Add(new StochResult(bars.Dates[i])
            {
                Oscillator = Arithmetic.Defined(oscillator[i]),
                Signal = Arithmetic.Defined(signal[i]),
                PercentJ = Arithmetic.Defined(kFactor * oscillator[i] - dFactor * signal[i]),
            });
        return results;
    }

    /// <summary>100·(close − lowest low)/(highest high − lowest low) of the latest bars; 0 where they have no range, NaN before there are enough.</summary>
    private static void PlaceInRange(BarSeries bars, int lookbackPeriods, Span<double> y)
    {
        y[..Math.Min(lookbackPeriods - 1, y.Length)].Fill(double.NaN);
        for (var i = lookbackPeriods - 1; i < y.Length; i++)
        {
            var (highest, lowest) = (double.MinValue, double.MaxValue);
            for (var p = i + 1 - lookbackPeriods; p <= i; p++)
            {
                highest = Math.Max(highest, bars.High[p]);
                lowest = Math.Min(lowest, bars.Low[p]);
            }
            y[i] = highest == lowest ? 0 : 100 * (bars.Close[i] - lowest) / (highest - lowest);
        }
    }

    /// <summary>Means of values that are defined from <paramref name="first"/> on.</summary>
    private static double[] Smooth(double[] x, int first, int period, MaType type)
    {
        if (period == 1)
            return x;
        var y = new double[x.Length];
        Array.Fill(y, double.NaN);
        if (type == MaType.SMA)
            for (var i = first + period - 1; i < x.Length; i++)
                y[i] = Arithmetic.Mean(Arithmetic.Window(x, i, period));
        else
            for (var i = first; i < x.Length; i++)
                y[i] = ((i == first ? x[first] : y[i - 1]) * (period - 1) + x[i]) / period;
        return y;
    }
}
