namespace LeanDeep.Models.Features.Kernels;

/// <summary>The MACD line: fast minus slow exponential mean, both seeded with a simple mean that ends at bar
/// <c>slow − 1</c>, and given from the bar on which its signal line would be defined.</summary>
/// <remarks>This is TA-Lib's form, which the chapter used. Skender's MACD seeds the fast mean at bar <c>fast − 1</c>, so its first
/// values differ (by a factor that decays as (1 − 2/(fast + 1))ⁿ); hence a kernel of its own.</remarks>
public static class MovingAverageDifference
{
    /// <param name="close">(bars) closes.</param>
    /// <param name="fast">Bars of the fast mean.</param>
    /// <param name="slow">Bars of the slow mean.</param>
    /// <param name="signal">Bars of the signal line, which only delays the first value.</param>
    /// <param name="y">(bars) dollars; NaN for the first slow + signal − 2 bars.</param>
    public static void Compute(ReadOnlySpan<double> close, int fast, int slow, int signal, Span<double> y)
    {
        IndicatorSeries.RequireLength(close.Length, y.Length, nameof(y));
        var stream = new Stream(fast, slow, signal);
        for (var i = 0; i < close.Length; i++)
            y[i] = stream.Next(close[i]);
    }

    /// <summary>The same, one close at a time.</summary>
    internal struct Stream(int fast, int slow, int signal)
    {
        private readonly double _fastRate = 2d / (fast + 1);
        private readonly double _slowRate = 2d / (slow + 1);
        private int _count;
        private double _fast, _slow;

        public double Next(double close)
        {
            _count++;
            if (_count > slow)
            {
                _fast += _fastRate * (close - _fast);
                _slow += _slowRate * (close - _slow);
            }
            else
            {
                _slow += close;
                if (_count > slow - fast)
                    _fast += close;
                if (_count == slow)
                {
                    _slow /= slow;
                    _fast /= fast;
                }
            }
            return _count >= slow + signal - 1 ? _fast - _slow : double.NaN;
        }
    }
}
