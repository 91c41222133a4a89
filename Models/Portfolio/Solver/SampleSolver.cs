namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Solves one sample after another with memory that is allocated once.</summary>
internal sealed class SampleSolver
{
    private const double FirstPause = 1e-5, PauseRatio = 1e-2, PolishTarget = 1e-11, LeastViolation = 1e-7, ObjectiveShare = 1e-4, NearlyOptimal = 1e-6;
    private readonly AllocationOptions _options;
    private readonly ScaledProblem _problem;
    private readonly InteriorPoint _point;
    private readonly OptimalityCheck _check;
    private readonly ActiveSetPolish _polish;
    private readonly Definiteness _definiteness;
    private readonly Adjoint _adjoint;
    private readonly double[] _bestW, _bestY;

    public SampleSolver(AllocationLimits limits, AllocationOptions options)
    {
        _options = options;
        _problem = new ScaledProblem(limits);
        _point = new InteriorPoint(_problem);
        _check = new OptimalityCheck(_problem);
        var system = new ActiveSystem(_problem);
        _polish = new ActiveSetPolish(_problem, system, _check);
        _definiteness = new Definiteness(_problem);
        _adjoint = new Adjoint(_problem, system);
        (_bestW, _bestY) = (new double[_problem.Padded], new double[_problem.Rows + 1]);
    }

    public void Solve(AllocationProblems problems, int sample, AllocationResults results)
    {
        Clear(sample, results);
        var status = !_problem.Load(problems, sample) ? AllocationStatus.InvalidInput
            : !_definiteness.Holds() ? AllocationStatus.Indefinite
            : AllocationStatus.None;
        if (status != AllocationStatus.None)
        {
            WriteLeastNorm(problems, sample, status, results);
            return;
        }
        _problem.Arrange(soft: false);
        _polish.Reset();
        _point.Reset();
        var end = Feasibility.IsRuledOut(_problem) ? InteriorPointEnd.PrimalInfeasible : Optimise();
        results.Iterations[sample] = _point.Iterations;
        if (end == InteriorPointEnd.Unbounded) WriteLeastNorm(problems, sample, AllocationStatus.Unbounded, results);
        else if (end == InteriorPointEnd.Converged || Math.Min(_polish.Residual, _point.BestResidual) <= _options.Tolerance) WriteSolution(problems, sample, AllocationStatus.Optimal, results);
        else WriteNearest(problems, sample, end, results);
    }

    private void Clear(int sample, AllocationResults results)
    {
        var (n, rows) = (_problem.N, _problem.Rows + 1);
        (results.Residuals[sample], results.Iterations[sample], results.NearlyDegenerate[sample]) = (double.NaN, 0, false);
        results.WeightStates.AsSpan(sample * n, n).Clear();
        results.BoxMultipliers.AsSpan(sample * n, n).Clear();
        results.RowStates.AsSpan(sample * rows, rows).Clear();
        results.RowMultipliers.AsSpan(sample * rows, rows).Clear();
    }

    public void Backward(AllocationProblems problems, int sample, AllocationResults results, ReadOnlySpan<double> gradient, AllocationGradients gradients)
    {
        var solved = results.Statuses[sample] == AllocationStatus.Optimal || (results.Statuses[sample] == AllocationStatus.Inaccurate && results.Residuals[sample] <= NearlyOptimal);
        if (!solved || !_problem.Load(problems, sample)) return;
        _problem.Arrange(soft: false);
        _adjoint.Run(problems, sample, results, gradient, gradients);
    }

    // Interior-point steps with a polish when the gap is small enough for one to succeed, again at each hundredth of it.
    private InteriorPointEnd Optimise()
    {
        if (!_problem.Frozen.Contains(false))
        {
            _point.Reset();
            _polish.RunFrozen();
            return _polish.Residual <= PolishTarget ? InteriorPointEnd.Converged : InteriorPointEnd.PrimalInfeasible;
        }
        _point.Start();
        _polish.Reset();
        for (var pause = FirstPause; ; pause = PauseRatio * _point.Residual)
        {
            var end = _point.Run(1e-2 * _options.Tolerance, pause, _options.MaximumIterations);
            if (end is null or InteriorPointEnd.Converged || _point.BestResidual < 1e-3)
            {
                _polish.Run(_point, PolishTarget);
                if (_polish.Residual <= PolishTarget) return InteriorPointEnd.Converged;
            }
            if (end is { } final) return final;
        }
    }

    private void WriteSolution(AllocationProblems problems, int sample, AllocationStatus status, AllocationResults results)
    {
        var polished = _polish.Residual <= Math.Max(_point.BestResidual, PolishTarget);
        var (w, y, active) = (polished ? _polish.W : _point.BestW, polished ? _polish.Y : _point.BestY, _polish.Active);
        if (!polished) active.Identify(_point);
        results.Residuals[sample] = polished ? _polish.Residual : _point.BestResidual;
        _check.Residual(w, y);
        results.NearlyDegenerate[sample] = _polish.IsSingular || _check.Margin(active, w, y) < _options.DegeneracyThreshold;
        Write(problems, sample, status, w, y, results);
        active.Weights.CopyTo(results.WeightStates, sample * _problem.N);
        active.Rows.CopyTo(results.RowStates, sample * problems.Limits.Rows);
        for (var i = 0; i < _problem.N; i++)
            results.BoxMultipliers[sample * _problem.N + i] = active.IsFixed(i) ? BoxMultiplier(i, w, y) / _problem.Scale : 0;
    }

    // What of the force on a fixed weight the kinks cannot hold.
    private double BoxMultiplier(int i, ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        var (least, greatest) = (0.0, 0.0);
        OptimalityCheck.Kink(w[i], y[_problem.GrossRow], ref least, ref greatest);
        if (_problem.Trades) OptimalityCheck.Kink(w[i] - _problem.Held[i], y[_problem.TurnoverRow] + _problem.Cost[i], ref least, ref greatest);
        var force = _check.Force[i];
        return force > greatest ? force - greatest : force < least ? force - least : 0;
    }

    private void Write(AllocationProblems problems, int sample, AllocationStatus status, ReadOnlySpan<double> w, ReadOnlySpan<double> y, AllocationResults results)
    {
        var n = _problem.N;
        results.Statuses[sample] = status;
        w[..n].CopyTo(results.Weights.AsSpan(sample * n));
        var objective = 0.0;
        for (var i = 0; i < n; i++)
        {
            objective -= w[i] * (0.5 * _problem.Curvature * _check.SigmaW[i] + 0.5 * _problem.Ridge * w[i] + _problem.Q[i]);
            if (_problem.Trades) objective -= _problem.Cost[i] * Math.Abs(w[i] - _problem.Held[i]);
        }
        results.Objectives[sample] = objective / _problem.Scale;
        for (var row = 0; row < problems.Limits.Rows; row++) results.RowMultipliers[sample * problems.Limits.Rows + row] = y[row] / _problem.Scale;
    }

    // No feasible point, or none that was found: the point of least violation says which.
    private void WriteNearest(AllocationProblems problems, int sample, InteriorPointEnd end, AllocationResults results)
    {
        var polished = _polish.Residual < _point.BestResidual;
        (polished ? _polish.W : _point.BestW).CopyTo(_bestW, 0);
        (polished ? _polish.Y : _point.BestY).CopyTo(_bestY, 0);
        var residual = Math.Min(_polish.Residual, _point.BestResidual);
        if (end == InteriorPointEnd.Stalled && residual < NearlyOptimal)
        {
            WriteSolution(problems, sample, AllocationStatus.Inaccurate, results);
            return;
        }
        var limited = _problem.Volatility < double.PositiveInfinity;
        if (WriteLeastViolation(problems, sample, results) || (limited && WriteLeastVolatility(problems, sample, results))) return;
        // Feasible after all: the best iterate, such as it is.
        _problem.Load(problems, sample);
        _problem.Arrange(soft: false);
        results.Residuals[sample] = double.IsFinite(residual) ? _check.Residual(_bestW, _bestY) : double.NaN;
        if (double.IsFinite(results.Residuals[sample])) Write(problems, sample, AllocationStatus.Inaccurate, _bestW, _bestY, results);
        else WriteLeastNorm(problems, sample, AllocationStatus.Inaccurate, results);
    }

    /// <returns>False where nothing but the volatility's limit is violated.</returns>
    private bool WriteLeastViolation(AllocationProblems problems, int sample, AllocationResults results)
    {
        _problem.Soften(ObjectiveShare);
        _problem.Arrange(soft: true);
        _point.Start(price: 1);
        _point.Run(1e-11, -1, 2 * _options.MaximumIterations);
        results.Iterations[sample] += _point.Iterations;
        if (!double.IsFinite(_point.BestResidual)) return false;
        _check.Residual(_point.BestW, _point.BestY);
        var violation = 0.0;
        for (var i = 0; i < _problem.N; i++) violation += Excess(_point.BestW[i], _problem.Lower[i], _problem.Upper[i]);
        for (var row = 0; row < _problem.Rows; row++) violation += Excess(_check.Values[row], _check.LowerOf(row), _check.UpperOf(row));
        if (!(violation > LeastViolation)) return false;
        results.Residuals[sample] = violation;
        _problem.Scale = 1;
        Write(problems, sample, AllocationStatus.Infeasible, _point.BestW, _point.BestY, results);
        var slacks = _point.Slacks;
        for (var i = 0; i < _problem.N; i++)
            results.BoxMultipliers[sample * _problem.N + i] =
                slacks.Mask[slacks.UpperAt + i] * slacks.Z[slacks.UpperAt + i] - slacks.Mask[slacks.LowerAt + i] * slacks.Z[slacks.LowerAt + i];
        results.Objectives[sample] = double.NaN;
        return true;
    }

    /// <returns>False where the least volatility under the other limits is within its own.</returns>
    private bool WriteLeastVolatility(AllocationProblems problems, int sample, AllocationResults results)
    {
        _problem.Load(problems, sample);
        var limit = _problem.Volatility;
        _problem.UseLeastVariance();
        _problem.Arrange(soft: false);
        Optimise();
        results.Iterations[sample] += _point.Iterations;
        var polished = _polish.Residual <= _point.BestResidual;
        var (w, y) = (polished ? _polish.W : _point.BestW, polished ? _polish.Y : _point.BestY);
        _check.Residual(w, y);
        var least = _check.Values[_problem.Rows];
        // At the least volatility itself there is one point, and no multiplier.
        if (!(least > limit * (1 - 1e-6))) return false;
        // From multipliers of ½ curvature wᵀΣw to those of the volatility itself.
        _problem.Scale = _problem.Curvature * least;
        y[_problem.Rows] = _problem.Scale;
        results.Residuals[sample] = Math.Max(least - limit, 0);
        Write(problems, sample, least > limit * (1 + 1e-9) ? AllocationStatus.Infeasible : AllocationStatus.Inaccurate, w, y, results);
        for (var i = 0; i < _problem.N; i++) results.BoxMultipliers[sample * _problem.N + i] = BoxMultiplier(i, w, y) / _problem.Scale;
        results.Objectives[sample] = double.NaN;
        return true;
    }

    private void WriteLeastNorm(AllocationProblems problems, int sample, AllocationStatus status, AllocationResults results)
    {
        if (!_problem.LimitsAreValid)
        {
            results.Statuses[sample] = status;
            results.Weights.AsSpan(sample * _problem.N, _problem.N).Clear();
            results.Objectives[sample] = double.NaN;
            return;
        }
        _problem.UseLeastNorm();
        _problem.Arrange(soft: false);
        if (Feasibility.IsRuledOut(_problem) || Optimise() != InteriorPointEnd.Converged)
        {
            _problem.Arrange(soft: true);
            _point.Start(price: 1000);
            _point.Run(1e-9, -1, 2 * _options.MaximumIterations);
            _polish.Reset();
        }
        var (w, y) = _polish.Residual <= _point.BestResidual ? (_polish.W, _polish.Y) : (_point.BestW, _point.BestY);
        if (double.IsPositiveInfinity(Math.Min(_polish.Residual, _point.BestResidual))) Array.Clear(w);
        _check.Residual(w, y);
        Write(problems, sample, status, w, y, results);
        results.RowMultipliers.AsSpan(sample * problems.Limits.Rows, problems.Limits.Rows).Clear();
        results.Objectives[sample] = double.NaN;
    }

    private static double Excess(double value, double lower, double upper) => Math.Max(0, Math.Max(lower - value, value - upper));
}
