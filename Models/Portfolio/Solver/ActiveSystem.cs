namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>The KKT matrix of an active set: curvature on the free weights, bordered by the rows that bind. Polish and adjoint both solve with it.</summary>
internal sealed class ActiveSystem
{
    private readonly ScaledProblem _p;
    private readonly BorderedSystem _system;
    private const double Damping = 1e-6;
    private readonly int[] _free, _rows;
    private readonly double[] _f, _x, _full, _image, _determined, _g, _y;
    private double _unit;

    public ActiveSystem(ScaledProblem problem)
    {
        _p = problem;
        _system = new BorderedSystem(problem.N, problem.Rows + 1);
        _free = new int[problem.N];
        _rows = new int[problem.Rows + 1];
        (_f, _x, _full, _image) = (new double[problem.Padded], new double[problem.Padded], new double[problem.Padded], new double[problem.Padded]);
        _determined = new double[problem.Padded];
        (_g, _y) = (new double[problem.Rows + 1], new double[problem.Rows + 1]);
        FullRows = new double[(problem.Rows + 1) * problem.Padded];
    }

    public int FreeCount { get; private set; }
    public int RowCount { get; private set; }
    public ReadOnlySpan<int> Free => _free.AsSpan(0, FreeCount);
    public ReadOnlySpan<int> ActiveRows => _rows.AsSpan(0, RowCount);

    /// <summary>2γ and what the volatility's multiplier adds to it.</summary>
    public double Curvature { get; private set; }

    /// <summary>Whether the curvature on the free weights is singular to rounding: the solution need not be unique, nor the derivative finite.</summary>
    public bool IsSingular { get; private set; }

    // (active rows, padded) coefficients on all weights, 0 on a kink.
    private double[] FullRows { get; }

    public Span<double> FullRow(int k) => FullRows.AsSpan(k * _p.Padded, _p.Padded);

    /// <summary>Collects and factors.</summary>
    /// <param name="sigmaW">(padded) Σw, the volatility's row.</param>
    /// <param name="volatilityMultiplier">That of √(wᵀΣw).</param>
    /// <returns>False where the matrix has no factor.</returns>
    public bool Factor(ActiveSet active, ReadOnlySpan<double> sigmaW, double volatilityMultiplier)
    {
        (FreeCount, RowCount, IsSingular) = (0, 0, false);
        for (var i = 0; i < _p.N; i++) if (!active.IsFixed(i)) _free[FreeCount++] = i;
        Curvature = _p.Curvature + (active.Rows[_p.Rows] != RowState.Inactive ? volatilityMultiplier / _p.Volatility : 0);
        for (var row = 0; row <= _p.Rows; row++)
        {
            if (active.Rows[row] == RowState.Inactive) continue;
            var target = FullRow(RowCount);
            if (row <= _p.Groups) _p.Row(row).CopyTo(target);
            else if (row == _p.Rows) sigmaW.CopyTo(target);
            else for (var i = 0; i < _p.N; i++) target[i] = row == _p.GrossRow ? active.SignInGross(i) : active.SignInTurnover(i);
            _rows[RowCount++] = row;
        }
        if (FreeCount == 0) return true;
        for (var k = 0; k < RowCount; k++)
        {
            var source = FullRow(k);
            var target = _system.Row(k);
            for (var a = 0; a < FreeCount; a++) target[a] = source[_free[a]];
            _system.Diagonal[k] = 0;
        }
        var largest = 0.0;
        for (var a = 0; a < FreeCount; a++) largest = Math.Max(largest, Curvature * _p.Sigma[_free[a] * _p.Padded + _free[a]] + _p.Ridge);
        _unit = largest > 0 ? largest : 1;
        for (var regularisation = largest > 0 ? 1e-14 : 1e-7; regularisation < 1e-3; regularisation *= 100)
        {
            Fill(regularisation * _unit);
            if (!_system.Factor(FreeCount, RowCount)) continue;
            IsSingular = _system.SmallestPivot < 1e-11 * _unit;
            return true;
        }
        return false;
    }

    /// <summary>The same where the matrix is singular: the part of the solution that the matrix does not determine is left out, (K + δ)⁻¹K(K + δ)⁻¹.</summary>
    public void SolveDetermined(ReadOnlySpan<double> f, ReadOnlySpan<double> g, Span<double> x, Span<double> y)
    {
        Fill(Damping * _unit);
        if (!_system.Factor(FreeCount, RowCount)) return;
        Solve(f, g, x, y, refinements: 0);
        MultiplyAll(x, y, _determined);
        Span<double> rows = stackalloc double[RowCount];
        for (var k = 0; k < RowCount; k++) rows[k] = Dense.Dot(FullRow(k), x);
        Solve(_determined, rows, x, y, refinements: 0);
    }

    /// <summary>Solves for right-hand sides on the free weights and the active rows, refined.</summary>
    /// <param name="f">(padded) read at the free weights.</param>
    /// <param name="g">(rows + 1) in the order of <see cref="ActiveRows"/>.</param>
    /// <param name="x">(padded) receives; 0 at fixed weights.</param>
    /// <param name="y">(rows + 1) receives, in the order of <see cref="ActiveRows"/>.</param>
    public void Solve(ReadOnlySpan<double> f, ReadOnlySpan<double> g, Span<double> x, Span<double> y, int refinements)
    {
        x.Clear();
        y.Clear();
        if (FreeCount == 0) return;
        for (var pass = 0; pass <= refinements; pass++)
        {
            _f.AsSpan().Clear();
            if (pass > 0) MultiplyAll(x, y, _image);
            for (var a = 0; a < FreeCount; a++) _f[a] = f[_free[a]] - (pass > 0 ? _image[_free[a]] : 0);
            for (var k = 0; k < RowCount; k++) _g[k] = g[k] - (pass > 0 ? Dense.Dot(FullRow(k), x) : 0);
            _system.Solve(_f, _g, _x, _y);
            for (var a = 0; a < FreeCount; a++) x[_free[a]] += _x[a];
            for (var k = 0; k < RowCount; k++) y[k] += _y[k];
        }
    }

    /// <summary>image ← Kx + Rᵀy on all weights, fixed ones included.</summary>
    public void MultiplyAll(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> image)
    {
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, x, _full);
        for (var i = 0; i < _p.Padded; i++) image[i] = Curvature * _full[i] + _p.Ridge * x[i];
        for (var k = 0; k < RowCount; k++) Dense.Add(y[k], FullRow(k), image);
    }

    private void Fill(double regularisation)
    {
        for (var a = 0; a < FreeCount; a++)
        {
            var source = _p.Sigma.AsSpan(_free[a] * _p.Padded, _p.Padded);
            var column = _system.Matrix.AsSpan(a * _system.Stride, _p.Padded);
            for (var b = a & -Cholesky.Lanes; b < FreeCount; b++) column[b] = Curvature * source[_free[b]];
            column[a] += _p.Ridge + regularisation;
        }
    }
}
