using LeanDeep.Training.Data;

namespace LeanDeep.Training.Layers.Clustering;

/// <summary>Clusters of rows by Lloyd's rounds: label each row with its nearest centre, move each centre to the mean of its rows.</summary>
/// <remarks>The centres returned are those after the last labelling. A cluster that loses all rows takes the row that is farthest from its centre; DeepDow's
/// becomes NaN. Source: Lloyd (1982).</remarks>
public sealed class KMeans
{
    private readonly int _clusters, _starts, _iterations;
    private readonly double _tolerance;
    private readonly KMeansStart _start;

    /// <param name="clusters">Clusters, at least 1.</param>
    /// <param name="start">First centres. Default k-means++.</param>
    /// <param name="starts">Runs from different centres, of which the best counts, at least 1. Default 10.</param>
    /// <param name="iterations">Rounds at most, at least 1. Default 30.</param>
    /// <param name="tolerance">A run ends where the potential changes by less. Default 1e-5.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public KMeans(int clusters, KMeansStart start = KMeansStart.PlusPlus, int starts = 10, int iterations = 30, double tolerance = 1e-5)
    {
        _clusters = Shapes.RequirePositive(clusters, nameof(clusters));
        _start = start;
        _starts = Shapes.RequirePositive(starts, nameof(starts));
        _iterations = Shapes.RequirePositive(iterations, nameof(iterations));
        _tolerance = tolerance;
    }

    /// <summary>The run with the smallest potential.</summary>
    /// <param name="rows">(rows · width) row after row, finite.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="seed">Of the first centres.</param>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, or a number is not finite.</exception>
    public KMeansResult Fit(ReadOnlySpan<double> rows, int width, long seed)
    {
        Check(rows, width);
        var generator = new SeededGenerator((ulong)seed, stream: 0);
        KMeansResult? best = null;
        for (var run = 0; run < _starts; run++)
        {
            var found = FitFrom(rows, width, FirstCentres(rows, width, generator));
            if (best is null || found.Potential < best.Potential)
                best = found;
        }
        return best!;
    }

    /// <summary>One run from given centres.</summary>
    /// <param name="rows">(rows · width).</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="centres">(clusters · width).</param>
    /// <exception cref="ArgumentException">Lengths do not fit, there are fewer rows than clusters, or a number is not finite.</exception>
    public KMeansResult FitFrom(ReadOnlySpan<double> rows, int width, ReadOnlySpan<double> centres)
    {
        var count = Check(rows, width);
        if (centres.Length != _clusters * width)
            throw new ArgumentException($"expected {_clusters} centres of {width} numbers, found {centres.Length} numbers", nameof(centres));
        var (labels, distances, place, members) = (new int[count], new double[count], centres.ToArray(), new int[_clusters]);
        var (potential, converged, iteration) = (double.PositiveInfinity, false, 0);
        while (iteration < _iterations && !converged)
        {
            iteration++;
            var previous = potential;
            potential = Label(rows, width, place, labels, distances);
            Move(rows, width, labels, distances, place, members);
            converged = Math.Abs(previous - potential) < _tolerance;
        }
        return new KMeansResult(labels, place, potential, iteration, converged);
    }

    /// <summary>Squared distance of every row from every centre, (rows · clusters).</summary>
    /// <exception cref="ArgumentException">Lengths are not multiples of the width.</exception>
    public static double[] SquaredDistances(ReadOnlySpan<double> rows, ReadOnlySpan<double> centres, int width)
    {
        if (width < 1 || rows.Length % width != 0 || centres.Length % width != 0)
            throw new ArgumentException($"expected rows and centres of {width} numbers, found {rows.Length} and {centres.Length} numbers", nameof(width));
        var clusters = centres.Length / width;
        var distances = new double[rows.Length / width * clusters];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = SquaredDistance(rows.Slice(i / clusters * width, width), centres.Slice(i % clusters * width, width));
        return distances;
    }

    private double Label(ReadOnlySpan<double> rows, int width, ReadOnlySpan<double> centres, Span<int> labels, Span<double> distances)
    {
        double potential = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            distances[i] = double.PositiveInfinity;
            for (var k = 0; k < _clusters; k++)
            {
                var distance = SquaredDistance(rows.Slice(i * width, width), centres.Slice(k * width, width));
                if (distance < distances[i])
                    (distances[i], labels[i]) = (distance, k);
            }
            potential += distances[i];
        }
        return potential;
    }

    private void Move(ReadOnlySpan<double> rows, int width, Span<int> labels, Span<double> distances, Span<double> centres, Span<int> members)
    {
        members.Clear();
        foreach (var label in labels)
            members[label]++;
        for (var k = 0; k < _clusters; k++)
            if (members[k] == 0 && Farthest(labels, distances, members) is >= 0 and var row)
            {
                members[labels[row]]--;
                (labels[row], distances[row], members[k]) = (k, 0, 1);
            }
        centres.Clear();
        for (var i = 0; i < labels.Length; i++)
            for (var j = 0; j < width; j++)
                centres[labels[i] * width + j] += rows[i * width + j] / members[labels[i]];
    }

    // The row that is farthest from its centre and not alone in its cluster.
    private static int Farthest(ReadOnlySpan<int> labels, ReadOnlySpan<double> distances, ReadOnlySpan<int> members)
    {
        var farthest = -1;
        for (var i = 0; i < labels.Length; i++)
            if (members[labels[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest]))
                farthest = i;
        return farthest;
    }

    private double[] FirstCentres(ReadOnlySpan<double> rows, int width, SeededGenerator generator)
    {
        var count = rows.Length / width;
        var (centres, weights, taken) = (new double[_clusters * width], new double[count], new bool[count]);
        Array.Fill(weights, 1);
        for (var k = 0; k < _clusters; k++)
        {
            var row = Draw(weights, taken, generator);
            taken[row] = true;
            rows.Slice(row * width, width).CopyTo(centres.AsSpan(k * width));
            if (_start == KMeansStart.PlusPlus)
                for (var i = 0; i < count; i++)
                {
                    var distance = SquaredDistance(rows.Slice(i * width, width), rows.Slice(row * width, width));
                    weights[i] = k == 0 ? distance : Math.Min(weights[i], distance);
                }
        }
        return centres;
    }

    // A row not taken, with likelihood in proportion to its weight; any of them where all weights are 0.
    private static int Draw(ReadOnlySpan<double> weights, ReadOnlySpan<bool> taken, SeededGenerator generator)
    {
        double total = 0;
        for (var i = 0; i < weights.Length; i++)
            total += taken[i] ? 0 : weights[i];
        var left = generator.Uniform() * total;
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
            if (!taken[i] && (weights[i] > 0 || total == 0))
            {
                last = i;
                left -= weights[i];
                if (left < 0)
                    break;
            }
        return last;
    }

    private int Check(ReadOnlySpan<double> rows, int width)
    {
        if (width < 1 || rows.Length % width != 0 || rows.Length / width < _clusters)
            throw new ArgumentException($"expected at least {_clusters} rows of {width} numbers, found {rows.Length} numbers", nameof(rows));
        foreach (var value in rows)
            if (!double.IsFinite(value))
                throw new ArgumentException($"expected finite numbers, found {value}", nameof(rows));
        return rows.Length / width;
    }

    private static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var j = 0; j < a.Length; j++)
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        return sum;
    }
}
