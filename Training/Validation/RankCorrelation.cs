namespace LeanDeep.Training.Validation;

/// <summary>Rank correlation of two samples, with reusable buffers: no allocation per call once they have grown.</summary>
/// <remarks>Not safe for use by several threads at once. Source: Spearman (1904); ties get the mean of their ranks.</remarks>
public sealed class RankCorrelation
{
    private double[] _sorted = [];
    private int[] _order = [];
    private double[] _ranksX = [];
    private double[] _ranksY = [];

    /// <summary>Pearson's correlation of the ranks.</summary>
    /// <param name="x">(n) values without NaN.</param>
    /// <param name="y">(n) values without NaN.</param>
    /// <returns>In [−1, 1]; NaN when n is below 2 or one side is constant.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a value is NaN.</exception>
    public double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"expected {x.Length} values, found {y.Length}", nameof(y));
        if (x.Length < 2)
            return double.NaN;
        if (_ranksX.Length < x.Length)
        {
            _ranksX = new double[x.Length];
            _ranksY = new double[x.Length];
        }
        Ranks(x, _ranksX);
        Ranks(y, _ranksY);
        return Pearson(_ranksX.AsSpan(0, x.Length), _ranksY.AsSpan(0, x.Length));
    }

    /// <summary>Ranks from 1 (smallest); equal values share the mean of their ranks.</summary>
    /// <param name="values">(n) values without NaN.</param>
    /// <param name="ranks">(n or more) receives the ranks.</param>
    /// <exception cref="ArgumentException">A value is NaN, or the output is too short.</exception>
    public void Ranks(ReadOnlySpan<double> values, Span<double> ranks)
    {
        var n = values.Length;
        if (ranks.Length < n)
            throw new ArgumentException($"expected room for {n} ranks, found {ranks.Length}", nameof(ranks));
        if (_sorted.Length < n)
        {
            _sorted = new double[n];
            _order = new int[n];
        }
        for (var i = 0; i < n; i++)
        {
            if (double.IsNaN(values[i]))
                throw new ArgumentException($"expected numbers, found NaN at {i}", nameof(values));
            _sorted[i] = values[i];
            _order[i] = i;
        }
        Array.Sort(_sorted, _order, 0, n);
        for (var first = 0; first < n;)
        {
            var next = first + 1;
            while (next < n && _sorted[next] == _sorted[first])
                next++;
            var rank = 0.5 * (first + 1 + next);
            for (var i = first; i < next; i++)
                ranks[_order[i]] = rank;
            first = next;
        }
    }

    private static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var mean = 0.5 * (x.Length + 1); // of any ranks, tied or not
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var dx = x[i] - mean;
            var dy = y[i] - mean;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }
        return xx == 0 || yy == 0 ? double.NaN : xy / Math.Sqrt(xx * yy);
    }
}
