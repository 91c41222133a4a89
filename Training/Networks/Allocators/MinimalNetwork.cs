using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>The same learned weights whatever the inputs: one parameter for each asset.</summary>
public sealed class MinimalNetwork : AllocatorNetwork
{
    [ComponentName(Name = "allocate_layer")]
    private readonly WeightNormalisation _weights;

    /// <param name="assets">Assets.</param>
    public MinimalNetwork(int assets) : base(nameof(MinimalNetwork))
    {
        _weights = new WeightNormalisation(assets);
        RegisterComponents();
    }

    private protected override Tensor Allocate(Tensor input) => _weights.call(input);
}
