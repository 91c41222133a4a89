using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Adds normal noise whose deviation is a share of that of the sample's channel. For training only.</summary>
/// <param name="share">0 or more. Default 0.2.</param>
/// <exception cref="ArgumentException">The share is below 0.</exception>
public sealed class NoiseAugmentation(double share = 0.2) : Augmentation
{
    private readonly double _share = share >= 0 && double.IsFinite(share) ? share : throw new ArgumentException($"expected 0 or more, found {share}", nameof(share));

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Generator generator)
    {
        using var scope = NewDisposeScope();
        var deviation = inputs.std([2, 3], keepdim: true);
        return inputs.add(empty_like(inputs).normal_(0, _share, generator).mul(deviation)).MoveToOuterDisposeScope();
    }
}
