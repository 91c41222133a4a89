using System.Diagnostics;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A network fitted to a problem, beside what is known of its solution.</summary>
public abstract class NeuralCheck : ProblemCheck
{
    /// <param name="name">For the command line.</param>
    /// <param name="description">In one line.</param>
    /// <param name="problem">To solve.</param>
    /// <param name="options">How the network is fitted.</param>
    private protected NeuralCheck(string name, string description, HjbProblem problem, NeuralOptions options) : base(name, description) => (Problem, Options) = (problem, options);

    public HjbProblem Problem { get; }

    /// <summary>How the network is fitted.</summary>
    public NeuralOptions Options { get; }

    public override int States => Problem.States.Count;

    public override CheckResult Run(CancellationToken cancellation = default) => Run(seed: 1, cancellation);

    /// <summary>Fits with a seed and compares.</summary>
    public CheckResult Run(long seed, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var solution = new NeuralTraining(Problem, Options, seed).Run(cancellation: cancellation);
        return Compare(solution, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Fits with seeds 1 to a number; the worst of them counts.</summary>
    public CheckResult RunSeeds(int seeds, CancellationToken cancellation = default)
    {
        CheckResult[] results = [.. Enumerable.Range(1, seeds).Select(seed => Run(seed, cancellation))];
        return results[0] with
        {
            Method = $"{results[0].Method}, worst of {seeds} seeds", Converged = results.All(result => result.Converged), Residual = results.Max(result => result.Residual),
            Iterations = results.Max(result => result.Iterations), Seconds = results.Sum(result => result.Seconds),
            Measures = [.. results[0].Measures.Select((measure, i) => measure with
            {
                Error = results.Any(result => double.IsNaN(result.Measures[i].Error)) ? double.NaN : results.Max(result => result.Measures[i].Error),
                Mean = results.Max(result => result.Measures[i].Mean),
            })],
        };
    }

    /// <summary>Compares a fit with what is known.</summary>
    /// <param name="solution">Of the problem.</param>
    /// <param name="seconds">That it took.</param>
    public CheckResult Compare(NeuralSolution solution, double seconds)
    {
        ArgumentNullException.ThrowIfNull(solution);
        // What the clock cut short, as on a busy machine, is judged by its errors.
        return new(Name, $"network {string.Join("-", Options.HiddenLayers)}, {solution.Status}", solution.Status is NeuralStatus.Converged or NeuralStatus.OutOfTime, solution.Steps, solution.Residual, seconds, [.. Measures(solution)]);
    }

    /// <summary>What is known of the solution against what the network says.</summary>
    private protected abstract IEnumerable<Measure> Measures(NeuralSolution solution);
}
