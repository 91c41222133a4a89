using System.Runtime.InteropServices;
using LeanDeep.Models.Features;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Data;

/// <summary>The predictable part of a synthetic market: short-term reversal, stronger in names of low dollar volume.</summary>
/// <remarks>It is a function of the bars up to a day, so anyone can compute it from the files. With u(x) the rank of x among the names that
/// trade that day, mapped to −1..1:
/// g = standardise(−u(5-day return)/2 − u(1-day return)·(1 − u(mean dollar volume of 21 bars))/2), mean 0 and variance 1 over the names of the day.</remarks>
public static class PlantedSignal
{
    internal const string Formula =
        "g = standardise(-u(r5)/2 - u(r1)*(1 - u(dollar volume, mean of 21 bars))/2); u: rank among the names of the day mapped to -1..1; E[r(t+1) | t] = beta*drift + returnPerSignal*g(t)";

    internal const int Lookback = 5;
    internal const int VolumeBars = 21;

    /// <summary>The signal of every name and session.</summary>
    /// <param name="panel">Adjusted bars.</param>
    /// <returns>(names)(sessions); NaN where the name does not trade or has fewer than five bars before.</returns>
    public static double[][] Compute(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var signal = new double[panel.NameCount][];
        var histories = new History[panel.NameCount];
        for (var i = 0; i < panel.NameCount; i++)
        {
            signal[i] = new double[panel.SessionCount];
            Array.Fill(signal[i], double.NaN);
            histories[i] = new History();
        }
        var day = new Day(panel.NameCount);
        for (var t = 0; t < panel.SessionCount; t++)
        {
            day.Clear();
            for (var i = 0; i < panel.NameCount; i++)
                if (panel.Trades(i, t))
                {
                    histories[i].Add(panel.Close(i)[t], panel.Close(i)[t] * panel.Volume(i)[t]);
                    day.Add(i, histories[i]);
                }
            foreach (var (name, value) in day.Signals())
                signal[name][t] = value;
        }
        return signal;
    }

    /// <summary>Mean over the sessions of the Spearman correlation of the signal with the next session's close-to-close return.</summary>
    /// <param name="panel">Adjusted bars.</param>
    /// <returns>The mean, its standard error, and the sessions with at least two names.</returns>
    public static (double Mean, double StandardError, int Sessions) InformationCoefficient(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var signal = Compute(panel);
        var daily = new List<double>();
        var correlation = new RankCorrelation();
        var (x, y) = (new double[panel.NameCount], new double[panel.NameCount]);
        for (var t = 0; t + 1 < panel.SessionCount; t++)
        {
            var count = 0;
            for (var i = 0; i < panel.NameCount; i++)
                if (!double.IsNaN(signal[i][t]) && panel.Trades(i, t + 1))
                {
                    x[count] = signal[i][t];
                    y[count++] = panel.Close(i)[t + 1] / panel.Close(i)[t];
                }
            if (correlation.Spearman(x.AsSpan(0, count), y.AsSpan(0, count)) is var ic && !double.IsNaN(ic))
                daily.Add(ic);
        }
        if (daily.Count < 2)
            return (double.NaN, double.NaN, daily.Count);
        var (mean, squares) = Moments(CollectionsMarshal.AsSpan(daily));
        return (mean, Math.Sqrt(squares / (daily.Count - 1) / daily.Count), daily.Count);
    }

    // Mean and sum of squared deviations, in the order of the list on every machine.
    private static (double Mean, double Squares) Moments(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        for (var k = 0; k < values.Length; k++)
            sum += values[k];
        var mean = sum / values.Length;
        for (var k = 0; k < values.Length; k++)
            squares += (values[k] - mean) * (values[k] - mean);
        return (mean, squares);
    }

    /// <summary>What the signal needs of one name's past, bar by bar.</summary>
    internal sealed class History
    {
        private readonly double[] _closes = new double[Lookback + 1];
        private readonly double[] _dollars = new double[VolumeBars];
        private int _bars;

        /// <param name="close">Adjusted.</param>
        /// <param name="dollars">Dollars traded.</param>
        public void Add(double close, double dollars)
        {
            _closes[_bars % _closes.Length] = close;
            _dollars[_bars % VolumeBars] = dollars;
            _bars++;
        }

        public bool IsReady => _bars > Lookback;

        public double Return(int bars) => (_closes[(_bars - 1) % _closes.Length] / _closes[(_bars - 1 - bars) % _closes.Length]) - 1;

        public double MeanDollars()
        {
            var count = Math.Min(_bars, VolumeBars);
            var sum = 0.0;
            for (var k = 0; k < count; k++)
                sum += _dollars[k];
            return sum / count;
        }
    }

    /// <summary>The names of one day.</summary>
    internal sealed class Day(int capacity)
    {
        private readonly RankCorrelation _correlation = new();
        private readonly int[] _names = new int[capacity];
        private readonly double[] _r1 = new double[capacity], _r5 = new double[capacity], _dollars = new double[capacity];
        private readonly double[] _u1 = new double[capacity], _u5 = new double[capacity], _uDollars = new double[capacity];
        private int _count;

        public void Clear() => _count = 0;

        /// <summary>Takes a name that trades today, once it has bars enough.</summary>
        public void Add(int name, History history)
        {
            if (!history.IsReady)
                return;
            _names[_count] = name;
            _r1[_count] = history.Return(1);
            _r5[_count] = history.Return(Lookback);
            _dollars[_count] = history.MeanDollars();
            _count++;
        }

        public IEnumerable<(int Name, double Value)> Signals()
        {
            if (_count < 2)
                yield break;
            var g = Raw();
            var (mean, squares) = Moments(g);
            var deviation = Math.Sqrt(squares / _count);
            if (deviation <= 0)
                yield break;
            for (var k = 0; k < _count; k++)
                yield return (_names[k], (g[k] - mean) / deviation);
        }

        // Ranks mapped to −1..1.
        private void CentredRanks(double[] values, double[] ranks)
        {
            _correlation.Ranks(values.AsSpan(0, _count), ranks);
            for (var k = 0; k < _count; k++)
                ranks[k] = ((2 * ranks[k]) - _count - 1) / (_count - 1);
        }

        private double[] Raw()
        {
            CentredRanks(_r1, _u1);
            CentredRanks(_r5, _u5);
            CentredRanks(_dollars, _uDollars);
            var g = new double[_count];
            for (var k = 0; k < _count; k++)
                g[k] = -0.5 * (_u5[k] + (_u1[k] * (1 - _uDollars[k])));
            return g;
        }
    }
}
