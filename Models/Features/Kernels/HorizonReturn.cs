namespace LeanDeep.Models.Features.Kernels;

/// <summary>Simple return over a number of bars: C(t)/C(t − horizon) − 1.</summary>
/// <remarks>Computed directly rather than as a rate of change in percent: the deciles compare returns for equality,
/// so batch and streaming form must round alike.</remarks>
public static class HorizonReturn
{
    /// <param name="close">(bars) closes.</param>
    /// <param name="horizon">Bars back, at least 1.</param>
    /// <param name="y">(bars) fractions; NaN for the first <paramref name="horizon"/> bars.</param>
    public static void Compute(ReadOnlySpan<double> close, int horizon, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        y[..Math.Min(horizon, y.Length)].Fill(double.NaN);
        for (var i = horizon; i < close.Length; i++)
            y[i] = Value(close[i], close[i - horizon]);
    }

    internal static double Value(double close, double earlier) => close / earlier - 1;
}
