namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Cholesky factors of small matrices and systems with them; row-major, lower triangular.</summary>
public static class Triangle
{
    /// <summary>A = LL'.</summary>
    /// <param name="matrix">(n, n) symmetric.</param>
    /// <param name="factor">(n, n) receives L, zero above the diagonal.</param>
    /// <returns>False where the matrix is not positive definite; the factor is then unfinished.</returns>
    public static bool Factor(ReadOnlySpan<double> matrix, Span<double> factor)
    {
        var n = (int)Math.Sqrt(matrix.Length);
        if (n * n != matrix.Length || factor.Length != matrix.Length) throw new ArgumentException($"expected two square matrices of one size, found {matrix.Length} and {factor.Length} values", nameof(matrix));
        factor.Clear();
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i * n + j];
                for (var k = 0; k < j; k++) rest -= factor[i * n + k] * factor[j * n + k];
                if (j < i) factor[i * n + j] = rest / factor[j * n + j];
                else if (rest > 0 && double.IsFinite(rest)) factor[i * n + i] = Math.Sqrt(rest);
                else return false;
            }
        return true;
    }

    /// <summary>x ← L⁻¹x.</summary>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> x)
    {
        var n = x.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++) x[i] -= factor[i * n + j] * x[j];
            x[i] /= factor[i * n + i];
        }
    }
}
