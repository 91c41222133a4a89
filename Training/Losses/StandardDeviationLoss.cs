using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Standard deviation (sample) of the returns.</summary>
/// <param name="convention">How returns are measured; null for the default.</param>
public sealed class StandardDeviationLoss(ReturnConvention? convention = null) : ReturnLoss(convention, steps: 2)
{
    private protected override Tensor Evaluate(Tensor returns) => returns.std(1L);
}
