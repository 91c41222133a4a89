using LeanDeep.Training.Layers.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

internal static class PositionSideRules
{
    public static nn.Module<Tensor, Tensor> Layer(this PositionSide side) => side switch
    {
        PositionSide.LongOnly => new SoftmaxAllocator(),
        PositionSide.LongShort => new NormalisedTanh(),
        _ => throw new ArgumentException($"expected a known side, found {side}", nameof(side)),
    };
}
