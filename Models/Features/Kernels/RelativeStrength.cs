using Skender.Stock.Indicators;

namespace LeanDeep.Models.Features.Kernels;

/// <summary>Wilder's relative strength index: 100 − 100 / (1 + mean gain / mean loss), the means seeded with the simple
/// mean of the first changes; 100 where there was no loss.</summary>
/// <remarks>Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).</remarks>
public static class RelativeStrength
{
    /// <param name="close">(bars) closes.</param>
    /// <param name="period">Changes averaged.</param>
    /// <param name="y">(bars) index from 0 to 100; NaN for the first <paramref name="period"/> bars.</param>
    public static void Compute(ReadOnlySpan<double> close, int period, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        var i = 0;
        foreach (var result in IndicatorSeries.Of(close).GetRsi(period))
            y[i++] = result.Rsi ?? double.NaN;
    }

    /// <summary>The same, one close at a time.</summary>
    internal struct Stream(int period)
    {
        private int _changes = -1;
        private double _last, _gain, _loss;

        public double Next(double close)
        {
            var gain = Math.Max(close - _last, 0);
            var loss = Math.Max(_last - close, 0);
            _last = close;
            _changes++;
            if (_changes == 0)
                return double.NaN;
            if (_changes <= period)
            {
                _gain += gain;
                _loss += loss;
                if (_changes < period)
                    return double.NaN;
                _gain /= period;
                _loss /= period;
            }
            else
            {
                _gain = (_gain * (period - 1) + gain) / period;
                _loss = (_loss * (period - 1) + loss) / period;
            }
            return _loss > 0 ? 100 - 100 / (1 + _gain / _loss) : 100;
        }
    }
}
