using LeanDeep.Models.Portfolio.Solver;

namespace LeanDeep.Models.Portfolio;

/// <summary>The Cholesky factor of a symmetric positive definite matrix, for solves.</summary>
internal sealed class SymmetricFactor
{
    private readonly int _n, _stride;
    private readonly double[] _matrix, _inverse, _work;

    public SymmetricFactor(int n)
    {
        (_n, _stride) = (n, Cholesky.Stride(n));
        _matrix = new double[Cholesky.Padded(n) * _stride];
        (_inverse, _work) = (new double[Cholesky.Padded(n)], new double[Cholesky.Padded(n)]);
    }

    /// <summary>Factors a row-major matrix with something added to its diagonal.</summary>
    /// <returns>False where it is not positive definite, or not finite.</returns>
    public bool Factor(ReadOnlySpan<double> matrix, ReadOnlySpan<double> diagonal = default)
    {
        for (var j = 0; j < _n; j++)
        {
            var column = _matrix.AsSpan(j * _stride, _n);
            matrix.Slice(j * _n, _n)[(j & -Cholesky.Lanes)..].CopyTo(column[(j & -Cholesky.Lanes)..]);
            if (diagonal.Length > 0) column[j] += diagonal[j];
        }
        Cholesky.Pad(_matrix, _n, _stride);
        if (!Cholesky.Factor(_matrix, _n, _stride, _inverse)) return false;
        for (var i = 0; i < _n; i++) if (!double.IsFinite(_inverse[i])) return false;
        return true;
    }

    /// <summary>x ← A⁻¹b; the two may be the same.</summary>
    public void Solve(ReadOnlySpan<double> b, Span<double> x)
    {
        b.CopyTo(_work);
        Triangular.Lower(_matrix, _n, _stride, _inverse, _work);
        Triangular.Upper(_matrix, _n, _stride, _inverse, _work);
        _work.AsSpan(0, _n).CopyTo(x);
    }
}
