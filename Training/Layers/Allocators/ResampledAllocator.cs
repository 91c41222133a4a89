using LeanDeep.Training.Layers.Matrices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Weights that bear the error of estimates: draws returns from N(μ, Σ), estimates both anew, allocates by them, several times, and
/// averages. (samples, assets, assets) and optionally (samples, assets) → (samples, assets).</summary>
/// <remarks>The draws are the same in every pass, and the gradient goes through them. Without μ the draws have mean 0 and the allocator gets
/// no returns. DeepDow hands Σ's square root to allocators that read a covariance. Source: Michaud (1998).</remarks>
public sealed class ResampledAllocator : CovarianceAllocator
{
    private readonly CovarianceAllocator _allocator;
    private readonly int _draws, _portfolios;
    private readonly long _seed;

    /// <param name="allocator">Covariance and returns → weights.</param>
    /// <param name="draws">Returns drawn for each portfolio, at least 2; more than assets, or the covariance estimated is singular.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="portfolios">Portfolios averaged, at least 1. Default 5.</param>
    /// <exception cref="ArgumentException">A count is too small.</exception>
    public ResampledAllocator(CovarianceAllocator allocator, int draws, long seed, int portfolios = 5) : base(nameof(ResampledAllocator))
    {
        ArgumentNullException.ThrowIfNull(allocator);
        _allocator = allocator;
        _draws = draws >= 2 ? draws : throw new ArgumentException($"expected at least 2, found {draws}", nameof(draws));
        _portfolios = Shapes.RequirePositive(portfolios, nameof(portfolios));
        _seed = seed;
        RegisterComponents();
    }

    private protected override Tensor Allocate(Tensor covariance, Tensor? returns)
    {
        var (samples, assets) = (covariance.shape[0], covariance.shape[1]);
        using var generator = new Generator((ulong)_seed);
        var noise = randn([samples, _portfolios, _draws, assets], dtype: ScalarType.Float64, generator: generator).to(covariance.dtype, covariance.device);
        var drawn = noise.matmul(SymmetricRoot.Of(covariance).unsqueeze(1));
        if (returns is not null)
            drawn = drawn.add(returns.view(samples, 1, 1, assets));
        drawn = drawn.reshape(samples * _portfolios, _draws, assets);
        var mean = drawn.mean([1]);
        var centred = drawn.sub(mean.unsqueeze(1));
        var estimated = centred.transpose(1, 2).matmul(centred).div(_draws - 1);
        var weights = _allocator.call(estimated, returns is null ? null : mean);
        return weights.view(samples, _portfolios, assets).mean([1]);
    }
}
