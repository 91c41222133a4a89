using LeanDeep.Models.Portfolio;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Compares the portfolio that an account holds after its orders filled with the limits that the decision had, valued as the decision was: what then lies
/// beyond a limit by more than whole lots explain was not ordered as decided, not filled, or not decided within the limits.</summary>
/// <remarks>A lot of a name is worth lᵢ = lot · price / equity. Rounding each position to whole lots moves a weight by less than lᵢ, a sum Σaᵢwᵢ by less than Σ|aᵢ|lᵢ, and
/// the volatility by less than Σσᵢlᵢ.</remarks>
public sealed class HoldingsCheck
{
    private const double Rounding = 1e-7; // of the solver, whose weights meet limits to 1e-8

    /// <summary>Portfolios compared.</summary>
    public int Checked { get; private set; }

    /// <summary>Portfolios beyond a limit by more than lots explain.</summary>
    public int Violated { get; private set; }

    /// <summary>The most by which a portfolio lay beyond a limit as it stands, lots or not; in weights.</summary>
    public double LargestExcess { get; private set; }

    /// <summary>The most by which the last portfolio lay beyond a limit as it stands.</summary>
    public double LastExcess { get; private set; }

    /// <summary>Σlᵢ of the last portfolio: what lots may explain of net and gross.</summary>
    public double LastLots { get; private set; }

    /// <summary>Compares.</summary>
    /// <param name="problem">Limits, weights held before and covariance of the decision.</param>
    /// <param name="weights">(names) what is held now, at the prices and equity of the decision.</param>
    /// <param name="lots">(names) l, a lot's worth as a fraction of equity.</param>
    /// <returns>What is violated; empty where all is within lots.</returns>
    public IReadOnlyList<ConstraintViolation> Compare(AllocationProblems problem, ReadOnlySpan<double> weights, ReadOnlySpan<double> lots)
    {
        var exact = Limits(problem, new double[weights.Length]);
        var loose = Limits(problem, lots);
        var held = problem.Held;
        LastExcess = 0;
        var all = exact.Violations(weights, held, problem.Covariances, Rounding);
        foreach (var violation in all) LastExcess = Math.Max(LastExcess, violation.Excess);
        LargestExcess = Math.Max(LargestExcess, LastExcess);
        LastLots = Sum(lots);
        Checked++;
        var beyond = loose.Violations(weights, held, problem.Covariances, Rounding);
        if (beyond.Count > 0) Violated++;
        return [.. all.Where(violation => beyond.Any(other =>
            (other.Constraint.Kind, other.Constraint.Name, other.Constraint.Side) == (violation.Constraint.Kind, violation.Constraint.Name, violation.Constraint.Side)))];
    }

    private static AllocationLimits Limits(AllocationProblems problem, ReadOnlySpan<double> lots)
    {
        var (n, names, sum) = (problem.Names, problem.Limits, Sum(lots));
        var (lower, upper) = ((double[])problem.Lower.Clone(), (double[])problem.Upper.Clone());
        var volatility = problem.Volatility[0];
        for (var i = 0; i < n; i++)
        {
            (lower[i], upper[i]) = (lower[i] - lots[i], upper[i] + lots[i]);
            volatility += lots[i] * Math.Sqrt(Math.Max(problem.Covariances[i * n + i], 0));
        }
        var (groupLower, groupUpper) = ((double[])problem.GroupLower.Clone(), (double[])problem.GroupUpper.Clone());
        for (var k = 0; k < names.Groups; k++)
            for (var i = 0; i < n; i++)
            {
                var slack = Math.Abs(names.GroupMatrix[k * n + i]) * lots[i];
                (groupLower[k], groupUpper[k]) = (groupLower[k] - slack, groupUpper[k] + slack);
            }
        return new AllocationLimits(names.Names)
        {
            Lower = lower, Upper = upper, GroupNames = names.GroupNames, GroupMatrix = names.GroupMatrix, GroupLower = groupLower, GroupUpper = groupUpper,
            Net = new Interval(problem.NetLower[0] - sum, problem.NetUpper[0] + sum),
            Gross = problem.Gross[0] + sum, Turnover = problem.Turnover[0] + sum, Volatility = volatility,
        };
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
