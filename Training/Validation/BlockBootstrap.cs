using LeanDeep.Training.Data;

namespace LeanDeep.Training.Validation;

/// <summary>A figure of a series.</summary>
public delegate double SeriesStatistic(ReadOnlySpan<double> series);

/// <summary>Resamples of an autocorrelated series in blocks, and what they say about a statistic.</summary>
public static class BlockBootstrap
{
    /// <summary>Blocks of one length from uniform starts, the series closed to a circle.</summary>
    /// <param name="series">(T) in the order of time; at least 2.</param>
    /// <param name="statistic">Of the series and of each resample.</param>
    /// <param name="blockLength">Periods of a block, from 1 to T.</param>
    /// <param name="resamples">At least 100.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <remarks>Source: Politis and Romano (1992).</remarks>
    public static BootstrapInterval Circular(ReadOnlySpan<double> series, SeriesStatistic statistic, int blockLength, int resamples, long seed, double confidence = 0.95) =>
        Run(series, statistic, blockLength, resamples, seed, confidence, Circular);

    /// <summary>Blocks of geometric length, the series closed to a circle: resamples are stationary.</summary>
    /// <param name="series">(T) in the order of time; at least 2.</param>
    /// <param name="statistic">Of the series and of each resample.</param>
    /// <param name="blockLength">Mean length of a block, from 1 to T.</param>
    /// <param name="resamples">At least 100.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <remarks>Source: Politis and Romano (1994).</remarks>
    public static BootstrapInterval Stationary(ReadOnlySpan<double> series, SeriesStatistic statistic, int blockLength, int resamples, long seed, double confidence = 0.95) =>
        Run(series, statistic, blockLength, resamples, seed, confidence, Stationary);

    /// <summary>A usual length: ⌈T^(1/3)⌉, but no shorter than the labels' overlap.</summary>
    /// <param name="count">T.</param>
    /// <param name="horizon">Periods that a label spans, at least 1.</param>
    public static int BlockLength(int count, int horizon)
    {
        if (horizon < 1)
            throw new ArgumentException($"expected at least 1, found {horizon}", nameof(horizon));
        return Math.Clamp(Math.Max((int)Math.Ceiling(Math.Cbrt(count) - 1e-9), horizon), 1, Math.Max(1, count));
    }

    private delegate void Resample(ReadOnlySpan<double> series, int blockLength, SeededGenerator random, Span<double> resample);

    private static BootstrapInterval Run(
        ReadOnlySpan<double> series, SeriesStatistic statistic, int blockLength, int resamples, long seed, double confidence, Resample draw)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        if (series.Length < 2)
            throw new ArgumentException($"expected at least 2 values, found {series.Length}", nameof(series));
        if (blockLength < 1 || blockLength > series.Length)
            throw new ArgumentException($"expected from 1 to {series.Length}, found {blockLength}", nameof(blockLength));
        if (resamples < 100)
            throw new ArgumentException($"expected at least 100, found {resamples}", nameof(resamples));
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentException($"expected within (0, 1), found {confidence}", nameof(confidence));
        var random = new SeededGenerator((ulong)seed, 0);
        var values = new double[resamples];
        var resample = new double[series.Length];
        for (var i = 0; i < resamples; i++)
        {
            draw(series, blockLength, random, resample);
            values[i] = statistic(resample);
        }
        var mean = NeweyWest.Mean(values);
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        Array.Sort(values);
        return new BootstrapInterval(
            statistic(series), OrderStatistics.Quantile(values, 0.5 - 0.5 * confidence), OrderStatistics.Quantile(values, 0.5 + 0.5 * confidence),
            Math.Sqrt(squares / (resamples - 1)), resamples, blockLength);
    }

    private static void Circular(ReadOnlySpan<double> series, int blockLength, SeededGenerator random, Span<double> resample)
    {
        for (var t = 0; t < resample.Length;)
        {
            var from = random.Below(series.Length);
            for (var last = Math.Min(t + blockLength, resample.Length); t < last; t++)
            {
                resample[t] = series[from];
                from = from + 1 == series.Length ? 0 : from + 1;
            }
        }
    }

    private static void Stationary(ReadOnlySpan<double> series, int blockLength, SeededGenerator random, Span<double> resample)
    {
        var from = 0;
        for (var t = 0; t < resample.Length; t++)
        {
            from = t == 0 || random.Uniform() * blockLength < 1 ? random.Below(series.Length) : from + 1 == series.Length ? 0 : from + 1;
            resample[t] = series[from];
        }
    }
}

/// <summary>A statistic with its bootstrap interval.</summary>
/// <param name="Estimate">Of the series itself.</param>
/// <param name="Low">Lower percentile of the resamples.</param>
/// <param name="High">Upper percentile of the resamples.</param>
/// <param name="StandardError">Deviation of the resamples.</param>
/// <param name="Resamples">How many.</param>
/// <param name="BlockLength">Of a block, or its mean.</param>
public sealed record BootstrapInterval(double Estimate, double Low, double High, double StandardError, int Resamples, int BlockLength);
