using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Concentration Σw², from 1/assets to 1 for long-only weights.</summary>
public sealed class SquaredWeightsLoss : AllocationLoss
{
    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held) => weights.square().sum(1L);
}
