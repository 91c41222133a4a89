using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Baselines;

/// <summary>A rule that predicts what a network would, so that the network's figures have company.</summary>
public abstract class Baseline
{
    /// <summary>For tables.</summary>
    public abstract string Name { get; }

    /// <summary>Predictions of rows, in the unit of the label or of a score whose order counts.</summary>
    /// <param name="dataset">Rows.</param>
    /// <param name="trainingRows">Indices of the rows that may be learned from; at least one where the rule learns.</param>
    /// <param name="rows">The rows to predict, whose labels are not looked at.</param>
    /// <returns>One for each of <paramref name="rows"/>.</returns>
    public abstract float[] Predict(SupervisedDataset dataset, ReadOnlySpan<int> trainingRows, Range rows);
}
