namespace LeanDeep.Models.Portfolio;

/// <summary>Nested clustered optimisation: names clustered by the rows of their correlation matrix, one portfolio in each cluster, one of the clusters' portfolios.</summary>
/// <remarks>Within and across clusters: least variance, or with returns the tangency portfolio, Σw = 1, short positions allowed.
/// Source: López de Prado, A robust estimator of the efficient frontier (2019).</remarks>
public static class NestedClusteredOptimisation
{
    /// <summary>Clusters, then allocates.</summary>
    /// <param name="covariance">(names, names) row-major.</param>
    /// <param name="returns">(names) expected excess returns; empty for the least variance.</param>
    /// <param name="clusters">1 to names; both ends are the plain portfolio.</param>
    /// <param name="starts">Starts of k-means; 10 is usual.</param>
    /// <param name="random">Draws the starts.</param>
    /// <param name="weights">(names) receives.</param>
    /// <returns>As <see cref="Allocate(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{int}, Span{double})"/>; InvalidInput (then equal weights) where a value is not finite.</returns>
    public static AllocationStatus Allocate(ReadOnlySpan<double> covariance, ReadOnlySpan<double> returns, int clusters, int starts, Random random, Span<double> weights)
    {
        var n = weights.Length;
        weights.Fill(1.0 / n);
        foreach (var value in covariance) if (!double.IsFinite(value)) return AllocationStatus.InvalidInput;
        foreach (var value in returns) if (!double.IsFinite(value)) return AllocationStatus.InvalidInput;
        var correlation = new double[n * n];
        Correlation.Compute(covariance, n, correlation);
        var labels = new int[n];
        KMeans.Cluster(correlation, labels, new double[clusters * n], clusters, starts, random);
        return Allocate(covariance, returns, labels, weights);
    }

    /// <summary>Allocates with given clusters.</summary>
    /// <param name="labels">(names) the cluster of each name, from 0 on.</param>
    /// <returns>Optimal; Unbounded where a part has no tangency portfolio (that part is then the least variance's); Indefinite (then equal weights in that part).</returns>
    public static AllocationStatus Allocate(ReadOnlySpan<double> covariance, ReadOnlySpan<double> returns, ReadOnlySpan<int> labels, Span<double> weights)
    {
        var n = weights.Length;
        if (labels.Length != n) throw new ArgumentException($"expected {n} labels, found {labels.Length}", nameof(labels));
        if (returns.Length != 0 && returns.Length != n) throw new ArgumentException($"expected {n} returns or none, found {returns.Length}", nameof(returns));
        var clusters = 0;
        foreach (var label in labels) clusters = Math.Max(clusters, label + 1);
        var status = AllocationStatus.Optimal;
        var within = new double[n];
        for (var k = 0; k < clusters; k++) status = Worse(status, Within(covariance, returns, labels, k, within));

        var across = new double[clusters * clusters];
        var means = new double[returns.Length == 0 ? 0 : clusters];
        for (var i = 0; i < n; i++)
        {
            if (means.Length > 0) means[labels[i]] += within[i] * returns[i];
            for (var j = 0; j < n; j++) across[labels[i] * clusters + labels[j]] += within[i] * covariance[i * n + j] * within[j];
        }
        var shares = new double[clusters];
        status = Worse(status, Portfolio(across, means, shares));
        for (var i = 0; i < n; i++) weights[i] = within[i] * shares[labels[i]];
        return status;
    }

    private static AllocationStatus Within(ReadOnlySpan<double> covariance, ReadOnlySpan<double> returns, ReadOnlySpan<int> labels, int cluster, Span<double> within)
    {
        var members = new List<int>();
        for (var i = 0; i < labels.Length; i++) if (labels[i] == cluster) members.Add(i);
        if (members.Count == 0) throw new ArgumentException($"expected every cluster to have a name, found none in {cluster}", nameof(labels));
        var (own, means, weights) = (new double[members.Count * members.Count], new double[returns.Length == 0 ? 0 : members.Count], new double[members.Count]);
        for (var a = 0; a < members.Count; a++)
        {
            if (means.Length > 0) means[a] = returns[members[a]];
            for (var b = 0; b < members.Count; b++) own[a * members.Count + b] = covariance[members[a] * labels.Length + members[b]];
        }
        var status = Portfolio(own, means, weights);
        for (var a = 0; a < members.Count; a++) within[members[a]] = weights[a];
        return status;
    }

    private static AllocationStatus Portfolio(double[] covariance, double[] means, double[] weights) =>
        means.Length == 0 ? Markowitz.MinimumVariance(covariance, weights) : Markowitz.Tangency(means, covariance, weights);

    private static AllocationStatus Worse(AllocationStatus a, AllocationStatus b) => b == AllocationStatus.Optimal ? a : b;
}
