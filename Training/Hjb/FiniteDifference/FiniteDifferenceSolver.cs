namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>Solves a problem of at most two states on a grid: implicit steps in time, each by Newton's method with the exact Jacobian.</summary>
/// <remarks>With a horizon: the two-step backward differentiation formula from τ = 0. Without: pseudo-time steps that grow as the residual falls.
/// Nothing is thrown where it does not converge; the solution says so. Source: Hairer and Wanner (1996), V.1; Kelley and Keyes (1998).</remarks>
public static class FiniteDifferenceSolver
{
    private const int NewtonIterations = 25;

    /// <summary>Pseudo-time steps after which the directions of first derivatives stay.</summary>
    private const int Turning = 40;

    /// <param name="problem">At most two states.</param>
    /// <param name="grid">Over the problem's states; <c>new Grid()</c> for a problem without states.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">The grid does not fit the problem, or an option is out of its range.</exception>
    public static FiniteDifferenceSolution Solve(HjbProblem problem, Grid grid, FiniteDifferenceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(grid);
        options ??= new();
        options.Check();
        problem.Check();
        var system = new Discretisation(problem, grid, options.Differencing);
        var newton = new NewtonSolver(system, problem.Unknowns);
        var values = Start(problem, grid);
        if (grid.Dimension > 0 && problem.Unknowns.Any(unknown => unknown.IsStatic && unknown.Side == SlopeSide.Backward))
            StaticSweep.Run(system, problem.Unknowns, values);
        var (converged, steps, residual) = problem.Horizon is { } horizon
            ? March(newton, values, horizon, options, cancellation)
            : Settle(newton, values, options, cancellation);
        var policies = new double[grid.Count * problem.Policies.Count];
        for (var node = 0; node < grid.Count; node++)
            system.Policy(node, values, policies.AsSpan(node * problem.Policies.Count, problem.Policies.Count));
        return new(problem, grid, values, policies) { Converged = converged, Steps = steps, Iterations = newton.Iterations, Residual = residual };
    }

    private static double[] Start(HjbProblem problem, Grid grid)
    {
        var (state, u) = (new double[grid.Dimension], problem.Unknowns.Count);
        var values = new double[grid.Count * u];
        for (var node = 0; node < grid.Count; node++)
        {
            grid.State(node, state);
            problem.Start(state, values.AsSpan(node * u, u));
        }
        return values;
    }

    private static (bool Converged, int Steps, double Residual) March(
        NewtonSolver newton, double[] values, double horizon, FiniteDifferenceOptions options, CancellationToken cancellation)
    {
        var step = horizon / options.TimeSteps;
        var (before, history) = ((double[])values.Clone(), new double[values.Length]);
        for (var count = 1; count <= options.TimeSteps; count++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < values.Length; i++)
            {
                // The first step is implicit Euler's; its error is of the order of all others together.
                history[i] = count == 1 ? -values[i] / step : (-2 * values[i] + 0.5 * before[i]) / step;
                before[i] = values[i];
            }
            var tolerance = Math.Max(options.Tolerance, 1e-13 * NewtonSolver.Largest(values) / step);
            if (!newton.Solve(values, history, (count == 1 ? 1 : 1.5) / step, tolerance, NewtonIterations))
                return (false, count, newton.Residual);
        }
        return (true, options.TimeSteps, newton.Residual);
    }

    private static (bool Converged, int Steps, double Residual) Settle(
        NewtonSolver newton, double[] values, FiniteDifferenceOptions options, CancellationToken cancellation)
    {
        var (kept, history) = ((double[])values.Clone(), new double[values.Length]);
        var (step, growth, residual) = (options.FirstStep, 1.0, newton.Norm(values));
        for (var count = 1; count <= options.Iterations; count++)
        {
            if (residual <= options.Tolerance) return (true, count - 1, residual);
            cancellation.ThrowIfCancellationRequested();
            newton.Frozen = count > Turning;
            for (var i = 0; i < values.Length; i++)
                history[i] = -values[i] / step;
            // A step need not be solved better than it is worth.
            var tolerance = Math.Max(Math.Max(options.Tolerance, 0.1 * residual), 1e-13 * NewtonSolver.Largest(values) / step);
            var solved = newton.Solve(values, history, 1 / step, tolerance, NewtonIterations);
            var after = solved ? newton.Norm(values) : double.NaN;
            if (!solved || !(after <= 10 * residual))
            {
                kept.CopyTo(values, 0);
                (step, growth) = (step / 10, 1);
                if (step < 1e-10) return (false, count, double.IsFinite(residual) ? residual : double.NaN);
                continue;
            }
            growth = after <= residual ? growth * 10 : 1;
            step *= growth * residual / Math.Max(after, 1e-300);
            step = Math.Min(step, 1e12);
            residual = after;
            values.CopyTo(kept, 0);
        }
        return (residual <= options.Tolerance, options.Iterations, residual);
    }
}
