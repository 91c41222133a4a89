using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Multiplies the inputs by a number.</summary>
/// <param name="factor">Default 100, which makes daily returns percent.</param>
public sealed class MultiplyAugmentation(double factor = 100) : Augmentation
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Generator generator) => inputs.mul(factor);
}
