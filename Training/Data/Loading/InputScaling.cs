namespace LeanDeep.Training.Data.Loading;

/// <summary>What a network does to its inputs first: (x − mean)/scale.</summary>
/// <param name="Mean">(features).</param>
/// <param name="Scale">(features) positive.</param>
public sealed record InputScaling(float[] Mean, float[] Scale)
{
    /// <summary>Leaves inputs as they are.</summary>
    public static InputScaling None(int features)
    {
        var scale = new float[features];
        Array.Fill(scale, 1);
        return new InputScaling(new float[features], scale);
    }

    /// <summary>Mean and standard deviation (population) of the training rows, and of no others. A feature that is constant
    /// there keeps the scale 1.</summary>
    /// <param name="dataset">Rows.</param>
    /// <param name="rows">Indices of the training rows, at least one.</param>
    /// <exception cref="ArgumentException">No rows.</exception>
    public static InputScaling Of(SupervisedDataset dataset, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (rows.Length == 0)
            throw new ArgumentException("expected training rows, found none", nameof(rows));
        var width = dataset.FeatureCount;
        var mean = new double[width];
        foreach (var row in rows)
        {
            var values = dataset.Features.AsSpan(row * width, width);
            for (var j = 0; j < width; j++)
                mean[j] += values[j];
        }
        for (var j = 0; j < width; j++)
            mean[j] /= rows.Length;
        var squares = new double[width];
        foreach (var row in rows)
        {
            var values = dataset.Features.AsSpan(row * width, width);
            for (var j = 0; j < width; j++)
            {
                var d = values[j] - mean[j];
                squares[j] += d * d;
            }
        }
        var scale = new float[width];
        for (var j = 0; j < width; j++)
        {
            var deviation = Math.Sqrt(squares[j] / rows.Length);
            // Below the resolution of float around the mean a feature says nothing but rounding.
            scale[j] = deviation > 1e-6 * Math.Abs(mean[j]) && (float)deviation > 0 ? (float)deviation : 1;
        }
        return new InputScaling(Array.ConvertAll(mean, m => (float)m), scale);
    }
}
