using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Assets whose vector of Sharpe ratios X reverts to its mean: dS/S = (r + Σ_S X)dt + Σ_S dZ, dX = K(X̄ − X)dt + Σ_X dW, E[dW dZ'] = P dt.</summary>
public sealed class SharpeMarket
{
    /// <param name="rate">r, riskless, a year.</param>
    /// <param name="returns">(d × d) Σ_S, invertible.</param>
    /// <param name="mean">(d) X̄.</param>
    /// <param name="reversion">(d × d) K.</param>
    /// <param name="deviation">(d × d) Σ_X.</param>
    /// <param name="correlation">(d × d) P.</param>
    /// <exception cref="ArgumentException">Shapes differ, or Σ_S is singular.</exception>
    public SharpeMarket(double rate, double[,] returns, double[] mean, double[,] reversion, double[,] deviation, double[,] correlation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        Require.Finite(rate);
        Dimension = mean.Length;
        (Rate, Mean) = (rate, Vector<double>.Build.DenseOfArray(mean));
        Returns = Square(returns, nameof(returns));
        Reversion = Square(reversion, nameof(reversion));
        Deviation = Square(deviation, nameof(deviation));
        Correlation = Square(correlation, nameof(correlation));
        ReturnsInverse = Returns.Inverse();
        if (!ReturnsInverse.Enumerate().All(double.IsFinite)) throw new ArgumentException("returns: expected an invertible matrix", nameof(returns));
        Covariance = Deviation * Deviation.Transpose();
        Loading = Deviation * Correlation;
        ReversionMean = Reversion * Mean;
        IsDiagonal = new[] { Returns, Reversion, Deviation, Correlation }.All(matrix => matrix.EnumerateIndexed().All(e => e.Item1 == e.Item2 || e.Item3 == 0));
    }

    /// <summary>Independent components, each with its own asset.</summary>
    /// <exception cref="ArgumentException">None, or rates that differ.</exception>
    public static SharpeMarket Of(IReadOnlyList<SharpeProcess> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (components.Count == 0 || components.Any(c => c.Rate != components[0].Rate))
            throw new ArgumentException("components: expected at least one, all with the same riskless rate", nameof(components));
        return new(components[0].Rate, Diagonal(c => c.Volatility), [.. components.Select(c => c.Mean)],
            Diagonal(c => c.Reversion), Diagonal(c => c.Deviation), Diagonal(c => c.Correlation));

        double[,] Diagonal(Func<SharpeProcess, double> entry)
        {
            var matrix = new double[components.Count, components.Count];
            for (var i = 0; i < components.Count; i++)
                matrix[i, i] = entry(components[i]);
            return matrix;
        }
    }

    /// <summary>Independent components of different speeds whose total squared Sharpe ratio does not grow with their number.</summary>
    /// <param name="dimension">d ≥ 2.</param>
    public static SharpeMarket Family(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        var (n, root) = (dimension - 1.0, Math.Sqrt(dimension));
        return Of([.. Enumerable.Range(0, dimension).Select(i => new SharpeProcess(
            rate: 0.02,
            volatility: 0.15 + 0.15 * i / n,
            mean: (0.3 + 0.3 * (2 * i % dimension) / n) / root,
            reversion: 0.2 + 0.6 * i / n,
            deviation: (0.45 + 0.3 * (3 * i % dimension) / n) / root,
            correlation: -0.9 + 0.6 * (7 * i % dimension) / n))]);
    }

    public int Dimension { get; }
    public double Rate { get; }
    public Vector<double> Mean { get; }

    /// <summary>Σ_S.</summary>
    public Matrix<double> Returns { get; }
    public Matrix<double> ReturnsInverse { get; }
    public Matrix<double> Reversion { get; }
    public Matrix<double> Deviation { get; }
    public Matrix<double> Correlation { get; }

    /// <summary>Q = Σ_XΣ_X'.</summary>
    public Matrix<double> Covariance { get; }

    /// <summary>M = Σ_X P.</summary>
    public Matrix<double> Loading { get; }

    /// <summary>K X̄.</summary>
    public Vector<double> ReversionMean { get; }

    /// <summary>Whether the components are independent.</summary>
    public bool IsDiagonal { get; }

    /// <summary>Component i of a market of independent ones.</summary>
    public SharpeProcess Component(int i) =>
        new(Rate, Returns[i, i], Mean[i], Reversion[i, i], Math.Abs(Deviation[i, i]), Correlation[i, i] * Math.Sign(Deviation[i, i]));

    private Matrix<double> Square(double[,] matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (Dimension == 0 || matrix.GetLength(0) != Dimension || matrix.GetLength(1) != Dimension)
            throw new ArgumentException($"{name}: expected {Dimension} × {Dimension}, found {matrix.GetLength(0)} × {matrix.GetLength(1)}", name);
        return Matrix<double>.Build.DenseOfArray(matrix);
    }
}
