using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Largest position of either sign, max|w|.</summary>
/// <remarks>DeepDow takes max w, which says nothing of short positions.</remarks>
public sealed class LargestWeightLoss : AllocationLoss
{
    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held) => weights.abs().max(1).values;
}
