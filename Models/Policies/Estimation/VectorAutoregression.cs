using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Models.Policies.Estimation;

/// <summary>x(t+1) = c + Φx(t) + v by least squares, and the Ornstein–Uhlenbeck process dX = K(X̄ − X)dt + Σ_X dW with the same moments.</summary>
/// <param name="Slope">Φ.</param>
/// <param name="Mean">(I − Φ)⁻¹c.</param>
/// <param name="Residual">Covariance of v.</param>
/// <param name="Observations">Pairs.</param>
/// <remarks>Φ is biased to order 1/n as the scalar φ is (Nicholls and Pope, 1988); it is left as least squares has it.</remarks>
public sealed record VectorAutoregression(Matrix<double> Slope, Vector<double> Mean, Matrix<double> Residual, int Observations)
{
    /// <param name="values">(times, series) row-major.</param>
    /// <param name="series">Series.</param>
    /// <exception cref="ArgumentException">Fewer than series + 3 times.</exception>
    public static VectorAutoregression Estimate(ReadOnlySpan<double> values, int series)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        var times = values.Length / series;
        if (values.Length % series != 0 || times < series + 3) throw new ArgumentException($"expected at least {series + 3} times of {series} series, found {values.Length} values", nameof(values));
        var all = Matrix<double>.Build.DenseOfRowMajor(times, series, values.ToArray());
        var (before, after) = (all.SubMatrix(0, times - 1, 0, series), all.SubMatrix(1, times - 1, 0, series));
        var design = Matrix<double>.Build.Dense(times - 1, 1, 1).Append(before);
        var coefficients = design.QR().Solve(after);
        var residual = after - design * coefficients;
        var slope = coefficients.SubMatrix(1, series, 0, series).Transpose();
        return new(slope, (Matrix<double>.Build.DenseIdentity(series) - slope).Solve(coefficients.Row(0)),
            residual.TransposeThisAndMultiply(residual) / (times - 2 - series), times - 1);
    }

    /// <summary>K = −log Φ/Δ, and Q = Σ_XΣ_X' from the long-run variance V: V − ΦVΦ' = cov(v), Q = KV + VK'.</summary>
    /// <param name="years">Δ between observations.</param>
    /// <returns>Null where Φ has no real logarithm, or the process does not settle.</returns>
    public (Matrix<double> Reversion, Matrix<double> Covariance)? ToContinuous(double years)
    {
        if (Logarithm(Slope) is not { } logarithm) return null;
        var reversion = -logarithm / years;
        var d = Slope.RowCount;
        var system = Matrix<double>.Build.DenseIdentity(d * d) - Slope.KroneckerProduct(Slope);
        var longRun = Matrix<double>.Build.Dense(d, d, system.Solve(Vector<double>.Build.DenseOfArray(Residual.ToColumnMajorArray())).ToArray());
        if (!longRun.Enumerate().All(double.IsFinite) || longRun.Diagonal().Minimum() <= 0) return null;
        return (reversion, reversion * longRun + longRun * reversion.Transpose());
    }

    /// <summary>Square roots until the matrix is near I, then the series; null where a root does not exist.</summary>
    /// <remarks>Source: Higham (2008), Functions of Matrices, ch. 11; roots by Denman and Beavers (1976).</remarks>
    private static Matrix<double>? Logarithm(Matrix<double> matrix)
    {
        var identity = Matrix<double>.Build.DenseIdentity(matrix.RowCount);
        var scale = 1.0;
        for (var roots = 0; (matrix - identity).FrobeniusNorm() > 0.1; roots++)
        {
            if (roots > 40) return null;
            var (y, z) = (matrix, identity);
            for (var step = 0; step < 40; step++) (y, z) = ((y + z.Inverse()) / 2, (z + y.Inverse()) / 2);
            if (!((y * y - matrix).FrobeniusNorm() <= 1e-9 * matrix.FrobeniusNorm())) return null;
            (matrix, scale) = (y, 2 * scale);
        }
        var (difference, power, sum) = (identity - matrix, identity, matrix * 0);
        for (var k = 1; k <= 20; k++)
        {
            power *= difference;
            sum -= power / k;
        }
        return scale * sum;
    }
}
