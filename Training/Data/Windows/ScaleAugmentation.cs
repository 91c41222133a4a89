using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Centres and scales each channel. For training and trading alike.</summary>
/// <param name="scaling">Fitted on training samples alone.</param>
public sealed class ScaleAugmentation(ChannelScaling scaling) : Augmentation
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Generator generator)
    {
        if (inputs.shape[1] != scaling.Centre.Count)
            throw new ArgumentException($"expected {scaling.Centre.Count} channels, found {inputs.shape[1]}", nameof(inputs));
        using var scope = NewDisposeScope();
        return inputs.sub(Channels(scaling.Centre)).div(Channels(scaling.Scale)).MoveToOuterDisposeScope();

        Tensor Channels(IReadOnlyList<double> values) => tensor([.. values], [1, values.Count, 1, 1], dtype: inputs.dtype, device: inputs.device);
    }
}
