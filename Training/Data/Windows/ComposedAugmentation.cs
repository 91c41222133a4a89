using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Several in order.</summary>
public sealed class ComposedAugmentation(params IReadOnlyList<Augmentation> parts) : Augmentation
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = NewDisposeScope();
        var values = inputs.alias();
        foreach (var part in parts)
            values = part.Apply(values, generator);
        return values.MoveToOuterDisposeScope();
    }
}
