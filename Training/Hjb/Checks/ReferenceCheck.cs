using System.Diagnostics;
using LeanDeep.Training.Hjb.FiniteDifference;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Finite differences against values that independent programs found.</summary>
internal sealed class ReferenceCheck(string name, string description, HjbProblem problem, Differencing differencing, int[] nodes,
    Func<FiniteDifferenceSolution, IEnumerable<Measure>> compare) : ProblemCheck(name, description)
{
    public override int States => problem.States.Count;

    public override CheckResult Run(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var solution = FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, nodes), new() { Differencing = differencing }, cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        return new(Name, $"{string.Join(" × ", nodes)} nodes", solution.Converged, solution.Iterations, solution.Residual, seconds, [.. compare(solution)]);
    }

    /// <summary>One number against another.</summary>
    public static Measure Near(string quantity, double known, double found, double bound) => new(quantity, Math.Abs(found - known), bound);

    /// <summary>One number against another, relative to what is known.</summary>
    public static Measure Ratio(string quantity, double known, double found, double bound) => new(quantity, Math.Abs(found / known - 1), bound, Relative: true);
}
