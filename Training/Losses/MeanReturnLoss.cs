using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus the mean return of a step.</summary>
/// <param name="convention">How returns are measured; null for the default.</param>
public sealed class MeanReturnLoss(ReturnConvention? convention = null) : ReturnLoss(convention)
{
    private protected override Tensor Evaluate(Tensor returns) => returns.mean([1]).neg();
}
