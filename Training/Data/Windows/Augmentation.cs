using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>What is done to the inputs of a batch before the network sees them.</summary>
public abstract class Augmentation
{
    /// <param name="inputs">(samples, channels, lookback, assets); left as it is.</param>
    /// <param name="generator">Of random changes.</param>
    /// <returns>The same shape, a new tensor.</returns>
    public abstract Tensor Apply(Tensor inputs, Generator generator);
}
