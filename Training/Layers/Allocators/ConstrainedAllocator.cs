using LeanDeep.Models.Portfolio;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights within a constraint set that maximise μᵀw − γ wᵀΣw − α‖w‖² − Σ cᵢ|wᵢ − heldᵢ|, solved to certified optimality in double by the
/// solver that trading uses; the gradient is that of the optimality conditions. (samples, assets), (samples, assets, assets), (samples), (samples),
/// (samples, assets) → (samples, assets).</summary>
/// <remarks>No sample throws: where limits contradict each other the weights violate them least and have no gradient, see <see cref="Results"/>. Not for several
/// threads at once. Source: Amos and Kolter (2017).</remarks>
public sealed class ConstrainedAllocator : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    private readonly AllocationSolver _solver;

    /// <param name="limits">The constraints in the order of the assets.</param>
    /// <param name="options">Accuracy, effort and threads; null for the defaults.</param>
    public ConstrainedAllocator(AllocationLimits limits, AllocationOptions? options = null) : base(nameof(ConstrainedAllocator))
    {
        _solver = new AllocationSolver(limits, options);
        Limits = limits;
    }

    public AllocationLimits Limits { get; }

    /// <summary>What certifies the weights of the last pass: statuses, residuals, multipliers; null before the first.</summary>
    public AllocationResults? Results { get; private set; }

    /// <summary>The problems of the last pass, in double; null before the first.</summary>
    public AllocationProblems? Problems { get; private set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor returns, Tensor covariance, Tensor riskAversion, Tensor ridge, Tensor? held) =>
        Allocate(returns, covariance, riskAversion, ridge, held);

    /// <param name="returns">(samples, assets) μ.</param>
    /// <param name="covariance">(samples, assets, assets) Σ, positive semidefinite; its symmetric part counts. In single precision a singular one needs a ridge.</param>
    /// <param name="riskAversion">(samples) γ, 0 or more; the objective has no half.</param>
    /// <param name="ridge">(samples) α, 0 or more.</param>
    /// <param name="held">(samples, assets) weights held before the trade; null for none. Read where turnover is limited or trading costs.</param>
    /// <param name="universe">(samples, assets) bool: the others get weight 0, or as near to it as they must; null for all assets.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Allocate(Tensor returns, Tensor covariance, Tensor riskAversion, Tensor ridge, Tensor? held = null, Tensor? universe = null)
    {
        Shapes.Require(returns, 2, "samples, assets", nameof(returns));
        var (samples, assets) = (returns.shape[0], returns.shape[1]);
        Require(returns, nameof(returns), samples, Limits.Names.Count);
        Require(covariance, nameof(covariance), samples, assets, assets);
        Require(riskAversion, nameof(riskAversion), samples);
        Require(ridge, nameof(ridge), samples);
        using var scope = NewDisposeScope();
        held ??= zeros_like(returns);
        Require(held, nameof(held), samples, assets);
        var problems = new AllocationProblems(Limits, (int)samples);
        if (universe is not null)
        {
            Require(universe, nameof(universe), samples, assets);
            Leave(universe.cpu().contiguous().data<bool>().ToArray(), problems);
        }
        (Problems, Results) = (problems, new AllocationResults(problems));
        return ConstraintFunction.apply(returns, covariance, riskAversion, ridge, held, _solver, problems, Results).MoveToOuterDisposeScope();
    }

    private static void Leave(bool[] universe, AllocationProblems problems)
    {
        for (var i = 0; i < universe.Length; i++)
            if (!universe[i])
                problems.Lower[i] = problems.Upper[i] = 0;
    }

    private static void Require(Tensor value, string name, params long[] expected)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        if (!value.shape.SequenceEqual(expected))
            throw new ArgumentException($"expected ({string.Join(", ", expected)}), found {Shapes.Text(value)}", name);
    }
}
