using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>A network that poses an allocation problem, which the solver of Models answers within a constraint set: the same solver trades.</summary>
public abstract class ProblemNetwork : AllocatorNetwork
{
    private readonly ConstrainedAllocator _allocator;

    /// <param name="name">Of the module.</param>
    /// <param name="limits">The constraints in the order of the assets.</param>
    private protected ProblemNetwork(string name, AllocationLimits limits) : base(name) => _allocator = new ConstrainedAllocator(limits);

    public AllocationLimits Limits => _allocator.Limits;

    /// <summary>Whether the covariance is that of the returns it reads, so that a limit on volatility means one of a session's return; learned ones have a unit of their own.</summary>
    internal virtual bool MeasuresVolatility => false;

    /// <summary>What certifies the weights of the last pass; null before the first.</summary>
    public AllocationResults? Results => _allocator.Results;

    /// <summary>The problems of the last pass; null before the first.</summary>
    public AllocationProblems? Problems => _allocator.Problems;

    /// <param name="input">(samples, channels, lookback, assets).</param>
    public PosedProblem Pose(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        using var scope = NewDisposeScope();
        var problem = Problem(input);
        return new PosedProblem(
            problem.Returns.MoveToOuterDisposeScope(), problem.Covariance.MoveToOuterDisposeScope(),
            problem.RiskAversion.MoveToOuterDisposeScope(), problem.Ridge.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public sealed override Tensor Decide(Tensor input, Tensor? held = null, Tensor? universe = null)
    {
        using var scope = NewDisposeScope();
        var problem = Pose(input);
        return _allocator.Allocate(problem.Returns, problem.Covariance, problem.RiskAversion, problem.Ridge, held, universe).MoveToOuterDisposeScope();
    }

    private protected sealed override Tensor Allocate(Tensor input) => Decide(input);

    /// <summary>New tensors, disposed by the caller.</summary>
    private protected abstract PosedProblem Problem(Tensor input);
}
