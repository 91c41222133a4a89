using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Baselines;

/// <summary>Yesterday's losers: the negative of a past return.</summary>
/// <param name="feature">The feature that holds it, such as r05.</param>
/// <remarks>Source: Lehmann (1990), Jegadeesh (1990).</remarks>
public sealed class ReversalBaseline(string feature) : Baseline
{
    public override string Name => $"reversal of {feature}";

    /// <exception cref="ArgumentException">The dataset lacks the feature.</exception>
    public override float[] Predict(SupervisedDataset dataset, ReadOnlySpan<int> trainingRows, Range rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var column = dataset.FeatureNames.ToList().IndexOf(feature);
        if (column < 0)
            throw new ArgumentException($"expected a feature {feature}, found {string.Join(", ", dataset.FeatureNames)}", nameof(dataset));
        var (first, count) = rows.GetOffsetAndLength(dataset.RowCount);
        var predictions = new float[count];
        for (var i = 0; i < count; i++)
            predictions[i] = -dataset.Features[(first + i) * dataset.FeatureCount + column];
        return predictions;
    }
}
