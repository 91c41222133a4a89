namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Solves the KKT system of the active set exactly, and mends the active set where the solution contradicts it.</summary>
/// <remarks>An interior point is off by about the root of its gap; this step takes weights and multipliers to rounding, which gradients need.
/// The repair is a primal-dual active-set step: Hintermüller, Ito and Kunisch (2003). What is returned is the best of all rounds.</remarks>
internal sealed class ActiveSetPolish(ScaledProblem problem, ActiveSystem system, OptimalityCheck check)
{
    private const int MaximumRounds = 10, MaximumCorrections = 6;
    private readonly double[] _w = new double[problem.Padded], _y = new double[problem.Rows + 1];
    private readonly double[] _f = new double[problem.Padded], _dx = new double[problem.Padded];
    private readonly double[] _g = new double[problem.Rows + 1], _dy = new double[problem.Rows + 1];
    private readonly ActiveSet _active = new(problem);

    /// <summary>(padded) the best weights.</summary>
    public double[] W { get; } = new double[problem.Padded];

    /// <summary>(rows + 1) their row multipliers.</summary>
    public double[] Y { get; } = new double[problem.Rows + 1];

    /// <summary>The active set that they belong to.</summary>
    public ActiveSet Active { get; } = new(problem);

    /// <summary>Largest violation of a KKT condition; infinite where nothing was solved.</summary>
    public double Residual { get; private set; }

    /// <summary>Whether the curvature on the free weights of the best round was singular.</summary>
    public bool IsSingular { get; private set; }

    /// <summary>Forgets the sample before.</summary>
    public void Reset() => (Residual, IsSingular) = (double.PositiveInfinity, false);

    /// <summary>Where every weight has one possible value.</summary>
    public void RunFrozen()
    {
        problem.FrozenAt.CopyTo(_w, 0);
        Array.Clear(_y);
        _active.SetFrozen();
        Reset();
        Keep(check.Residual(_w, _y), singular: false);
    }

    /// <summary>From an interior point.</summary>
    /// <param name="target">A residual that is good enough.</param>
    public void Run(InteriorPoint point, double target)
    {
        point.W.CopyTo(_w, 0);
        point.Y.CopyTo(_y, 0);
        _active.Identify(point);
        Reset();
        for (var round = 0; round < MaximumRounds; round++)
        {
            if (!SolveRound(target)) return;
            var residual = check.Residual(_w, _y);
            if (residual < Residual) Keep(residual, system.IsSingular);
            if (!(residual > target) || !Repair(0.1 * target)) return;
        }
    }

    private void Keep(double residual, bool singular)
    {
        (Residual, IsSingular) = (residual, singular);
        _w.CopyTo(W, 0);
        _y.CopyTo(Y, 0);
        _active.Weights.CopyTo(Active.Weights, 0);
        _active.Rows.CopyTo(Active.Rows, 0);
        _active.GrossSign.CopyTo(Active.GrossSign, 0);
        _active.TurnoverSign.CopyTo(Active.TurnoverSign, 0);
    }

    // Newton's method on the equations of the active set: one step where there is no volatility limit, a few where there is.
    private bool SolveRound(double target)
    {
        for (var i = 0; i < problem.N; i++) if (_active.IsFixed(i)) _w[i] = _active.ValueOf(i);
        for (var row = 0; row <= problem.Rows; row++) if (_active.Rows[row] == RowState.Inactive) _y[row] = 0;
        var curved = _active.Rows[problem.Rows] != RowState.Inactive;
        var last = double.PositiveInfinity;
        for (var correction = 0; correction < MaximumCorrections; correction++)
        {
            check.Residual(_w, _y);
            if ((correction == 0 || curved) && !system.Factor(_active, check.SigmaW, _y[problem.Rows])) return false;
            var size = SetEquations();
            if (double.IsNaN(size)) return false;
            if (size <= 1e-3 * target || (correction > 1 && size >= 0.5 * last)) break;
            last = size;
            system.Solve(_f, _g, _dx, _dy, refinements: 0);
            Dense.Add(1, _dx, _w);
            for (var k = 0; k < system.RowCount; k++)
                _y[system.ActiveRows[k]] += system.ActiveRows[k] == problem.Rows ? problem.Volatility * _dy[k] : _dy[k];
        }
        return true;
    }

    // f ← minus the gradient of the Lagrangian at the free weights, g ← minus the rows' residuals.
    private double SetEquations()
    {
        var size = 0.0;
        var (gross, turnover) = (_y[problem.GrossRow], _y[problem.TurnoverRow]);
        foreach (var i in system.Free)
        {
            var force = check.Force[i];
            if (gross != 0) force -= gross * _active.SignInGross(i);
            if (problem.Trades) force -= (turnover + problem.Cost[i]) * _active.SignInTurnover(i);
            _f[i] = force;
            size = Larger(size, Math.Abs(force));
        }
        for (var k = 0; k < system.RowCount; k++)
        {
            var row = system.ActiveRows[k];
            var limit = _active.Rows[row] == RowState.AtUpper ? check.UpperOf(row) : check.LowerOf(row);
            if (row == problem.Rows) _g[k] = 0.5 * (problem.Volatility * problem.Volatility - Dense.Dot(_w, check.SigmaW));
            else
            {
                var value = Dense.Dot(system.FullRow(k), _w);
                if (row == problem.TurnoverRow) value -= Dense.Dot(system.FullRow(k), problem.Held);
                _g[k] = limit - value;
            }
            if (system.FreeCount > 0) size = Larger(size, Math.Abs(_g[k]));
        }
        return size;
    }

    // Fixes free weights that have left their interval, frees fixed weights whose multiplier has the wrong sign, and likewise rows.
    private bool Repair(double tolerance)
    {
        var changed = false;
        for (var i = 0; i < problem.N; i++)
        {
            if (problem.Frozen[i]) continue;
            if (!_active.IsFixed(i)) changed |= Fix(i, tolerance);
            else if (check.Force[i] > check.Greatest[i] + tolerance || check.Force[i] < check.Least[i] - tolerance)
            {
                var sign = check.Force[i] > check.Greatest[i] ? 1 : -1;
                var value = _active.ValueOf(i);
                _active.GrossSign[i] = value == 0 ? sign : Math.Sign(value);
                _active.TurnoverSign[i] = value == problem.Held[i] ? sign : Math.Sign(value - problem.Held[i]);
                _active.Weights[i] = WeightState.Free;
                changed = true;
            }
        }
        for (var row = 0; row <= problem.Rows; row++)
        {
            if (row < problem.Rows && (!problem.IsPresent(row) || problem.IsEquality(row))) continue;
            var state = _active.Rows[row];
            var next = state == RowState.AtUpper && _y[row] < -tolerance ? RowState.Inactive
                : state == RowState.AtLower && _y[row] > tolerance ? RowState.Inactive
                : state == RowState.Inactive && check.Values[row] > check.UpperOf(row) + tolerance ? RowState.AtUpper
                : state == RowState.Inactive && check.Values[row] < check.LowerOf(row) - tolerance ? RowState.AtLower
                : state;
            changed |= next != state;
            _active.Rows[row] = next;
        }
        return changed;
    }

    private bool Fix(int i, double tolerance)
    {
        var state = WeightState.Free;
        var w = _w[i];
        if (w < problem.Lower[i] - tolerance) state = WeightState.AtLower;
        else if (w > problem.Upper[i] + tolerance) state = WeightState.AtUpper;
        else if (problem.LiftTurnover[i] != 0 && (w - problem.Held[i]) * _active.TurnoverSign[i] < 0)
        {
            if (_y[problem.TurnoverRow] + problem.Cost[i] > tolerance) state = WeightState.AtHeld;
            else _active.TurnoverSign[i] = -_active.TurnoverSign[i];
        }
        else if (problem.LiftGross[i] != 0 && w * _active.GrossSign[i] < 0)
        {
            if (_y[problem.GrossRow] > tolerance) state = WeightState.AtZero;
            else _active.GrossSign[i] = -_active.GrossSign[i];
        }
        _active.Weights[i] = state;
        return state != WeightState.Free;
    }

    private static double Larger(double a, double b) => double.IsNaN(b) || b > a ? b : a;
}
