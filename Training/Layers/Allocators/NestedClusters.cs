using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers.Matrices;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Nested clustered optimisation: k-means on the rows of the correlation matrix, <see cref="AnalyticalMarkowitz"/> within each cluster, then
/// over the clusters. (samples, assets, assets) and optionally (samples, assets) → (samples, assets) that sum to 1.</summary>
/// <remarks>The clusters are those of <see cref="NestedClusteredOptimisation"/> from the same seed; labels carry no gradient. All clusters of all samples are
/// solved in one call: Σ with the elements between clusters set to 0 is block diagonal. Source: López de Prado (2019).</remarks>
public sealed class NestedClusters : CovarianceAllocator
{
    private readonly CovarianceToCorrelation _correlation = new();
    private readonly int _clusters, _starts, _seed;

    /// <param name="clusters">Clusters, at least 1 and at most the assets.</param>
    /// <param name="seed">Of the clusters' first centres; the same in every pass, so that the weights are a function of the input.</param>
    /// <param name="starts">Runs of k-means, the best of which counts. Default 10.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public NestedClusters(int clusters, int seed, int starts = 10) : base(nameof(NestedClusters))
    {
        _clusters = Shapes.RequirePositive(clusters, nameof(clusters));
        _starts = Shapes.RequirePositive(starts, nameof(starts));
        _seed = seed;
    }

    private protected override Tensor Allocate(Tensor covariance, Tensor? returns)
    {
        if (covariance.shape[1] < _clusters)
            throw new ArgumentException($"expected at least {_clusters} assets, found {covariance.shape[1]}", nameof(covariance));
        var members = Members(covariance); // (samples, assets, clusters)
        var blocks = covariance.mul(members.matmul(members.transpose(1, 2)));
        var right = returns is null ? ones_like(members.narrow(2, 0, 1)) : returns.unsqueeze(2);
        var solutions = linalg.solve(blocks, right).mul(members);
        var within = solutions.div(solutions.sum(1L, keepdim: true));

        var across = within.transpose(1, 2).matmul(covariance).matmul(within);
        var reduced = returns is null ? ones_like(across.narrow(2, 0, 1)) : within.transpose(1, 2).matmul(right);
        var solution = linalg.solve(across, reduced);
        return within.matmul(solution.div(solution.sum(1L, keepdim: true))).squeeze(2);
    }

    private Tensor Members(Tensor covariance)
    {
        var (samples, assets) = ((int)covariance.shape[0], (int)covariance.shape[1]);
        double[] correlations;
        using (var scope = NewDisposeScope())
            correlations = _correlation.call(covariance.detach()).cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var (members, labels, centres) = (new double[samples * assets * _clusters], new int[assets], new double[_clusters * assets]);
        for (var sample = 0; sample < samples; sample++)
        {
            KMeans.Cluster(correlations.AsSpan(sample * assets * assets, assets * assets), labels, centres, _clusters, _starts, new Random(_seed));
            for (var asset = 0; asset < assets; asset++)
                members[(sample * assets + asset) * _clusters + labels[asset]] = 1;
        }
        return tensor(members, [samples, assets, _clusters], dtype: covariance.dtype, device: covariance.device);
    }
}
