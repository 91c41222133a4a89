using Skender.Stock.Indicators;

namespace LeanDeep.Models.Features.Kernels;

/// <summary>Wilder's average true range, seeded with the mean of the first true ranges; the first bar has none.</summary>
/// <remarks>Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public static class AverageTrueRange
{
    /// <param name="high">(bars) highs.</param>
    /// <param name="low">(bars) lows.</param>
    /// <param name="close">(bars) closes.</param>
    /// <param name="period">True ranges averaged.</param>
    /// <param name="y">(bars) dollars; NaN for the first <paramref name="period"/> bars.</param>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int period, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, high.Length, nameof(high));
        IndicatorSeries.RequireLength(close.Length, low.Length, nameof(low));
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        var bars = new Bar[close.Length];
        for (var i = 0; i < bars.Length; i++)
            bars[i] = new Bar(IndicatorSeries.DateOf(i), (decimal)high[i], (decimal)low[i], (decimal)close[i]);
        var t = 0;
        foreach (var result in bars.GetAtr(period))
            y[t++] = result.Atr ?? double.NaN;
    }

    /// <summary>The same, one bar at a time.</summary>
    internal struct Stream(int period)
    {
        private int _ranges = -1;
        private double _last, _average;

        public double Next(double high, double low, double close)
        {
            var range = Math.Max(high - low, Math.Max(Math.Abs(high - _last), Math.Abs(low - _last)));
            _last = close;
            _ranges++;
            if (_ranges == 0)
                return double.NaN;
            if (_ranges > period)
                return _average = (_average * (period - 1) + range) / period;
            _average += range;
            if (_ranges < period)
                return double.NaN;
            return _average /= period;
        }
    }

    /// <summary>What the true range reads of a bar; open and volume play no part.</summary>
    private readonly record struct Bar(DateTime Date, decimal High, decimal Low, decimal Close) : IQuote
    {
        public decimal Open => Close;
        public decimal Volume => 0;
    }
}
