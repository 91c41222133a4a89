namespace LeanDeep.Models.Portfolio;

/// <summary>K-means clustering. A cluster that loses its last point is given the point that lies farthest from its own centre, so that none is ever empty.</summary>
/// <remarks>Sources: Lloyd (1982); Arthur and Vassilvitskii, k-means++ (2007). Points are (n, dimensions) row-major.</remarks>
public static class KMeans
{
    /// <summary>The best of several starts.</summary>
    /// <param name="points">(n, dimensions)</param>
    /// <param name="labels">(n) receives the cluster of each point.</param>
    /// <param name="centres">(clusters, dimensions) receives the means.</param>
    /// <param name="clusters">1 to n.</param>
    /// <param name="starts">Starts by k-means++, at least 1.</param>
    /// <param name="random">Draws the starts.</param>
    /// <returns>Sum of squared distances to the centres.</returns>
    public static double Cluster(ReadOnlySpan<double> points, Span<int> labels, Span<double> centres, int clusters, int starts, Random random)
    {
        Require(points, labels, centres, clusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        var dimensions = centres.Length / clusters;
        var best = double.PositiveInfinity;
        var trial = new double[centres.Length];
        var assigned = new int[labels.Length];
        for (var start = 0; start < starts; start++)
        {
            Seed(points, trial, dimensions, random);
            var potential = Refine(points, assigned, trial, clusters);
            if (!(potential < best)) continue;
            best = potential;
            assigned.CopyTo(labels);
            trial.CopyTo(centres);
        }
        return best;
    }

    /// <summary>Lloyd's iteration from given centres until no point changes its cluster.</summary>
    /// <param name="centres">(clusters, dimensions) the first centres; receives the means.</param>
    public static double Refine(ReadOnlySpan<double> points, Span<int> labels, Span<double> centres, int clusters)
    {
        Require(points, labels, centres, clusters);
        var (n, dimensions) = (labels.Length, centres.Length / clusters);
        var distances = new double[n];
        var counts = new int[clusters];
        labels.Fill(-1);
        // Each round lowers the potential or ends; the bound is for ties that rounding breaks differently.
        for (var round = 0; round < 1000; round++)
        {
            var changed = Assign(points, labels, centres, distances, dimensions);
            counts.AsSpan().Clear();
            foreach (var label in labels) counts[label]++;
            for (var k = 0; k < clusters; k++)
            {
                if (counts[k] > 0) continue;
                var farthest = -1;
                for (var i = 0; i < n; i++)
                    if (counts[labels[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) farthest = i;
                counts[labels[farthest]]--;
                (labels[farthest], counts[k], distances[farthest], changed) = (k, 1, 0, true);
            }
            if (!changed) break;
            centres.Clear();
            for (var i = 0; i < n; i++)
                for (var d = 0; d < dimensions; d++)
                    centres[labels[i] * dimensions + d] += points[i * dimensions + d] / counts[labels[i]];
        }
        var potential = 0.0;
        for (var i = 0; i < n; i++) potential += Distance(points.Slice(i * dimensions, dimensions), centres.Slice(labels[i] * dimensions, dimensions));
        return potential;
    }

    private static bool Assign(ReadOnlySpan<double> points, Span<int> labels, ReadOnlySpan<double> centres, Span<double> distances, int dimensions)
    {
        var changed = false;
        for (var i = 0; i < labels.Length; i++)
        {
            var (nearest, least) = (0, double.PositiveInfinity);
            for (var k = 0; k < centres.Length / dimensions; k++)
            {
                var distance = Distance(points.Slice(i * dimensions, dimensions), centres.Slice(k * dimensions, dimensions));
                if (distance < least) (nearest, least) = (k, distance);
            }
            changed |= labels[i] != nearest;
            (labels[i], distances[i]) = (nearest, least);
        }
        return changed;
    }

    // k-means++: each further centre is a point drawn in proportion to its squared distance from those before.
    private static void Seed(ReadOnlySpan<double> points, Span<double> centres, int dimensions, Random random)
    {
        var n = points.Length / dimensions;
        var distances = new double[n];
        var chosen = random.Next(n);
        for (var k = 0; ; k++)
        {
            points.Slice(chosen * dimensions, dimensions).CopyTo(centres[(k * dimensions)..]);
            if ((k + 1) * dimensions == centres.Length) return;
            var total = 0.0;
            for (var i = 0; i < n; i++)
            {
                var distance = Distance(points.Slice(i * dimensions, dimensions), centres.Slice(k * dimensions, dimensions));
                distances[i] = k == 0 ? distance : Math.Min(distances[i], distance);
                total += distances[i];
            }
            var draw = random.NextDouble() * total;
            chosen = 0;
            while (chosen < n - 1 && (draw -= distances[chosen]) >= 0) chosen++;
        }
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var d = 0; d < a.Length; d++) sum += (a[d] - b[d]) * (a[d] - b[d]);
        return sum;
    }

    private static void Require(ReadOnlySpan<double> points, Span<int> labels, Span<double> centres, int clusters)
    {
        if (clusters < 1 || clusters > labels.Length) throw new ArgumentOutOfRangeException(nameof(clusters), clusters, $"expected 1 to {labels.Length}");
        if (centres.Length == 0 || centres.Length % clusters != 0 || points.Length != labels.Length * (centres.Length / clusters))
            throw new ArgumentException($"expected {labels.Length} points of the centres' dimension, found {points.Length} values", nameof(points));
        foreach (var value in points)
            if (!double.IsFinite(value)) throw new ArgumentException($"expected finite values, found {value}", nameof(points));
    }
}
