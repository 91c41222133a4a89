namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Solves [K Rᵀ; R −E][x; y] = [f; g] with a positive definite K of size n and a few rows R: one Cholesky factor of K and one of E + RK⁻¹Rᵀ.</summary>
/// <remarks>The caller writes K's lower triangle by columns, the rows and E, then factors; solutions may be refined against the matrix as it was,
/// which the caller multiplies by.</remarks>
internal sealed class BorderedSystem
{
    private readonly double[] _inverse, _border, _borderInverse, _work;

    public BorderedSystem(int names, int mostRows)
    {
        Padded = Cholesky.Padded(names);
        Stride = Cholesky.Stride(names);
        Width = Cholesky.Padded(mostRows);
        Matrix = new double[Padded * Stride];
        Rows = new double[mostRows * Padded];
        Diagonal = new double[mostRows];
        _inverse = new double[Padded];
        (Solved, Turned) = (new double[Padded * Width], new double[mostRows * Padded]);
        _border = new double[Width * Width];
        _borderInverse = new double[Width];
        _work = new double[Padded];
    }

    public int Padded { get; }

    /// <summary>Distance between the columns of <see cref="Matrix"/> for the greatest n; smaller systems may use their own.</summary>
    public int Stride { get; }
    public int Width { get; private set; }

    /// <summary>(columns, stride) K, then its factor.</summary>
    public double[] Matrix { get; }

    /// <summary>(rows, padded) R.</summary>
    public double[] Rows { get; }

    /// <summary>(rows) E.</summary>
    public double[] Diagonal { get; }

    // (n, width) row-major L⁻¹Rᵀ, for the many solves at once; then (rows, padded), for products.
    private double[] Solved { get; }
    private double[] Turned { get; }

    public int N { get; private set; }
    public int Count { get; private set; }

    /// <summary>Smallest pivot of the last factor of K.</summary>
    public double SmallestPivot
    {
        get
        {
            var largest = 0.0;
            for (var i = 0; i < N; i++) largest = Math.Max(largest, _inverse[i]);
            return 1 / (largest * largest);
        }
    }

    public Span<double> Row(int row) => Rows.AsSpan(row * Padded, Padded);

    /// <summary>Factors K and the border.</summary>
    /// <param name="n">Size of K.</param>
    /// <param name="rows">Rows in use.</param>
    /// <returns>False where K is not positive definite.</returns>
    public bool Factor(int n, int rows)
    {
        (N, Count) = (n, rows);
        Width = Cholesky.Padded(Math.Max(rows, 1));
        Cholesky.Pad(Matrix, n, Stride);
        if (!Cholesky.Factor(Matrix, n, Stride, _inverse)) return false;
        if (rows == 0) return true;
        var solved = Solved.AsSpan(0, n * Width);
        if (rows < Width) solved.Clear();
        for (var row = 0; row < rows; row++)
        {
            var source = Row(row);
            for (var i = 0; i < n; i++) solved[i * Width + row] = source[i];
        }
        Triangular.LowerMany(Matrix, n, Stride, _inverse, solved, Width);
        for (var row = 0; row < rows; row++)
        {
            var target = Turned.AsSpan(row * Padded, Padded);
            for (var i = 0; i < n; i++) target[i] = solved[i * Width + row];
            target[n..].Clear();
        }
        FillBorder(rows);
        return FactorBorder(rows);
    }

    /// <summary>x, y for one right-hand side.</summary>
    /// <param name="f">(padded) zero from n on.</param>
    /// <param name="g">(rows)</param>
    /// <param name="x">(padded) receives; zero from n on. May be <paramref name="f"/>.</param>
    /// <param name="y">(rows) receives. May be <paramref name="g"/>.</param>
    public void Solve(ReadOnlySpan<double> f, ReadOnlySpan<double> g, Span<double> x, Span<double> y)
    {
        var padded = Cholesky.Padded(N);
        var u = _work.AsSpan(0, padded);
        f[..padded].CopyTo(u);
        Triangular.Lower(Matrix, N, Stride, _inverse, u);
        if (Count > 0)
        {
            for (var row = 0; row < Count; row++) y[row] = Dense.Dot(Turned.AsSpan(row * Padded, padded), u) - g[row];
            SolveBorder(y);
            for (var row = 0; row < Count; row++) Dense.Add(-y[row], Turned.AsSpan(row * Padded, padded), u);
        }
        Triangular.Upper(Matrix, N, Stride, _inverse, u);
        u.CopyTo(x);
    }

    // The lower triangle of E + (L⁻¹Rᵀ)ᵀ(L⁻¹Rᵀ).
    private void FillBorder(int rows)
    {
        var padded = Cholesky.Padded(N);
        for (var row = 0; row < rows; row++)
        {
            for (var other = 0; other <= row; other++)
                _border[row * Width + other] = Dense.Dot(Turned.AsSpan(row * Padded, padded), Turned.AsSpan(other * Padded, padded));
            _border[row * Width + row] += Diagonal[row];
        }
    }

    // Row-oriented; a row that depends on those before it gets a multiplier of zero.
    private bool FactorBorder(int rows)
    {
        for (var j = 0; j < rows; j++)
        {
            var pivot = _border[j * Width + j];
            var before = pivot;
            for (var k = 0; k < j; k++) pivot -= _border[j * Width + k] * _border[j * Width + k];
            if (double.IsNaN(pivot)) return false;
            var independent = pivot > 1e-14 * before && pivot > 0;
            _borderInverse[j] = independent ? 1 / Math.Sqrt(pivot) : 0;
            for (var i = j + 1; i < rows; i++)
            {
                var sum = _border[i * Width + j];
                for (var k = 0; k < j; k++) sum -= _border[i * Width + k] * _border[j * Width + k];
                _border[i * Width + j] = sum * _borderInverse[j];
            }
        }
        return true;
    }

    private void SolveBorder(Span<double> y)
    {
        for (var i = 0; i < Count; i++)
        {
            var sum = y[i];
            for (var k = 0; k < i; k++) sum -= _border[i * Width + k] * y[k];
            y[i] = sum * _borderInverse[i];
        }
        for (var i = Count - 1; i >= 0; i--)
        {
            var sum = y[i];
            for (var k = i + 1; k < Count; k++) sum -= _border[k * Width + i] * y[k];
            y[i] = sum * _borderInverse[i];
        }
    }
}
