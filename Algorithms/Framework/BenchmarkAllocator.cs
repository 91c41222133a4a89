using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Algorithms.Framework;

/// <summary>A benchmark's decisions within a constraint set.</summary>
/// <param name="benchmark">Which.</param>
/// <param name="limits">The constraint set in the order of the names.</param>
/// <param name="lookback">Sessions of the window, at least 2.</param>
/// <param name="channels">Channels without which a name is outside the universe, those of the model in whose place it decides; it reads the first. Null for simple returns of closes.</param>
public sealed class BenchmarkAllocator(PortfolioBenchmark benchmark, AllocationLimits limits, int lookback, IReadOnlyList<ReturnChannel>? channels = null) : PortfolioAllocator
{
    private readonly BenchmarkPortfolio _portfolio = new(benchmark, limits);

    public override IReadOnlyList<string> Names => limits.Names;
    public override IReadOnlyList<ReturnChannel> Channels { get; } = channels ?? [new()];
    public override int Lookback => lookback;
    public override AllocationProblems Problem => _portfolio.Problem;
    public override string Description => benchmark.ToString();

    public override AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights)
    {
        var status = _portfolio.Decide(window[..(lookback * Names.Count)], held, universe);
        _portfolio.Result.Weights.CopyTo(weights);
        return status;
    }

    public override IReadOnlyList<ConstraintPrice> Binding() => _portfolio.Result.Binding(0);
}
