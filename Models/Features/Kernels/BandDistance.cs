using Skender.Stock.Indicators;

namespace LeanDeep.Models.Features.Kernels;

/// <summary>Distances of the close from its Bollinger bands U, L = mean ± width·σ (population):
/// ln(1 + (U − C)/U) and ln(1 + (C − L)/C).</summary>
/// <remarks>NaN where a logarithm's argument is not positive: C ≥ 2U or L ≥ 2C, after a fall or rise of more than half.</remarks>
public static class BandDistance
{
    /// <param name="close">(bars) closes.</param>
    /// <param name="period">Bars of the mean and the deviation.</param>
    /// <param name="width">Standard deviations from the mean to a band.</param>
    /// <param name="high">(bars) distance below the upper band; NaN for the first period − 1 bars.</param>
    /// <param name="low">(bars) distance above the lower band; NaN for the first period − 1 bars.</param>
    public static void Compute(ReadOnlySpan<double> close, int period, double width, Span<double> high, Span<double> low)
    {
        IndicatorSeries.RequireLength(close.Length, high.Length, nameof(high));
        IndicatorSeries.RequireLength(close.Length, low.Length, nameof(low));
        var i = 0;
        foreach (var bands in IndicatorSeries.Of(close).GetBollingerBands(period, width))
        {
            high[i] = High(close[i], bands.UpperBand ?? double.NaN);
            low[i] = Low(close[i], bands.LowerBand ?? double.NaN);
            i++;
        }
    }

    /// <summary>Both distances at the last bar of a full window.</summary>
    /// <param name="window">(period) closes, oldest first.</param>
    internal static (double High, double Low) At(ReadOnlySpan<double> window, double width)
    {
        double sum = 0;
        foreach (var value in window)
            sum += value;
        var mean = sum / window.Length;
        double squares = 0;
        foreach (var value in window)
            squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / window.Length);
        return (High(window[^1], mean + width * deviation), Low(window[^1], mean - width * deviation));
    }

    private static double High(double close, double upper) => PositiveLog(1 + (upper - close) / upper);

    private static double Low(double close, double lower) => PositiveLog(1 + (close - lower) / close);

    private static double PositiveLog(double x) => x > 0 ? Math.Log(x) : double.NaN;
}
