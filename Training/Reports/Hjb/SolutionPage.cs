using System.Globalization;
using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Reports.Hjb;

/// <summary>One self-contained HTML page about a problem that a network solved: value and policies, residual, active region, convergence.</summary>
public static class SolutionPage
{
    private const int Points = 161, Cells = 40;

    /// <param name="training">As it ended.</param>
    /// <param name="history">Its steps.</param>
    /// <param name="seconds">That it took.</param>
    /// <exception cref="InvalidOperationException">This program was built without the charting library.</exception>
    public static string Render(NeuralTraining training, IReadOnlyList<NeuralProgress> history, double seconds)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(history);
        var (problem, solution) = (training.Problem, training.Solution);
        var subtitle = string.Create(CultureInfo.InvariantCulture,
            $"{Count(problem.States.Count, "state")}, {Count(problem.Unknowns.Count, "unknown")}, {(problem.Horizon is { } horizon ? $"{horizon:G4} years to go" : "stationary")}");
        List<KeyValuePair<string, string>> headlines =
        [
            new("Network", $"{string.Join("–", training.Options.HiddenLayers)} tanh, {training.Network.Parameters.Length} parameters"), new("Fit", $"{solution.Status}, {solution.Steps} steps"),
            new("Residual", Text(solution.Residual)), new("Time", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")),
        ];
        if (training.MeasureError() is { } error) headlines.Add(new("Error against the exact", $"{Text(error)}, {problem.Unknowns[0].Name} within half the domain"));
        ReportSection?[] sections = [.. problem.States.Count == 0 ? [] : Fields(solution), .. Maps(training), Convergence(history)];
        return ReportPage.Render(problem.Name, subtitle, headlines, [.. sections.OfType<ReportSection>()]);
    }

    private static IEnumerable<ReportSection> Fields(NeuralSolution solution)
    {
        var (problem, samples) = (solution.Problem, new SolutionSamples(solution));
        var x = SolutionSamples.Along(problem.States[0].Lower, problem.States[0].Upper, Points);
        var (unknowns, policies, myopic) = samples.Line(x);
        var oracle = problem.States.Count == 1 ? Oracle(problem) : null;
        var others = problem.States.Count > 1 ? " The other states are at their centres." : "";
        var surfaces = samples.HasRectangle ? Surfaces(samples, problem) : null;
        yield return new("value", "Value", $"The unknowns along {problem.States[0].Name}{(problem.Horizon is null ? "" : " with the whole horizon to go")}.{others}",
            [.. problem.Unknowns.Select((unknown, k) => Lines(unknown.Name, problem, x, unknowns[k], null, oracle is null ? null : at => oracle.ValueAt(k, at), k == 0)), .. surfaces?[..problem.Unknowns.Count] ?? []]);
        if (problem.Policies.Count == 0) yield break;
        var shown = Math.Min(problem.Policies.Count, 6);
        yield return new("policy", "Policy", "What the solution says to do, beside what it would be where no slope is known: the policy of an investor who does not hedge.",
            [
                .. Enumerable.Range(0, shown).Select(k => Lines(problem.Policies[k], problem, x, policies[k], myopic[k], oracle is null ? null : at => oracle.PolicyAt(k, at), false)),
                .. surfaces?.Skip(problem.Unknowns.Count).Take(shown) ?? [],
            ]);
    }

    private static LineChart Lines(string name, HjbProblem problem, double[] x, double[] network, double[]? myopic, Func<double, double>? grid, bool first)
    {
        List<ChartLine> lines = [new("network", network)];
        if (grid is not null) lines.Add(new("finite differences", [.. x.Select(grid)]));
        if (first && Exact(problem, x) is { } exact) lines.Add(new("exact", exact));
        if (myopic is not null && myopic.Zip(network).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-9)) lines.Add(new("without hedging", myopic));
        return new(name, problem.States[0].Name, x, lines, NumberFormat.Number);
    }

    /// <summary>(unknowns and then policies) over the rectangle.</summary>
    private static SurfaceChart[] Surfaces(SolutionSamples samples, HjbProblem problem)
    {
        var (x, y) = (SolutionSamples.Along(problem.States[0].Lower, problem.States[0].Upper, Cells), samples.AlongSide(Cells));
        var fields = samples.Rectangle(x, y);
        string[] names = [.. problem.Unknowns.Select(unknown => unknown.Name), .. problem.Policies];
        return [.. fields.Select((field, k) => new SurfaceChart($"{names[k]} over {problem.States[0].Name} and {samples.Side}", problem.States[0].Name, samples.Side, x, y, field, NumberFormat.Number))];
    }

    private static IEnumerable<ReportSection?> Maps(NeuralTraining training)
    {
        var (problem, system) = (training.Problem, training.System);
        if (problem.States.Count == 0) yield break;
        var samples = new SolutionSamples(training.Solution);
        double[] x = SolutionSamples.Along(problem.States[0].Lower, problem.States[0].Upper, samples.HasRectangle ? Cells : Points), y = samples.HasRectangle ? samples.AlongSide(Cells) : [0];
        var sizes = system.ResidualSizes(samples.Inputs(x, y));
        var residual = sizes.Select(size => Math.Log10(Math.Max(size, 1e-16))).ToArray();
        yield return new("residual", "Residual", "log₁₀ of the size of the equations' residual: where the network fits worst.",
            [samples.HasRectangle
                ? new SurfaceChart("log₁₀ |residual|", problem.States[0].Name, samples.Side, x, y, [.. residual.Chunk(x.Length)], NumberFormat.Number)
                : new LineChart("log₁₀ |residual|", problem.States[0].Name, x, [new("residual", residual)], NumberFormat.Number)]);
        yield return Active(training, samples);
    }

    /// <summary>How much of the active region falls in each part of the domain.</summary>
    private static ReportSection Active(NeuralTraining training, SolutionSamples samples)
    {
        const int Bins = 20;
        var (problem, n) = (training.Problem, training.Network.Inputs.Count);
        var active = ActiveRegion.Find(training.System, training.Options.ActiveQuantile, new UniformGenerator((ulong)training.Seed));
        var second = problem.States.Count > 1 ? 1 : problem.Horizon is null ? -1 : problem.States.Count;
        var inputs = training.Network.Inputs;
        var counts = Enumerable.Range(0, second < 0 ? 1 : Bins).Select(_ => new double[Bins]).ToArray();
        for (var p = 0; p < active.Length; p += n) counts[second < 0 ? 0 : Bin(second, active[p + second])][Bin(0, active[p])]++;
        var centres = SolutionSamples.Along(inputs[0].Unscale(-1 + 1.0 / Bins), inputs[0].Unscale(1 - 1.0 / Bins), Bins);
        return new("active", "Active region",
            string.Create(CultureInfo.InvariantCulture, $"Where, of {ActiveRegion.Pool:#,0} points, the residual or the gradient of the coefficients is above its {training.Options.ActiveQuantile:P0} quantile. {(training.Options.ActiveShare > 0 ? $"{training.Options.ActiveShare:P0} of the points of each step were drawn there." : "The fit did not draw from it.")}"),
            [second < 0
                ? new LineChart("Active points", problem.States[0].Name, centres, [new("points", counts[0], Fill: true)], NumberFormat.Number)
                : new SurfaceChart("Active points", problem.States[0].Name, samples.Side, centres, SolutionSamples.Along(inputs[second].Unscale(-1 + 1.0 / Bins), inputs[second].Unscale(1 - 1.0 / Bins), Bins), counts, NumberFormat.Number)]);

        int Bin(int input, double value) => Math.Clamp((int)((inputs[input].Scale(value) + 1) / 2 * Bins), 0, Bins - 1);
    }

    private static ReportSection? Convergence(IReadOnlyList<NeuralProgress> history)
    {
        if (history.Count < 2) return null;
        var stride = Math.Max(1, history.Count / 2000);
        NeuralProgress[] shown = [.. history.Where((_, i) => i % stride == 0)];
        NeuralProgress[] measured = [.. history.Where(step => step.Error is > 0)];
        double[] steps = [.. shown.Select(step => (double)step.Step)];
        List<ReportPart> parts = [new LineChart("log₁₀ residual", "step", steps, [new("residual", [.. shown.Select(step => Math.Log10(step.Residual))])], NumberFormat.Number) { Marks = Phases(history) }];
        if (measured.Length > 1)
            parts.Add(new LineChart("log₁₀ error of the first unknown", "step", [.. measured.Select(step => (double)step.Step)], [new("error", [.. measured.Select(step => Math.Log10(step.Error!.Value))])], NumberFormat.Number));
        return new("convergence", "Convergence", "Root of the mean squared residual at each step's own points, and the largest error at fixed ones where the exact solution is known.", [new SideBySide([.. parts])]);
    }

    private static ChartMark[] Phases(IReadOnlyList<NeuralProgress> history) =>
        [.. history.Skip(1).Zip(history).Where(pair => pair.First.Phase != pair.Second.Phase).Take(6).Select(pair => new ChartMark(pair.First.Step, pair.First.Phase))];

    private static FiniteDifferenceSolution? Oracle(HjbProblem problem)
    {
        var solution = FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 201));
        return solution.Converged ? solution : null;
    }

    private static double[]? Exact(HjbProblem problem, double[] x)
    {
        var state = problem.States.Select(axis => axis.Unscale(0)).ToArray();
        var (values, one) = (new double[x.Length], new double[problem.Unknowns.Count]);
        for (var i = 0; i < x.Length; i++)
        {
            state[0] = x[i];
            if (!problem.TryExact(state, problem.Horizon ?? 0, one)) return null;
            values[i] = one[0];
        }
        return values;
    }

    private static string Text(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
