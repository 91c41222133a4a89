using Skender.Stock.Indicators;

namespace LeanDeep.Models.Features.Kernels;

/// <summary>Percentage price oscillator on simple means: 100 · (fast − slow) / slow.</summary>
public static class PriceOscillator
{
    /// <param name="close">(bars) closes.</param>
    /// <param name="fast">Bars of the fast mean.</param>
    /// <param name="slow">Bars of the slow mean.</param>
    /// <param name="y">(bars) percent; NaN for the first slow − 1 bars.</param>
    public static void Compute(ReadOnlySpan<double> close, int fast, int slow, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        var series = IndicatorSeries.Of(close);
        var i = 0;
        foreach (var (fastMean, slowMean) in series.GetSma(fast).Zip(series.GetSma(slow)))
            y[i++] = Value(fastMean.Sma ?? double.NaN, slowMean.Sma ?? double.NaN);
    }

    /// <summary>The value at the last bar of a full window.</summary>
    /// <param name="window">(slow) closes, oldest first.</param>
    internal static double At(ReadOnlySpan<double> window, int fast) => Value(Mean(window[^fast..]), Mean(window));

    private static double Value(double fast, double slow) => 100 * (fast - slow) / slow;

    private static double Mean(ReadOnlySpan<double> window)
    {
        double sum = 0;
        foreach (var value in window)
            sum += value;
        return sum / window.Length;
    }
}
