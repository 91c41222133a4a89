using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Feedforward;

/// <summary>One dense network in training on chosen rows of a dataset, an epoch at a time.</summary>
public interface IDenseTraining : ITraining
{
    /// <summary>Predicts rows of the dataset in evaluation mode.</summary>
    /// <param name="rows">Rows of the dataset, which need not be training rows.</param>
    /// <param name="predictions">(rows · outputs) row after row: mean + scale · last sums, in the labels' units; logits under cross-entropy.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    void Predict(Range rows, Span<float> predictions);

    /// <summary>A copy of the network as it is now.</summary>
    DenseParameters Parameters { get; }
}
