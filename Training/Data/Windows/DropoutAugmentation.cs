using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Sets a share of the inputs to zero and divides the others by what is left. For training only.</summary>
/// <param name="share">In [0, 1). Default 0.2.</param>
/// <exception cref="ArgumentException">The share lies outside [0, 1).</exception>
public sealed class DropoutAugmentation(double share = 0.2) : Augmentation
{
    private readonly double _keep = share is >= 0 and < 1 ? 1 - share : throw new ArgumentException($"expected within [0, 1), found {share}", nameof(share));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Generator generator)
    {
        using var scope = NewDisposeScope();
        return inputs.mul(empty_like(inputs).bernoulli_(_keep, generator).div_(_keep)).MoveToOuterDisposeScope();
    }
}
