using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Algorithms.Framework;

/// <summary>An allocator bundle's decisions.</summary>
/// <param name="model">Owned from here on.</param>
public sealed class ModelAllocator(AllocatorModel model) : PortfolioAllocator
{
    public override IReadOnlyList<string> Names => model.Limits.Names;
    public override IReadOnlyList<ReturnChannel> Channels => model.Channels;
    public override int Lookback => model.Manifest.Lookback;
    public override AllocationProblems Problem => model.Problem;
    public override string Description => model.Path;

    public override void EnsureUnseen(DateOnly tradingDate) => model.EnsureUnseen(tradingDate);

    public override AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights) =>
        model.Allocate(window, held, universe, weights);

    public override IReadOnlyList<ConstraintPrice> Binding() => model.Binding();

    protected override void Dispose(bool disposing)
    {
        if (disposing) model.Dispose();
        base.Dispose(disposing);
    }
}
