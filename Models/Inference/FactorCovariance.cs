using System.Numerics;

namespace LeanDeep.Models.Inference;

/// <summary>Covariances from a factor and specific variances.</summary>
internal static class FactorCovariance
{
    /// <summary>Σ = FFᵀ + diag(d).</summary>
    /// <param name="factor">(names, factors) row-major F.</param>
    /// <param name="diagonal">(names) d.</param>
    /// <param name="factors">Columns of F.</param>
    /// <param name="covariance">(names, names) receives Σ, symmetric to the bit.</param>
    public static void Build(ReadOnlySpan<double> factor, ReadOnlySpan<double> diagonal, int factors, Span<double> covariance)
    {
        var n = diagonal.Length;
        for (var i = 0; i < n; i++)
        {
            var row = factor.Slice(i * factors, factors);
            for (var j = 0; j <= i; j++)
            {
                var sum = Dot(row, factor.Slice(j * factors, factors));
                covariance[i * n + j] = covariance[j * n + i] = i == j ? sum + diagonal[i] : sum;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i + Vector<double>.Count <= x.Length; i += Vector<double>.Count) sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        var sum = Vector.Sum(sums);
        for (; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
