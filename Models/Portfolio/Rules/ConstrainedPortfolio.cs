namespace LeanDeep.Models.Portfolio;

/// <summary>One portfolio at a time under a constraint set: least variance, mean-variance, greatest return under a volatility limit, greatest Sharpe ratio.
/// Memory is allocated once. Not for use by several callers at once.</summary>
public sealed class ConstrainedPortfolio
{
    private const int MaximumSolves = 60;
    private readonly AllocationLimits _limits;
    private readonly AllocationSolver _solver;
    private readonly double[] _excess;

    public ConstrainedPortfolio(AllocationLimits limits, AllocationOptions? options = null)
    {
        _limits = limits;
        Problem = new AllocationProblems(limits, 1);
        Result = new AllocationResults(Problem);
        _solver = new AllocationSolver(limits, options);
        _excess = new double[Problem.Names];
    }

    /// <summary>The problem as last solved; its limits may be changed.</summary>
    public AllocationProblems Problem { get; }

    /// <summary>The last solution, with its multipliers and status.</summary>
    public AllocationResults Result { get; }

    /// <summary>(names) weights of the last solution.</summary>
    public ReadOnlySpan<double> Weights => Result.Weights;

    /// <summary>Problems that the last call solved.</summary>
    public int Solves { get; private set; }

    /// <summary>min wᵀΣw.</summary>
    /// <param name="covariance">(names, names) row-major.</param>
    /// <param name="held">(names) weights held before; empty for none.</param>
    public AllocationStatus MinimumVariance(ReadOnlySpan<double> covariance, ReadOnlySpan<double> held = default) =>
        MeanVariance(default, covariance, 1, 0, held);

    /// <summary>max μᵀw − γ wᵀΣw − α‖w‖² less costs.</summary>
    /// <param name="returns">(names) μ; empty for zero.</param>
    public AllocationStatus MeanVariance(
        ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, double riskAversion, double ridge, ReadOnlySpan<double> held = default)
    {
        Load(returns, covariance, held);
        (Problem.RiskAversions[0], Problem.Ridges[0]) = (riskAversion, ridge);
        Solves = 0;
        return Solve();
    }

    /// <summary>max μᵀw less costs, √(wᵀΣw) ≤ volatility.</summary>
    /// <param name="volatility">In the unit of the covariance; the constraint set's own limit holds too.</param>
    public AllocationStatus VolatilityCapped(ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, double volatility, ReadOnlySpan<double> held = default)
    {
        Problem.Volatility[0] = Math.Min(volatility, _limits.Volatility);
        var status = MeanVariance(returns, covariance, 0, 0, held);
        Problem.Volatility[0] = _limits.Volatility;
        return status;
    }

    /// <summary>max (μᵀw − r Σw) / √(wᵀΣw) whatever trading costs: the point of the efficient frontier whose risk aversion is half its own excess return over its variance.</summary>
    /// <param name="riskFree">r, in the unit of the returns.</param>
    /// <returns>The status of the frontier's point; Unbounded where no portfolio earns more than r, or one does without risk: the weights are then the least variance's.</returns>
    /// <remarks>γ ← m/(2σ²) raises the ratio at every solve (Dinkelbach's method with the volatility majorised by a parabola); secant steps make it quick.</remarks>
    public AllocationStatus MaximumSharpe(ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, double riskFree = 0, ReadOnlySpan<double> held = default)
    {
        Load(returns, covariance, held);
        Array.Clear(Problem.Costs);
        for (var i = 0; i < _excess.Length; i++) _excess[i] = Problem.Returns[i] -= riskFree;
        Solves = 0;
        Problem.Ridges[0] = 0;
        var status = MaximumSharpe();
        _limits.Costs.CopyTo(Problem.Costs, 0);
        return status;
    }

    private AllocationStatus MaximumSharpe()
    {
        Problem.RiskAversions[0] = 1;
        var status = Solve();
        if (status != AllocationStatus.Optimal) return status;
        if (!(Moments().Mean > 0))
        {
            // Perhaps the risk aversion was too high: the portfolio of greatest return.
            Problem.RiskAversions[0] = 0;
            status = Solve();
            if (status != AllocationStatus.Optimal) return status;
            if (!(Moments().Mean > 0)) return LeastVariance();
        }
        double lastGamma = double.NaN, lastGap = double.NaN, bestRatio = double.NegativeInfinity, bestGamma = double.NaN, bestWanted = double.NaN;
        while (Solves < MaximumSolves)
        {
            var (mean, variance) = Moments();
            if (!(variance > 0)) return LeastVariance();
            var gamma = Problem.RiskAversions[0];
            // The risk aversion that this point of the frontier asks for.
            var wanted = mean / (2 * variance);
            var next = bestWanted;
            if (mean / Math.Sqrt(variance) >= bestRatio)
            {
                (bestRatio, bestGamma, bestWanted) = (mean / Math.Sqrt(variance), gamma, wanted);
                var gap = wanted - gamma;
                if (Math.Abs(gap) <= 1e-12 * wanted) return status;
                var secant = gamma - gap * (gamma - lastGamma) / (gap - lastGap);
                (lastGamma, lastGap) = (gamma, gap);
                next = secant > 0.2 * wanted && secant < 5 * wanted ? secant : wanted;
            }
            if (Math.Abs(next - gamma) <= 1e-13 * next) break;
            Problem.RiskAversions[0] = next;
            status = Solve();
            if (status != AllocationStatus.Optimal) return status;
        }
        var exhausted = Solves >= MaximumSolves;
        Problem.RiskAversions[0] = bestGamma;
        status = Solve();
        return exhausted && status == AllocationStatus.Optimal ? AllocationStatus.Inaccurate : status;
    }

    private AllocationStatus LeastVariance()
    {
        Array.Clear(Problem.Returns);
        Problem.RiskAversions[0] = 1;
        var status = Solve();
        _excess.CopyTo(Problem.Returns, 0);
        return status == AllocationStatus.Optimal ? AllocationStatus.Unbounded : status;
    }

    private AllocationStatus Solve()
    {
        _solver.Solve(Problem, Result);
        Solves++;
        return Result.Statuses[0];
    }

    private (double Mean, double Variance) Moments()
    {
        var n = Problem.Names;
        double mean = 0, variance = 0;
        for (var i = 0; i < n; i++)
        {
            mean += _excess[i] * Result.Weights[i];
            for (var j = 0; j < n; j++) variance += Result.Weights[i] * Problem.Covariances[i * n + j] * Result.Weights[j];
        }
        return (mean, variance);
    }

    private void Load(ReadOnlySpan<double> returns, ReadOnlySpan<double> covariance, ReadOnlySpan<double> held)
    {
        Copy(returns, Problem.Returns, nameof(returns));
        Copy(held, Problem.Held, nameof(held));
        if (covariance.Length != Problem.Covariances.Length) throw new ArgumentException($"expected {Problem.Covariances.Length} values, found {covariance.Length}", nameof(covariance));
        covariance.CopyTo(Problem.Covariances);
    }

    private static void Copy(ReadOnlySpan<double> values, double[] target, string name)
    {
        if (values.Length != 0 && values.Length != target.Length) throw new ArgumentException($"expected {target.Length} values or none, found {values.Length}", name);
        Array.Clear(target);
        values.CopyTo(target);
    }
}
