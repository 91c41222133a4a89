using System.Diagnostics;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A network against a closed form: the first unknown and the policies at points drawn from the middle of the domain.</summary>
public sealed class NeuralCheck : ProblemCheck
{
    /// <summary>From this many policies on they are compared together, relative to the largest.</summary>
    private const int Many = 4;
    private readonly double _middle, _valueBound, _policyBound;
    private readonly bool _relative;

    internal NeuralCheck(string name, string description, HjbProblem problem, NeuralOptions options, double middle, double valueBound, double policyBound, bool relative = false)
        : base(name, description) => (Problem, Options, _middle, _valueBound, _policyBound, _relative) = (problem, options, middle, valueBound, policyBound, relative);

    public HjbProblem Problem { get; }

    /// <summary>How the network is fitted.</summary>
    public NeuralOptions Options { get; }

    public override int States => Problem.States.Count;

    public override CheckResult Run(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var solution = new NeuralTraining(Problem, Options, seed: 1).Run(cancellation: cancellation);
        return Compare(solution, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Compares a fit with what is known.</summary>
    /// <param name="solution">Of the problem.</param>
    /// <param name="seconds">That it took.</param>
    public CheckResult Compare(NeuralSolution solution, double seconds)
    {
        ArgumentNullException.ThrowIfNull(solution);
        var exact = new ExactPolicy(Problem);
        var (d, p) = (States, Problem.Policies.Count);
        var count = d == 0 ? 1 : d >= Many ? 12 : 200;
        var (state, known, myopic, unknown, found) = (new double[d], new double[p], new double[p], new double[1], new double[p]);
        var together = p >= Many;
        List<(double Known, double Found, double? Myopic)>[] columns = [.. Enumerable.Range(0, together ? 3 : p + 1).Select(_ => new List<(double, double, double?)>())];
        var generator = new UniformGenerator(5);
        for (var i = 0; i < count; i++)
        {
            // The first point is the centre; in many states the others lie in normal directions around it.
            for (var j = 0; j < d; j++)
                state[j] = Problem.States[j].Unscale(i == 0 ? 0 : _middle * (d >= Many ? 0.5 * generator.NextNormal() * i / count : 2 * generator.NextDouble() - 1));
            var value = exact.At(state, known, myopic);
            solution.At(state, unknown, found);
            columns[0].Add((value, unknown[0], null));
            if (together)
            {
                var largest = known.Max(Math.Abs) + 1e-12;
                columns[1].Add((1, 1 + Enumerable.Range(0, p).Max(k => Math.Abs(found[k] - known[k])) / largest, 1 + Enumerable.Range(0, p).Max(k => Math.Abs(myopic[k] - known[k])) / largest));
                if (Math.Abs(known.Sum()) > 1e-9) columns[2].Add((1, found.Sum() / known.Sum(), myopic.Sum() / known.Sum()));
            }
            else
            {
                for (var k = 0; k < p; k++)
                    columns[k + 1].Add((known[k], found[k], myopic[k]));
            }
        }
        string[] names = together ? [Problem.Unknowns[0].Name, "largest policy error", "sum of policies"] : [Problem.Unknowns[0].Name, .. Problem.Policies];
        return new(Name, $"network {string.Join("-", Options.HiddenLayers)}, {solution.Status}", solution.Status != NeuralStatus.Diverged, solution.Steps, solution.Residual, seconds,
            [.. names.Select((name, c) => Compare(name, columns[c], c == 0 ? _valueBound : _policyBound))]);
    }

    private Measure Compare(string quantity, List<(double Known, double Found, double? Myopic)> points, double bound)
    {
        double Off(double known, double found) => Math.Abs(found - known) / (_relative ? Math.Abs(known) : 1);
        var constant = points.Average(point => point.Known);
        var errors = points.Select(point => Off(point.Known, point.Found)).ToArray();
        var hedged = points.Max(point => point.Myopic is { } weight ? Off(point.Known, weight) : 0);
        var trivial = points.Max(point => Off(point.Known, constant));
        return new(quantity, errors.Any(double.IsNaN) ? double.NaN : errors.Max(), bound, _relative, errors.Average(), trivial > 1e-9 ? trivial : null, hedged > 1e-9 ? hedged : null);
    }
}
