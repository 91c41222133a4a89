using LeanDeep.Models.Portfolio;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Positive weights that sum to 1 and whose names carry given shares of the risk: wᵢ(Σw)ᵢ/wᵀΣw = bᵢ/Σb. (samples, assets, assets) and (samples, assets) →
/// (samples, assets).</summary>
/// <remarks>DeepDow's problem has Σw = 1 inside, with which the shares come out wrong. A sample without an answer gets equal weights and no gradient, see
/// <see cref="Statuses"/>. Not for several threads at once. Source: Spinu (2013).</remarks>
public sealed class RiskBudgetingAllocator : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly RiskBudgeting _solver;
    private readonly int _assets;

    /// <param name="assets">Assets, at least 1.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public RiskBudgetingAllocator(int assets) : base(nameof(RiskBudgetingAllocator))
    {
        _assets = Shapes.RequirePositive(assets, nameof(assets));
        _solver = new RiskBudgeting(assets);
    }

    /// <summary>(samples) what the last pass came to.</summary>
    public IReadOnlyList<AllocationStatus> Statuses { get; private set; } = [];

    /// <param name="covariance">(samples, assets, assets) positive definite.</param>
    /// <param name="budgets">(samples, assets) b, positive.</param>
    public override Tensor forward(Tensor covariance, Tensor budgets)
    {
        Shapes.RequireSquare(covariance, nameof(covariance));
        ArgumentNullException.ThrowIfNull(budgets);
        if (covariance.shape[1] != _assets || !budgets.shape.SequenceEqual([covariance.shape[0], _assets]))
            throw new ArgumentException($"expected budgets (samples, {_assets}) and covariances of as many, found {Shapes.Text(budgets)} and {Shapes.Text(covariance)}", nameof(budgets));
        var statuses = new AllocationStatus[covariance.shape[0]];
        Statuses = statuses;
        using var scope = NewDisposeScope();
        return RiskBudgetingFunction.apply(covariance, budgets, _solver, statuses).MoveToOuterDisposeScope();
    }
}
