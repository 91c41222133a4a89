using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>A network's weights.</summary>
/// <param name="network">The network, in the mode in which it is.</param>
/// <param name="name">For tables; null for the network's own.</param>
public sealed class NetworkRule(AllocatorNetwork network, string? name = null) : AllocationRule
{
    public override string Name => name ?? network.GetName();

    /// <inheritdoc/>
    public override Tensor Allocate(WindowBatch batch, Tensor? held = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return network.Decide(batch.Inputs, held, batch.Universe);
    }
}
