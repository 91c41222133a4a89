using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>The Newton system of an interior-point step, reduced to w: slacks are eliminated, and a and b diagonally, which leaves one n×n Cholesky
/// factor and a border of the rows.</summary>
/// <remarks>The Schur complement of a lifted pair is formed as 4D₁D₂/(D₁ + D₂), which has no cancellation. A fixed weight gets a diagonal beyond all others.</remarks>
internal sealed class ReducedSystem(ScaledProblem problem, Inequalities slacks, VolatilityCone cone)
{
    private const int Lanes = Cholesky.Lanes;
    private const double FrozenWeight = 1e30;
    private readonly BorderedSystem _system = new(problem.N, problem.Rows + 1);
    private readonly double[] _inverseA = new double[problem.Padded], _inverseB = new double[problem.Padded];
    private readonly double[] _tiltA = new double[problem.Padded], _tiltB = new double[problem.Padded];
    private readonly double[] _f = new double[problem.Padded], _diagonal = new double[problem.Padded];
    private readonly double[] _refineF = new double[problem.Padded], _refineX = new double[problem.Padded];
    private readonly double[] _g = new double[problem.Rows + 1], _refineG = new double[problem.Rows + 1], _refineY = new double[problem.Rows + 1];
    private double _curvature;
    private bool _hasCone;

    /// <summary>(padded) steps of w, a and b.</summary>
    public double[] StepW { get; } = new double[problem.Padded];
    public double[] StepA { get; } = new double[problem.Padded];
    public double[] StepB { get; } = new double[problem.Padded];

    /// <summary>(rows + 1) steps of the multipliers of the present rows, in their order.</summary>
    public double[] StepY { get; } = new double[problem.Rows + 1];

    public void Clear()
    {
        foreach (var values in (ReadOnlySpan<double[]>)[StepW, StepA, StepB, StepY]) Array.Clear(values);
    }

    /// <summary>Factors curvature·Σ + diagonal, bordered by the rows, for the weights D as they are.</summary>
    /// <param name="withCone">Whether the volatility's cone takes part, scaled.</param>
    /// <returns>False where no regularisation makes the matrix positive definite.</returns>
    public bool Factor(bool withCone)
    {
        _hasCone = withCone;
        var d = slacks.Weight;
        for (var i = 0; i < problem.Padded; i++)
            _diagonal[i] = problem.Ridge + d[slacks.LowerAt + i] + d[slacks.UpperAt + i];
        if (problem.HasGrossLifts) Eliminate(slacks.GrossAt, problem.LiftGross, _inverseA, _tiltA);
        if (problem.HasTurnoverLifts) Eliminate(slacks.TurnoverAt, problem.LiftTurnover, _inverseB, _tiltB);
        for (var i = 0; i < problem.N; i++) if (problem.Frozen[i]) _diagonal[i] += FrozenWeight;
        for (var k = 0; k < slacks.RowCount; k++)
        {
            var row = slacks.RowAt[k];
            var target = _system.Row(k);
            problem.Row(row).CopyTo(target);
            var weight = d[slacks.RowLowerAt + row] + d[slacks.RowUpperAt + row];
            _system.Diagonal[k] = slacks.IsInequality(row) ? Math.Min(1 / weight, 1e30) : 0;
            if (row == problem.GrossRow && problem.HasGrossLifts) Tilt(k, target, _tiltA, _inverseA);
            if (row == problem.TurnoverRow && problem.HasTurnoverLifts) Tilt(k, target, _tiltB, _inverseB);
        }
        var rows = slacks.RowCount;
        _curvature = problem.Curvature;
        if (withCone)
        {
            cone.Row.CopyTo(_system.Row(rows));
            _system.Diagonal[rows++] = 0.5 / cone.Curvature;
            _curvature += cone.Curvature;
        }
        var largest = _curvature * problem.Sigma[0];
        for (var i = 0; i < problem.N; i++) if (!problem.Frozen[i]) largest = Math.Max(largest, _curvature * problem.Sigma[i * problem.Padded + i] + _diagonal[i]);
        for (var regularisation = 1e-15 * largest; regularisation < 1e-3 * largest; regularisation *= 1000)
        {
            Fill(regularisation);
            if (_system.Factor(problem.N, rows)) return true;
        }
        return false;
    }

    /// <summary>Steps of all variables, slacks and multipliers, for residuals and the shift as it is.</summary>
    /// <param name="gradient">(padded) the Lagrangian's gradient in w.</param>
    /// <param name="gradientA">(padded) in a.</param>
    /// <param name="gradientB">(padded) in b.</param>
    /// <param name="equality">(present rows) residuals of the equalities, 0 elsewhere.</param>
    /// <param name="refine">Whether one correction by the system's residual is worth its time.</param>
    public void Solve(double[] gradient, double[] gradientA, double[] gradientB, ReadOnlySpan<double> equality, bool refine)
    {
        var t = slacks.Shift;
        gradient.CopyTo(_f, 0);
        gradientA.CopyTo(StepA, 0);
        gradientB.CopyTo(StepB, 0);
        slacks.AddTransposed(t, _f, StepA, StepB);
        if (_hasCone) cone.AddTransposedShift(_f);
        for (var k = 0; k < slacks.RowCount; k++)
        {
            var row = slacks.RowAt[k];
            var weight = slacks.Weight[slacks.RowLowerAt + row] + slacks.Weight[slacks.RowUpperAt + row];
            _g[k] = slacks.IsInequality(row) ? -(t[slacks.RowUpperAt + row] - t[slacks.RowLowerAt + row]) * Math.Min(1 / weight, 1e30) : -equality[k];
            if (row == problem.GrossRow && problem.HasGrossLifts) _g[k] += Dense.Dot(StepA, _inverseA);
            if (row == problem.TurnoverRow && problem.HasTurnoverLifts) _g[k] += Dense.Dot(StepB, _inverseB);
        }
        if (_hasCone) _g[slacks.RowCount] = 0;
        for (var i = 0; i < problem.Padded; i += Lanes)
        {
            var f = Vector512.Create(_f, i);
            if (problem.HasGrossLifts) f += Vector512.Create(_tiltA, i) * Vector512.Create(StepA, i);
            if (problem.HasTurnoverLifts) f += Vector512.Create(_tiltB, i) * Vector512.Create(StepB, i);
            (-f).CopyTo(_f, i);
        }
        for (var i = 0; i < problem.N; i++) if (problem.Frozen[i]) _f[i] = 0;
        _system.Solve(_f, _g, StepW, StepY);
        if (refine) Refine();
        for (var i = 0; i < problem.N; i++) if (problem.Frozen[i]) StepW[i] = 0;
        Lift(problem.HasGrossLifts, problem.GrossRow, StepA, _tiltA, _inverseA);
        Lift(problem.HasTurnoverLifts, problem.TurnoverRow, StepB, _tiltB, _inverseB);
        slacks.Apply(StepW, StepA, StepB);
        slacks.SetSteps();
        if (_hasCone) cone.SetSteps(StepW);
    }

    // One correction by the residual of the reduced system.
    private void Refine()
    {
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, StepW, _refineF);
        _refineF.AsSpan(problem.N).Clear();
        for (var i = 0; i < problem.N; i++) _refineF[i] = _f[i] - _curvature * _refineF[i] - _diagonal[i] * StepW[i];
        for (var k = 0; k < _system.Count; k++)
        {
            _refineG[k] = _g[k] - Dense.Dot(_system.Row(k), StepW) + _system.Diagonal[k] * StepY[k];
            Dense.Add(-StepY[k], _system.Row(k), _refineF);
        }
        for (var i = 0; i < problem.N; i++) if (problem.Frozen[i]) _refineF[i] = 0;
        _system.Solve(_refineF, _refineG, _refineX, _refineY);
        Dense.Add(1, _refineX, StepW);
        for (var k = 0; k < _system.Count; k++) StepY[k] += _refineY[k];
    }

    private void Lift(bool present, int row, double[] step, double[] tilt, double[] inverse)
    {
        if (!present) return;
        var multiplier = 0.0;
        for (var k = 0; k < slacks.RowCount; k++) if (slacks.RowAt[k] == row) multiplier = StepY[k];
        for (var i = 0; i < problem.Padded; i += Lanes)
            (Vector512.Create(tilt, i) * Vector512.Create(StepW, i) - Vector512.Create(inverse, i) * (Vector512.Create(step, i) + Vector512.Create(multiplier))).CopyTo(step, i);
    }

    private void Eliminate(int at, double[] lift, double[] inverse, double[] tilt)
    {
        var d = slacks.Weight;
        for (var i = 0; i < problem.Padded; i += Lanes)
        {
            var (positive, negative, lifted) = (Vector512.Create(d, at + i), Vector512.Create(d, at + problem.Padded + i), Vector512.Create(lift, i));
            var inverted = lifted / (positive + negative + Vector512<double>.One - lifted);
            inverted.CopyTo(inverse, i);
            ((positive - negative) * inverted).CopyTo(tilt, i);
            (Vector512.Create(_diagonal, i) + 4 * positive * negative * inverted).CopyTo(_diagonal, i);
        }
    }

    private void Tilt(int k, Span<double> row, double[] tilt, double[] inverse)
    {
        var sum = 0.0;
        for (var i = 0; i < problem.Padded; i++)
        {
            row[i] += tilt[i];
            sum += inverse[i];
        }
        _system.Diagonal[k] += sum;
    }

    private void Fill(double regularisation)
    {
        var scale = Vector512.Create(_curvature);
        for (var j = 0; j < problem.N; j++)
        {
            var column = _system.Matrix.AsSpan(j * _system.Stride, problem.Padded);
            for (var i = j & -Lanes; i < problem.Padded; i += Lanes) (Vector512.Create(problem.Sigma, j * problem.Padded + i) * scale).CopyTo(column[i..]);
            column[j] += _diagonal[j] + regularisation;
        }
    }
}
