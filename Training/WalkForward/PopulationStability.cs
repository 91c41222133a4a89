using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.WalkForward;

/// <summary>How far the distribution of a feature has moved: Σ (q − p) ln(q/p) over cells that hold equal shares p of the reference.</summary>
/// <remarks>Ten cells, fewer where values repeat; half a row is added to each, so that an empty one counts but not without bound. Below 0.1 is
/// commonly called stable, above 0.25 a shift. Source: Siddiqi (2006), Credit Risk Scorecards.</remarks>
public static class PopulationStability
{
    private const int Cells = 10, MostRows = 50_000;

    /// <param name="reference">Not empty; NaN is not allowed.</param>
    /// <param name="recent">Not empty; NaN is not allowed.</param>
    /// <exception cref="ArgumentException">One is empty.</exception>
    public static double Index(ReadOnlySpan<float> reference, ReadOnlySpan<float> recent)
    {
        if (reference.IsEmpty || recent.IsEmpty)
            throw new ArgumentException($"expected values on both sides, found {reference.Length} and {recent.Length}", nameof(recent));
        var sorted = reference.ToArray();
        Array.Sort(sorted);
        var edges = new List<float>();
        for (var cell = 1; cell < Cells; cell++)
            if (sorted[(int)((long)cell * sorted.Length / Cells)] is var edge && edge > sorted[0] && (edges.Count == 0 || edge > edges[^1]))
                edges.Add(edge);
        var bounds = edges.ToArray();
        var (before, after) = (Count(reference, bounds), Count(recent, bounds));
        var sum = 0.0;
        for (var cell = 0; cell <= bounds.Length; cell++)
        {
            var p = (before[cell] + 0.5) / (reference.Length + 0.5 * before.Length);
            var q = (after[cell] + 0.5) / (recent.Length + 0.5 * before.Length);
            sum += (q - p) * Math.Log(q / p);
        }
        return sum;
    }

    /// <summary>Of every feature that does not tell the date, which moves by itself.</summary>
    /// <param name="dataset">Rows.</param>
    /// <param name="reference">Row numbers; every k-th is taken, so that they are at most 50,000.</param>
    /// <param name="recent">Row numbers, taken likewise.</param>
    public static IReadOnlyList<KeyValuePair<string, double>> OfFeatures(SupervisedDataset dataset, IReadOnlyList<int> reference, IReadOnlyList<int> recent)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(recent);
        return [.. dataset.FeatureNames.Index().Where(feature => feature.Item is not ("year" or "month" or "weekday"))
            .Select(feature => KeyValuePair.Create(feature.Item, Index(Column(dataset, reference, feature.Index), Column(dataset, recent, feature.Index))))];
    }

    private static float[] Column(SupervisedDataset dataset, IReadOnlyList<int> rows, int feature)
    {
        var stride = (rows.Count + MostRows - 1) / MostRows;
        var values = new float[stride == 0 ? 0 : (rows.Count + stride - 1) / stride];
        for (var i = 0; i < values.Length; i++)
            values[i] = dataset.Features[rows[i * stride] * dataset.FeatureCount + feature];
        return values;
    }

    private static int[] Count(ReadOnlySpan<float> values, float[] bounds)
    {
        var counts = new int[bounds.Length + 1];
        foreach (var value in values)
        {
            var cell = 0;
            while (cell < bounds.Length && value >= bounds[cell])
                cell++;
            counts[cell]++;
        }
        return counts;
    }
}
