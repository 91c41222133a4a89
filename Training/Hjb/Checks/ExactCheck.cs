using System.Diagnostics;
using LeanDeep.Training.Hjb.FiniteDifference;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Finite differences against a closed form: the first unknown and every policy, over the middle of the domain.</summary>
internal sealed class ExactCheck : ProblemCheck
{
    private readonly HjbProblem _problem;
    private readonly Func<double, double> _map;
    private readonly int _nodes;
    private readonly double _middle, _valueBound, _policyBound;
    private readonly bool _relative;
    private readonly FiniteDifferenceOptions _options;

    /// <param name="name">For the command line.</param>
    /// <param name="description">In one line.</param>
    /// <param name="problem">With a closed form.</param>
    /// <param name="nodes">Along each state.</param>
    /// <param name="middle">The part of the domain that is compared: ±this, in scaled states.</param>
    /// <param name="valueBound">Of the first unknown.</param>
    /// <param name="policyBound">Of policies.</param>
    /// <param name="relative">Whether errors are relative.</param>
    /// <param name="map">Of the grid; null for equal steps.</param>
    /// <param name="timeSteps">Over the horizon.</param>
    public ExactCheck(string name, string description, HjbProblem problem, int nodes, double middle, double valueBound, double policyBound,
        bool relative = false, Func<double, double>? map = null, int timeSteps = 200) : base(name, description)
    {
        (_problem, _nodes, _middle, _valueBound, _policyBound, _relative) = (problem, nodes, middle, valueBound, policyBound, relative);
        (_map, _options) = (map ?? (u => u), new() { TimeSteps = timeSteps });
    }

    public HjbProblem Problem => _problem;

    public override int States => _problem.States.Count;

    public override CheckResult Run(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var grid = Grid.Mapped(_problem, _map, [.. Enumerable.Repeat(_nodes, States)]);
        var solution = FiniteDifferenceSolver.Solve(_problem, grid, _options, cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        var exact = new ExactPolicy(_problem);
        var p = _problem.Policies.Count;
        var (state, known, myopic) = (new double[States], new double[p], new double[p]);
        List<(double Known, double Found, double? Myopic)>[] columns = [.. Enumerable.Range(0, p + 1).Select(_ => new List<(double, double, double?)>())];
        for (var node = 0; node < grid.Count; node++)
        {
            grid.State(node, state);
            if (_problem.States.Zip(state, (s, x) => Math.Abs(s.Scale(x))).Any(scaled => scaled > _middle)) continue;
            columns[0].Add((exact.At(state, known, myopic), solution.Value(node, 0), null));
            for (var k = 0; k < p; k++)
                columns[k + 1].Add((known[k], solution.Policy(node, k), myopic[k]));
        }
        return new(Name, States == 0 ? "time alone" : $"{_nodes}{(States == 2 ? $" × {_nodes}" : "")} nodes", solution.Converged, solution.Iterations, solution.Residual, seconds,
            [Compare(_problem.Unknowns[0].Name, columns[0], _valueBound), .. Enumerable.Range(0, p).Select(k => Compare(_problem.Policies[k], columns[k + 1], _policyBound))]);
    }

    private Measure Compare(string quantity, List<(double Known, double Found, double? Myopic)> points, double bound)
    {
        double Off(double known, double found) => Math.Abs(found - known) / (_relative ? Math.Abs(known) : 1);
        var constant = points.Average(point => point.Known);
        var errors = points.Select(point => Off(point.Known, point.Found)).ToArray();
        var hedged = points.Max(point => point.Myopic is { } weight ? Off(point.Known, weight) : 0);
        return new(quantity, errors.Any(double.IsNaN) ? double.NaN : errors.Max(), bound, _relative, errors.Average(),
            points.Count > 1 ? points.Max(point => Off(point.Known, constant)) : null, hedged > 1e-9 ? hedged : null);
    }
}
