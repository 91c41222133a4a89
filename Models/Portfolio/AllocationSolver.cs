using LeanDeep.Models.Portfolio.Solver;

namespace LeanDeep.Models.Portfolio;

/// <summary>Solves batches of constrained mean-variance problems to certified optimality, and differentiates the solutions.</summary>
/// <remarks>Mehrotra's interior point with an active-set polish; memory is allocated once, results do not depend on the number of threads,
/// and no sample throws or spoils another. Not for use by several callers at once.</remarks>
public sealed class AllocationSolver
{
    private const int Handful = 4;
    private readonly AllocationLimits _limits;
    private readonly SampleSolver[] _solvers;

    /// <param name="limits">The number of names, and the groups, of the batches to come.</param>
    /// <param name="options">Accuracy, effort and threads.</param>
    /// <exception cref="ArgumentException">The limits' arrays disagree in length, or an option is out of its range.</exception>
    public AllocationSolver(AllocationLimits limits, AllocationOptions? options = null)
    {
        options ??= new AllocationOptions();
        limits.RequireConsistent();
        if (!(options.Tolerance is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "Tolerance: expected a number between 0 and 1");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumIterations, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        _limits = limits;
        _solvers = [.. Enumerable.Range(0, options.Threads).Select(_ => new SampleSolver(limits, options))];
    }

    /// <summary>Solves every sample.</summary>
    /// <exception cref="ArgumentException">The batch has other names or groups than the solver.</exception>
    public void Solve(AllocationProblems problems, AllocationResults results)
    {
        RequireLimits(problems);
        if (_solvers.Length > 1 && problems.Samples > 1) SolveOnThreads(problems, results);
        else
            for (var sample = 0; sample < problems.Samples; sample++) _solvers[0].Solve(problems, sample, results);
    }

    /// <summary>Gradients of a scalar ℓ of the weights with respect to everything that defines the problems, for solutions that <see cref="Solve"/> wrote.</summary>
    /// <param name="weightGradients">(samples, names) ∂ℓ/∂w.</param>
    /// <param name="gradients">Receives; overwritten.</param>
    /// <exception cref="ArgumentException">The batch has other names or groups than the solver, or a length is wrong.</exception>
    public void Backward(AllocationProblems problems, AllocationResults results, ReadOnlyMemory<double> weightGradients, AllocationGradients gradients)
    {
        RequireLimits(problems);
        var n = problems.Names;
        if (weightGradients.Length != problems.Samples * n)
            throw new ArgumentException($"expected {problems.Samples * n} values, found {weightGradients.Length}", nameof(weightGradients));
        gradients.Clear();
        if (_solvers.Length > 1 && problems.Samples > 1 && !problems.SharedCovariance) BackwardOnThreads(problems, results, weightGradients, gradients);
        else
            for (var sample = 0; sample < problems.Samples; sample++) _solvers[0].Backward(problems, sample, results, weightGradients.Span.Slice(sample * n, n), gradients);
    }

    private void RequireLimits(AllocationProblems problems)
    {
        if (!ReferenceEquals(problems.Limits, _limits) && (problems.Names != _limits.Names.Count || !problems.Limits.GroupMatrix.AsSpan().SequenceEqual(_limits.GroupMatrix)))
            throw new ArgumentException($"expected {_limits.Names.Count} names and the groups of the solver, found {problems.Names} names and others", nameof(problems));
    }

    // Apart, as what they capture is allocated.
    private void SolveOnThreads(AllocationProblems problems, AllocationResults results) => Share(problems.Samples, (solver, sample) => solver.Solve(problems, sample, results));

    private void BackwardOnThreads(AllocationProblems problems, AllocationResults results, ReadOnlyMemory<double> weightGradients, AllocationGradients gradients) =>
        Share(problems.Samples, (solver, sample) => solver.Backward(problems, sample, results, weightGradients.Span.Slice(sample * problems.Names, problems.Names), gradients));

    // Samples are handed out a few at a time, so that threads seldom write to one cache line; which thread takes which makes no difference.
    private void Share(int samples, Action<SampleSolver, int> action)
    {
        var (threads, next) = (Math.Min(_solvers.Length, samples), 0);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            for (int first; (first = Interlocked.Add(ref next, Handful) - Handful) < samples;)
                for (var sample = first; sample < Math.Min(first + Handful, samples); sample++) action(_solvers[thread], sample);
        });
    }
}
