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

/// <summary>Mehrotra's predictor-corrector method on one sample. Variables: w, a ≥ |w| and b ≥ |w − held| where needed.</summary>
/// <remarks>Sources: Mehrotra (1992); Vandenberghe, The CVXOPT linear and quadratic cone program solvers (2010).</remarks>
internal sealed class InteriorPoint
{
    private const int Lanes = Cholesky.Lanes;
    private const double RefineBelow = 1e-4, LeastShift = 0.03, Far = 1e5;
    private readonly ScaledProblem _p;
    private readonly ReducedSystem _system;
    private readonly VolatilityCone _cone;
    private readonly double[] _a, _b, _gradient, _residualA, _residualB, _sigmaStepW, _equality;
    private bool _hasCone;

    public InteriorPoint(ScaledProblem problem)
    {
        _p = problem;
        Slacks = new Inequalities(problem);
        _cone = new VolatilityCone(problem);
        _system = new ReducedSystem(problem, Slacks, _cone);
        var (n, rows) = (problem.Padded, problem.Rows + 1);
        (W, SigmaW, BestW, _a, _b) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_gradient, _residualA, _residualB, _sigmaStepW) = (new double[n], new double[n], new double[n], new double[n]);
        (Y, BestY, _equality) = (new double[rows], new double[rows], new double[rows]);
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
    public void Reset() => (Iterations, Gap, Residual, BestResidual) = (0, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>Prepares the first iterate for the problem as arranged.</summary>
    /// <param name="price">What a unit of violation costs; 0 where limits are hard.</param>
    public void Start(double price = 0)
    {
        Reset();
        Slacks.Arrange(price);
        _hasCone = _p.Volatility < double.PositiveInfinity;
        foreach (var values in (ReadOnlySpan<double[]>)[W, SigmaW, Y, _a, _b, _sigmaStepW]) Array.Clear(values);
        _system.Clear();
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
            if (IsUnbounded()) return InteriorPointEnd.Unbounded;
            if (Iterations >= 8 && IsInfeasible()) return InteriorPointEnd.PrimalInfeasible;
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
        _system.Factor(withCone: false);
        Solve(refine: false);
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
        for (var k = 0; k < Slacks.RowCount; k++) if (Slacks.IsInequality(Slacks.RowAt[k])) Y[Slacks.RowAt[k]] = all.Z[all.RowUpperAt + Slacks.RowAt[k]] - all.Z[all.RowLowerAt + Slacks.RowAt[k]];
    }

    private void SetResiduals()
    {
        SetGradient();
        SetPrimalResiduals();
        SetMultipliers();
        AddMultipliers();
        var pairs = Slacks.Pairs() + (_hasCone ? 1 : 0);
        Gap = pairs == 0 ? 0 : (Slacks.Complementarity() + (_hasCone ? _cone.Complementarity(SigmaW) : 0)) / pairs;
        var primal = Math.Max(Dense.MaximumMagnitude(Slacks.Residual.AsSpan(0, Slacks.Length)), _hasCone ? Math.Abs(_cone.Residual) : 0);
        for (var k = 0; k < Slacks.RowCount; k++) primal = Math.Max(primal, Math.Abs(_equality[k]));
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
        Slacks.Apply(W, _a, _b);
        Slacks.SetResidual();
        for (var k = 0; k < Slacks.RowCount; k++) _equality[k] = Slacks.IsInequality(Slacks.RowAt[k]) ? 0 : Slacks.Image[Slacks.RowUpperAt + Slacks.RowAt[k]] - _p.RowUpper[Slacks.RowAt[k]];
        if (_hasCone) _cone.SetResidual();
    }

    // Row multipliers of inequalities are differences of slack multipliers.
    private void SetMultipliers()
    {
        for (var k = 0; k < Slacks.RowCount; k++)
        {
            var row = Slacks.RowAt[k];
            if (!Slacks.IsInequality(row)) continue;
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
        for (var k = 0; k < Slacks.RowCount; k++) Dense.Add(Y[Slacks.RowAt[k]], _p.Row(Slacks.RowAt[k]), _gradient);
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
        if (!_system.Factor(_hasCone)) return false;
        Slacks.SetShift(0, corrected: false);
        if (_hasCone) _cone.SetShift(0, corrected: false, _system.StepW);
        Solve(Gap < RefineBelow);
        var affine = LongestStep();
        var after = ComplementarityAfter(affine);
        var pairs = Slacks.Pairs() + (_hasCone ? 1 : 0);
        var ratio = Gap > 0 ? after / (Gap * pairs) : 0;
        var centring = Math.Clamp(ratio * ratio * ratio, 0, 1);
        Slacks.SetShift(centring * Gap, corrected: true);
        if (_hasCone) _cone.SetShift(centring * Gap, corrected: true, _system.StepW);
        Solve(Gap < RefineBelow);
        var step = LongestStep();
        if (!(step > 1e-10)) return false;
        // Right at the boundary of the cone its scaling would lose all digits; the orthant bears it.
        Move(step < 1 ? (_hasCone ? 0.98 : Math.Max(0.99, 1 - Gap)) * step : 1);
        return true;
    }

    private void Solve(bool refine) => _system.Solve(_gradient, _residualA, _residualB, _equality, refine);

    private double LongestStep()
    {
        var step = Slacks.LongestStep();
        if (!_hasCone) return step;
        Dense.Multiply(_p.Sigma, _p.N, _p.Padded, _system.StepW, _sigmaStepW);
        return Math.Min(step, _cone.LongestStep(W, SigmaW, _system.StepW, _sigmaStepW));
    }

    private double ComplementarityAfter(double step) =>
        Slacks.ComplementarityAfter(step) + (_hasCone ? _cone.ComplementarityAfter(step, SigmaW, _sigmaStepW) : 0);

    private void Move(double step)
    {
        Dense.Add(step, _system.StepW, W);
        Dense.Add(step, _system.StepA, _a);
        Dense.Add(step, _system.StepB, _b);
        for (var k = 0; k < Slacks.RowCount; k++) Y[Slacks.RowAt[k]] += step * _system.StepY[k];
        Slacks.Move(step);
        if (_hasCone) _cone.Move(step);
    }

    // Whether w is so far out that its direction has no curvature, meets no limit, and gains.
    private bool IsUnbounded()
    {
        var length = Dense.MaximumMagnitude(W);
        if (!(length > Far)) return false;
        var tolerance = Math.Max(100 / length, 1e-7) * length;
        Slacks.Apply(W, _a, _b);
        for (var i = 0; i < Slacks.Length; i++) if (Slacks.Mask[i] * Slacks.Image[i] > tolerance) return false;
        for (var k = 0; k < Slacks.RowCount; k++)
        {
            var row = Slacks.RowAt[k];
            if (!Slacks.IsInequality(row) && Math.Abs(Slacks.Image[Slacks.RowUpperAt + row]) > tolerance) return false;
        }
        var slope = Dense.Dot(_p.Q, W);
        for (var i = 0; i < _p.N; i++)
        {
            if (Math.Abs(_p.Curvature * SigmaW[i] + _p.Ridge * W[i]) > tolerance || (_hasCone && Math.Abs(SigmaW[i]) > tolerance)) return false;
            slope += _p.Cost[i] * (_p.TurnoverSign[i] * W[i] + _p.LiftTurnover[i] * _b[i]);
        }
        return slope < -1e-8 * length;
    }

    // Farkas: multipliers whose combination of the constraints has no left side and a negative right one.
    private bool IsInfeasible()
    {
        if (Slacks.Soft || _p.Frozen.Contains(true)) return false;
        var right = _hasCone ? _cone.Multiplier * _p.Volatility : 0;
        for (var i = 0; i < Slacks.Length; i++) right += Slacks.Mask[i] * Slacks.Bound[i] * Slacks.Z[i];
        for (var k = 0; k < Slacks.RowCount; k++) if (!Slacks.IsInequality(Slacks.RowAt[k])) right += Y[Slacks.RowAt[k]] * _p.RowUpper[Slacks.RowAt[k]];
        if (right >= -1) return false;
        var left = Math.Max(Dense.MaximumMagnitude(_residualA), Dense.MaximumMagnitude(_residualB));
        for (var i = 0; i < _p.N; i++)
            left = Math.Max(left, Math.Abs(_gradient[i] - _p.Curvature * SigmaW[i] - _p.Ridge * W[i] - _p.Q[i] - _p.Cost[i] * _p.TurnoverSign[i]));
        return left <= 1e-9 * -right;
    }
}
