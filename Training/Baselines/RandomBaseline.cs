using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Baselines;

/// <summary>A ranking drawn by lot: a number for each session and name that only the seed decides, whichever rows are asked for.</summary>
/// <param name="seed">Of the draws.</param>
public sealed class RandomBaseline(long seed) : Baseline
{
    public override string Name => "random";

    /// <returns>Uniform in [−½, ½).</returns>
    public override float[] Predict(SupervisedDataset dataset, ReadOnlySpan<int> trainingRows, Range rows)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var (first, count) = rows.GetOffsetAndLength(dataset.RowCount);
        var predictions = new float[count];
        for (var i = 0; i < count; i++)
            // 24 of the 63 bits: all that a float below 1 holds.
            predictions[i] = (SeedSequence.Derive(seed, dataset.RowSessions[first + i], dataset.RowNames[first + i]) >> 39) * (1f / (1 << 24)) - 0.5f;
        return predictions;
    }
}
