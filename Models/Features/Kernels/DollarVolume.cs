namespace LeanDeep.Models.Features.Kernels;

/// <summary>Close times volume in millions of dollars, and its mean over the latest bars.</summary>
public static class DollarVolume
{
    /// <param name="close">(bars) closes in dollars.</param>
    /// <param name="volume">(bars) shares.</param>
    /// <param name="y">(bars) millions of dollars.</param>
    public static void Compute(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, volume.Length, nameof(volume));
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        for (var i = 0; i < close.Length; i++)
            y[i] = Value(close[i], volume[i]);
    }

    /// <summary>Mean of the latest bars, of those there are while fewer than <paramref name="window"/>.</summary>
    /// <param name="x">(bars) dollar volumes.</param>
    /// <param name="window">Bars averaged.</param>
    /// <param name="y">(bars) means, defined from the first bar on.</param>
    public static void Mean(ReadOnlySpan<double> x, int window, Span<double> y)
    {
        IndicatorSeries.RequireLength(x.Length, y.Length, nameof(y));
        for (var i = 0; i < x.Length; i++)
        {
            var first = Math.Max(0, i + 1 - window);
            y[i] = MeanOf(x[first..(i + 1)]);
        }
    }

    internal static double Value(double close, double volume) => close * volume / 1e6;

    internal static double MeanOf(ReadOnlySpan<double> window)
    {
        double sum = 0;
        foreach (var value in window)
            sum += value;
        return sum / window.Length;
    }
}
