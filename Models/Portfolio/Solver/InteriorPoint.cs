using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>How the interior-point iteration ended.</summary>
internal enum InteriorPointEnd
{
    Converged,
    Stalled,
    PrimalInfeasible,
    Unbounded,
}

/// <summary>Mehrotra's predictor-corrector method on one sample. Variables: w, a ≥ |w| and b ≥ |w − held| where needed; a and b are eliminated
/// diagonally, which leaves one n×n Cholesky factor a step and a border of a few rows.</summary>
/// <remarks>Sources: Mehrotra (1992); Vandenberghe, The CVXOPT linear and quadratic cone program solvers (2010).
/// The Schur complement of a lifted pair is formed as 4D₁D₂/(D₁ + D₂), which has no cancellation.</remarks>
internal sealed class InteriorPoint
{
    private const int Lanes = Cholesky.Lanes;
    private const double FrozenWeight = 1e30, RefineBelow = 1e-4, LeastShift = 0.03;
    private readonly ScaledProblem _p;
    private readonly BorderedSystem _system;
    private readonly VolatilityCone _cone;
    private readonly double[] _a, _b, _stepA, _stepB, _residualA, _residualB, _inverseA, _inverseB, _tiltA, _tiltB;
    private readonly double[] _gradient, _stepW, _sigmaStepW, _f, _fixed, _diagonal, _rowValues, _refineF, _refineX;
    private readonly double[] _g, _stepY, _equality, _refineG, _refineY;
    private readonly int[] _rowAt;
    private int _rows;
    private bool _hasCone;

    public InteriorPoint(ScaledProblem problem)
    {
        _p = problem;
        Slacks = new Inequalities(problem);
        _cone = new VolatilityCone(problem);
        _system = new BorderedSystem(problem.N, problem.Rows + 1);
        var n = problem.Padded;
        (W, SigmaW, _a, _b, _stepA, _stepB, _residualA, _residualB) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_inverseA, _inverseB, _tiltA, _tiltB, _gradient, _stepW, _sigmaStepW) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_f, _fixed, _diagonal, _refineF, _refineX) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        var rows = problem.Rows + 1;
        (BestW, BestY) = (new double[n], new double[rows]);
        (Y, _g, _stepY, _equality, _rowValues, _refineG, _refineY) = (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        _rowAt = new int[rows];
    }

    public Inequalities Slacks { get; }

    /// <summary>(padded) w.</summary>
    public double[] W { get; }

    /// <summary>(padded) Σw.</summary>
    public double[] SigmaW { get; }

    /// <summary>(rows + 1) multipliers of the rows, positive towards the upper limit; the last that of √(wᵀΣw).</summary>
    public double[] Y { get; }

    /// <summary>(padded), (rows + 1) the iterate of least residual, and its residual.</summary>
    public double[] BestW { get; }
    public double[] BestY { get; }
    public double BestResidual { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>Largest residual of the optimality conditions at the last iterate: primal, dual, mean complementarity.</summary>
    public double Residual { get; private set; }

    /// <summary>Whether the volatility's multiplier exceeds its slack.</summary>
    public bool ConeBinds => _cone.Multiplier > _p.Volatility - Math.Sqrt(Math.Max(Dense.Dot(W, SigmaW), 0));

    /// <summary>Mean complementarity at the last iterate.</summary>
    public double Gap { get; private set; }

    /// <summary>Forgets the sample before.</summary>
    public void Reset() => (Iterations, Residual, BestResidual) = (0, double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Prepares the first iterate for the problem as arranged.</summary>
    /// <param name="price">What a unit of violation costs; 0 where limits are hard.</param>
    public void Start(double price = 0)
    {
        Reset();
        Slacks.Arrange(price);
        _hasCone = _p.Volatility < double.PositiveInfinity;
        _rows = 0;
        for (var row = 0; row < _p.Rows; row++) if (_p.IsPresent(row)) _rowAt[_rows++] = row;
        foreach (var values in (ReadOnlySpan<double[]>)[W, SigmaW, Y, _a, _b, _stepW, _sigmaStepW, _stepA, _stepB, _stepY]) Array.Clear(values);
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) W[i] = _p.FrozenAt[i];
        StartingPoint();
    }

    /// <summary>Steps until the residual is at most the tolerance, or the gap at most <paramref name="pause"/>, or no more can be had.</summary>
    /// <returns>Null where it paused.</returns>
    public InteriorPointEnd? Run(double tolerance, double pause, int maximumIterations)
    {
        while (true)
        {
            SetResiduals();
            if (double.IsNaN(Residual)) return InteriorPointEnd.Stalled;
            if (Residual <= tolerance) return InteriorPointEnd.Converged;
            if (Residual <= pause) return null;
            if (Iterations >= maximumIterations) return InteriorPointEnd.Stalled;
            if (Iterations >= 8 && Certificate() is { } end) return end;
            if (!Step()) return InteriorPointEnd.Stalled;
            Iterations++;
        }
    }

    // minimise ½wᵀPw + qᵀw + ½‖s‖² with z = −s, then both shifted into the interior.
    private void StartingPoint()
    {
        var all = Slacks;
        all.S.AsSpan(0, all.Length).Clear();
        SetGradient();
        SetPrimalResiduals();
        for (var i = 0; i < all.Length; i++) (all.Weight[i], all.Shift[i]) = (all.Mask[i], all.Residual[i] * all.Mask[i]);
        if (_hasCone) _cone.Start(W, SigmaW);
        Factor(cone: false);
        Solve(cone: false);
        Move(1);
        double leastS = 0, leastZ = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var z = all.Mask[i] * (all.Shift[i] + all.Weight[i] * all.Image[i]);
            (all.S[i], all.Z[i]) = (-z, z);
            leastS = Math.Max(leastS, z);
            leastZ = Math.Max(leastZ, -z);
        }
        // Weights and scaled gradients are of the order of one at most: a shift of one would be far out.
        var (liftS, liftZ) = (leastS > 0 ? LeastShift + leastS : 0, leastZ > 0 ? LeastShift + leastZ : 0);
        for (var i = 0; i < all.Length; i++)
        {
            if (all.Mask[i] == 0)
            {
                (all.S[i], all.Z[i]) = (1, 1);
                continue;
            }
            all.S[i] += liftS;
            all.Z[i] += liftZ;
            if (all.S[i] <= 0) all.S[i] = 1e-3;
            if (all.Z[i] <= 0) all.Z[i] = 1e-3;
            if (!all.IsSoft(i)) continue;
            // Half the price on either side; the violation makes up for what the slack does not.
            all.Z[i] = 0.5 * all.Price[i];
            all.V[i] = 1;
        }
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, W, SigmaW);
        if (_hasCone) _cone.Start(W, SigmaW);
        for (var k = 0; k < _rows; k++) if (IsInequality(_rowAt[k])) Y[_rowAt[k]] = all.Z[all.RowUpperAt + _rowAt[k]] - all.Z[all.RowLowerAt + _rowAt[k]];
    }

    private bool IsInequality(int row) => Slacks.Mask[Slacks.RowLowerAt + row] != 0 || Slacks.Mask[Slacks.RowUpperAt + row] != 0;

    private void SetResiduals()
    {
        SetGradient();
        SetPrimalResiduals();
        SetMultipliers();
        AddMultipliers();
        var pairs = Slacks.Pairs() + (_hasCone ? 1 : 0);
        Gap = pairs == 0 ? 0 : (Slacks.Complementarity() + (_hasCone ? _cone.Complementarity(SigmaW) : 0)) / pairs;
        var primal = Math.Max(Dense.MaximumMagnitude(Slacks.Residual.AsSpan(0, Slacks.Length)), _hasCone ? Math.Abs(_cone.Residual) : 0);
        for (var k = 0; k < _rows; k++) primal = Math.Max(primal, Math.Abs(_equality[k]));
        var dual = Math.Max(Dense.MaximumMagnitude(_gradient), Math.Max(Dense.MaximumMagnitude(_residualA), Dense.MaximumMagnitude(_residualB)));
        Residual = Math.Max(Math.Max(primal, dual), Gap);
        if (double.IsNaN(primal) || double.IsNaN(dual) || double.IsNaN(Gap)) Residual = double.NaN;
        if (!(Residual < BestResidual)) return;
        BestResidual = Residual;
        W.CopyTo(BestW, 0);
        Y.CopyTo(BestY, 0);
    }

    private void SetPrimalResiduals()
    {
        RowValues(W, _a, _b, _rowValues);
        Slacks.Apply(W, _a, _b, _rowValues);
        Slacks.SetResidual();
        for (var k = 0; k < _rows; k++) _equality[k] = IsInequality(_rowAt[k]) ? 0 : _rowValues[_rowAt[k]] - _p.RowUpper[_rowAt[k]];
        if (_hasCone) _cone.SetResidual();
    }

    private void RowValues(ReadOnlySpan<double> w, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> values)
    {
        for (var row = 0; row < _p.Rows; row++) values[row] = _p.IsPresent(row) ? Dense.Dot(_p.Row(row), w) : 0;
        if (_p.HasGrossLifts) values[_p.GrossRow] += Dense.Dot(_p.LiftGross, a);
        if (_p.HasTurnoverLifts) values[_p.TurnoverRow] += Dense.Dot(_p.LiftTurnover, b);
    }

    // Row multipliers of inequalities are differences of slack multipliers.
    private void SetMultipliers()
    {
        for (var k = 0; k < _rows; k++)
        {
            var row = _rowAt[k];
            if (!IsInequality(row)) continue;
            var (upper, lower) = (Slacks.RowUpperAt + row, Slacks.RowLowerAt + row);
            Y[row] = Slacks.Mask[upper] * Slacks.Z[upper] - Slacks.Mask[lower] * Slacks.Z[lower];
        }
        Y[_p.Rows] = _hasCone ? _cone.Multiplier : 0;
    }

    // The objective's gradient at w.
    private void SetGradient()
    {
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, W, SigmaW);
        for (var i = 0; i < _p.Padded; i++)
            _gradient[i] = _p.Curvature * SigmaW[i] + _p.Ridge * W[i] + _p.Q[i] + _p.Cost[i] * _p.TurnoverSign[i];
        for (var i = 0; i < _p.Padded; i++) (_residualA[i], _residualB[i]) = (0, _p.LiftTurnover[i] * _p.Cost[i]);
    }

    private void AddMultipliers()
    {
        for (var k = 0; k < _rows; k++) Dense.Add(Y[_rowAt[k]], _p.Row(_rowAt[k]), _gradient);
        for (var i = 0; i < _p.Padded; i++)
        {
            _residualA[i] += _p.LiftGross[i] * Y[_p.GrossRow];
            _residualB[i] += _p.LiftTurnover[i] * Y[_p.TurnoverRow];
        }
        // Places without an inequality have z = 1 and must not count.
        for (var i = 0; i < Slacks.Length; i += Lanes)
            (Vector512.Create(Slacks.Z, i) * Vector512.Create(Slacks.Mask, i)).CopyTo(Slacks.Image, i);
        Slacks.AddTransposed(Slacks.Image, _gradient, _residualA, _residualB);
        if (_hasCone) Dense.Add(-1, _cone.SigmaY, _gradient);
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) _gradient[i] = 0;
    }

    private bool Step()
    {
        if (_hasCone && !_cone.Scale(W, SigmaW)) return false;
        Slacks.SetWeights();
        if (!Factor(_hasCone)) return false;
        Slacks.SetShift(0, corrected: false);
        if (_hasCone) _cone.SetShift(0, corrected: false, _stepW);
        Solve(_hasCone);
        var affine = LongestStep();
        var after = ComplementarityAfter(affine);
        var pairs = Slacks.Pairs() + (_hasCone ? 1 : 0);
        var ratio = Gap > 0 ? after / (Gap * pairs) : 0;
        var centring = Math.Clamp(ratio * ratio * ratio, 0, 1);
        Slacks.SetShift(centring * Gap, corrected: true);
        if (_hasCone) _cone.SetShift(centring * Gap, corrected: true, _stepW);
        Solve(_hasCone);
        var step = LongestStep();
        if (!(step > 1e-10)) return false;
        // Right at the boundary of the cone its scaling would lose all digits; the orthant bears it.
        Move(step < 1 ? (_hasCone ? 0.98 : Math.Max(0.99, 1 - Gap)) * step : 1);
        return true;
    }

    private double LongestStep()
    {
        var step = Slacks.LongestStep();
        if (!_hasCone) return step;
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, _stepW, _sigmaStepW);
        return Math.Min(step, _cone.LongestStep(W, SigmaW, _stepW, _sigmaStepW));
    }

    private double ComplementarityAfter(double step) =>
        Slacks.ComplementarityAfter(step) + (_hasCone ? _cone.ComplementarityAfter(step, SigmaW, _sigmaStepW) : 0);

    private void Move(double step)
    {
        Dense.Add(step, _stepW, W);
        Dense.Add(step, _stepA, _a);
        Dense.Add(step, _stepB, _b);
        for (var k = 0; k < _rows; k++) Y[_rowAt[k]] += step * _stepY[k];
        Slacks.Move(step);
        if (_hasCone) _cone.Move(step);
    }

    // The reduced matrix: curvature·Σ + diagonal, and the rows.
    private bool Factor(bool cone)
    {
        var d = Slacks.Weight;
        for (var i = 0; i < _p.Padded; i++)
            _diagonal[i] = _p.Ridge + d[Slacks.LowerAt + i] + d[Slacks.UpperAt + i];
        if (_p.HasGrossLifts) Eliminate(Slacks.GrossAt, _p.LiftGross, _inverseA, _tiltA);
        if (_p.HasTurnoverLifts) Eliminate(Slacks.TurnoverAt, _p.LiftTurnover, _inverseB, _tiltB);
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) _diagonal[i] += FrozenWeight;
        for (var k = 0; k < _rows; k++)
        {
            var row = _rowAt[k];
            var target = _system.Row(k);
            _p.Row(row).CopyTo(target);
            var weight = d[Slacks.RowLowerAt + row] + d[Slacks.RowUpperAt + row];
            _system.Diagonal[k] = IsInequality(row) ? Math.Min(1 / weight, 1e30) : 0;
            if (row == _p.GrossRow && _p.HasGrossLifts) Tilt(k, target, _tiltA, _inverseA);
            if (row == _p.TurnoverRow && _p.HasTurnoverLifts) Tilt(k, target, _tiltB, _inverseB);
        }
        var rows = _rows;
        _curvature = _p.Curvature;
        if (cone)
        {
            _cone.Row.CopyTo(_system.Row(rows));
            _system.Diagonal[rows++] = 0.5 / _cone.Curvature;
            _curvature += _cone.Curvature;
        }
        var largest = _curvature * _p.Sigma[0];
        for (var i = 0; i < _p.N; i++) if (!_p.Frozen[i]) largest = Math.Max(largest, _curvature * _p.Sigma[i * _p.Padded + i] + _diagonal[i]);
        for (var regularisation = 1e-15 * largest; regularisation < 1e-3 * largest; regularisation *= 1000)
        {
            Fill(regularisation);
            if (_system.Factor(_p.N, rows)) return true;
        }
        return false;
    }

    private double _curvature;

    private void Fill(double regularisation)
    {
        var scale = Vector512.Create(_curvature);
        for (var j = 0; j < _p.N; j++)
        {
            var column = _system.Matrix.AsSpan(j * _system.Stride, _p.Padded);
            for (var i = j & -Lanes; i < _p.Padded; i += Lanes) (Vector512.Create(_p.Sigma, j * _p.Padded + i) * scale).CopyTo(column[i..]);
            column[j] += _diagonal[j] + regularisation;
        }
    }

    private void Eliminate(int at, double[] lift, double[] inverse, double[] tilt)
    {
        var d = Slacks.Weight;
        for (var i = 0; i < _p.Padded; i += Lanes)
        {
            var (positive, negative, lifted) = (Vector512.Create(d, at + i), Vector512.Create(d, at + _p.Padded + i), Vector512.Create(lift, i));
            var inverted = lifted / (positive + negative + Vector512<double>.One - lifted);
            inverted.CopyTo(inverse, i);
            ((positive - negative) * inverted).CopyTo(tilt, i);
            (Vector512.Create(_diagonal, i) + 4 * positive * negative * inverted).CopyTo(_diagonal, i);
        }
    }

    private void Tilt(int k, Span<double> row, double[] tilt, double[] inverse)
    {
        var sum = 0.0;
        for (var i = 0; i < _p.Padded; i++)
        {
            row[i] += tilt[i];
            sum += inverse[i];
        }
        _system.Diagonal[k] += sum;
    }

    // Steps of all variables for the residuals and the shift as they are.
    private void Solve(bool cone)
    {
        var t = Slacks.Shift;
        _gradient.CopyTo(_f, 0);
        _residualA.CopyTo(_stepA, 0);
        _residualB.CopyTo(_stepB, 0);
        Slacks.AddTransposed(t, _f, _stepA, _stepB);
        if (cone) _cone.AddTransposedShift(_f);
        for (var k = 0; k < _rows; k++)
        {
            var row = _rowAt[k];
            var weight = Slacks.Weight[Slacks.RowLowerAt + row] + Slacks.Weight[Slacks.RowUpperAt + row];
            _g[k] = IsInequality(row) ? -(t[Slacks.RowUpperAt + row] - t[Slacks.RowLowerAt + row]) * Math.Min(1 / weight, 1e30) : -_equality[k];
            if (row == _p.GrossRow && _p.HasGrossLifts) _g[k] += Dense.Dot(_stepA, _inverseA);
            if (row == _p.TurnoverRow && _p.HasTurnoverLifts) _g[k] += Dense.Dot(_stepB, _inverseB);
        }
        if (cone) _g[_rows] = 0;
        for (var i = 0; i < _p.Padded; i += Lanes)
        {
            var f = Vector512.Create(_f, i);
            if (_p.HasGrossLifts) f += Vector512.Create(_tiltA, i) * Vector512.Create(_stepA, i);
            if (_p.HasTurnoverLifts) f += Vector512.Create(_tiltB, i) * Vector512.Create(_stepB, i);
            (-f).CopyTo(_f, i);
        }
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) _f[i] = 0;
        _system.Solve(_f, _g, _stepW, _stepY);
        // Early steps need few digits.
        if (Gap < RefineBelow) Refine();
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) _stepW[i] = 0;
        Lift(_p.HasGrossLifts, _p.GrossRow, _stepA, _tiltA, _inverseA);
        Lift(_p.HasTurnoverLifts, _p.TurnoverRow, _stepB, _tiltB, _inverseB);
        RowValues(_stepW, _stepA, _stepB, _rowValues);
        Slacks.Apply(_stepW, _stepA, _stepB, _rowValues);
        Slacks.SetSteps();
        if (cone) _cone.SetSteps(_stepW);
    }

    private void Lift(bool present, int row, double[] step, double[] tilt, double[] inverse)
    {
        if (!present) return;
        var multiplier = 0.0;
        for (var k = 0; k < _rows; k++) if (_rowAt[k] == row) multiplier = _stepY[k];
        for (var i = 0; i < _p.Padded; i += Lanes)
            (Vector512.Create(tilt, i) * Vector512.Create(_stepW, i) - Vector512.Create(inverse, i) * (Vector512.Create(step, i) + Vector512.Create(multiplier))).CopyTo(step, i);
    }

    // One correction by the residual of the reduced system.
    private void Refine()
    {
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, _stepW, _refineF);
        _refineF.AsSpan(_p.N).Clear();
        for (var i = 0; i < _p.N; i++) _refineF[i] = _f[i] - _curvature * _refineF[i] - _diagonal[i] * _stepW[i];
        for (var k = 0; k < _system.Count; k++)
        {
            _refineG[k] = _g[k] - Dense.Dot(_system.Row(k), _stepW) + _system.Diagonal[k] * _stepY[k];
            Dense.Add(-_stepY[k], _system.Row(k), _refineF);
        }
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) _refineF[i] = 0;
        _system.Solve(_refineF, _refineG, _refineX, _refineY);
        Dense.Add(1, _refineX, _stepW);
        for (var k = 0; k < _system.Count; k++) _stepY[k] += _refineY[k];
    }

    // Directions that prove that there is no feasible point, or no maximum.
    private InteriorPointEnd? Certificate()
    {
        var largest = Dense.MaximumMagnitude(W);
        if (largest > 1e9) return InteriorPointEnd.Unbounded;
        var dual = 0.0;
        for (var i = 0; i < Slacks.Length; i++) dual += Slacks.Mask[i] * Slacks.Bound[i] * Slacks.Z[i];
        for (var k = 0; k < _rows; k++) if (!IsInequality(_rowAt[k])) dual += Y[_rowAt[k]] * _p.RowUpper[_rowAt[k]];
        if (_hasCone) dual += _cone.Multiplier * _p.Volatility;
        for (var i = 0; i < _p.N; i++) if (_p.Frozen[i]) return null;
        if (Slacks.Soft || dual >= -1) return null;
        var worst = Math.Max(Dense.MaximumMagnitude(_residualA), Dense.MaximumMagnitude(_residualB));
        for (var i = 0; i < _p.N; i++)
            worst = Math.Max(worst, Math.Abs(_gradient[i] - _p.Curvature * SigmaW[i] - _p.Ridge * W[i] - _p.Q[i] - _p.Cost[i] * _p.TurnoverSign[i]));
        return worst <= 1e-9 * -dual ? InteriorPointEnd.PrimalInfeasible : null;
    }
}
