using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A network against a closed form: the first unknown and the policies at points drawn from the middle of the domain.</summary>
internal sealed class NeuralExactCheck(string name, string description, HjbProblem problem, NeuralOptions options, double middle, double valueBound, double policyBound, bool relative = false)
    : NeuralCheck(name, description, problem, options)
{
    /// <summary>From this many policies on they are compared together, relative to the largest.</summary>
    private const int Many = 4;

    private protected override IEnumerable<Measure> Measures(NeuralSolution solution)
    {
        var exact = new ExactPolicy(Problem);
        var (d, p) = (States, Problem.Policies.Count);
        var count = d == 0 ? 1 : d >= Many ? 12 : 200;
        var (state, known, myopic, unknown, found) = (new double[d], new double[p], new double[p], new double[1], new double[p]);
        var together = p >= Many;
        List<(double Known, double Found, double? Myopic)>[] columns = [.. Enumerable.Range(0, together ? 3 : p + 1).Select(_ => new List<(double, double, double?)>())];
        var generator = new UniformGenerator(5);
        for (var i = 0; i < count; i++)
        {
            // The first point is the centre; in many states the next two lie on the diagonal and the others in normal directions across the domain.
            for (var j = 0; j < d; j++)
                state[j] = Problem.States[j].Unscale(i == 0 ? 0 : d < Many ? middle * (2 * generator.NextDouble() - 1) : i <= 2 ? i / 6.0 : Math.Clamp(middle * generator.NextNormal(), -1, 1));
            var value = exact.At(state, known, myopic);
            solution.At(state, unknown, found);
            columns[0].Add((value, unknown[0], null));
            if (!together)
            {
                for (var k = 0; k < p; k++)
                    columns[k + 1].Add((known[k], found[k], myopic[k]));
                continue;
            }
            var largest = known.Max(Math.Abs);
            // Where no policy is asked for, as at a centre of symmetry, there is nothing to be relative to.
            if (largest < 1e-6) continue;
            columns[1].Add((1, 1 + Enumerable.Range(0, p).Max(k => Math.Abs(found[k] - known[k])) / largest, 1 + Enumerable.Range(0, p).Max(k => Math.Abs(myopic[k] - known[k])) / largest));
            var sum = Math.Max(Math.Abs(known.Sum()), largest);
            columns[2].Add((1, 1 + (found.Sum() - known.Sum()) / sum, 1 + (myopic.Sum() - known.Sum()) / sum));
        }
        string[] names = together ? [Problem.Unknowns[0].Name, "largest policy error", "sum of policies"] : [Problem.Unknowns[0].Name, .. Problem.Policies];
        return names.Select((name, c) => Compare(name, columns[c], c == 0 ? valueBound : policyBound));
    }

    private Measure Compare(string quantity, List<(double Known, double Found, double? Myopic)> points, double bound)
    {
        double Off(double known, double found) => Math.Abs(found - known) / (relative ? Math.Abs(known) : 1);
        var constant = points.Average(point => point.Known);
        var errors = points.Select(point => Off(point.Known, point.Found)).ToArray();
        var hedged = points.Max(point => point.Myopic is { } weight ? Off(point.Known, weight) : 0);
        var trivial = points.Max(point => Off(point.Known, constant));
        return new(quantity, errors.Any(double.IsNaN) ? double.NaN : errors.Max(), bound, relative, errors.Average(), trivial > 1e-9 ? trivial : null, hedged > 1e-9 ? hedged : null);
    }
}
