using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Models.Registry;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Allocator bundles' decisions: on each date those of the newest bundle that has seen nothing of it.</summary>
/// <param name="models">Owned from here on.</param>
public sealed class ModelAllocator(AllocatorSchedule models) : PortfolioAllocator
{
    public override IReadOnlyList<string> Names => models.Current.Limits.Names;
    public override IReadOnlyList<ReturnChannel> Channels => models.Current.Channels;
    public override int Lookback => models.Current.Manifest.Lookback;
    public override AllocationProblems Problem => models.Current.Problem;
    public override string Description => models.Current.Path;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The date's bundle does not fit those before it.</exception>
    public override bool MoveTo(DateOnly tradingDate, bool refresh)
    {
        if (refresh) models.Refresh();
        var moved = models.MoveTo(tradingDate);
        models.Current.EnsureUnseen(tradingDate);
        return moved;
    }

    public override AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights) =>
        models.Current.Allocate(window, held, universe, weights);

    public override IReadOnlyList<ConstraintPrice> Binding() => models.Current.Binding();

    protected override void Dispose(bool disposing)
    {
        if (disposing) models.Dispose();
        base.Dispose(disposing);
    }
}
