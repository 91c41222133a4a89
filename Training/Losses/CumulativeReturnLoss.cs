using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus the simple return over the whole horizon.</summary>
/// <param name="convention">How returns are measured, the output kind apart; null for the default.</param>
public sealed class CumulativeReturnLoss(ReturnConvention? convention = null) : AllocationLoss
{
    private readonly ReturnConvention _convention = (convention ?? ReturnConvention.Default).Checked() with { Output = ReturnKind.Simple };

    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held) =>
        PortfolioReturns.Cumulative(weights, outcomes, _convention, held).select(1, -1).neg();
}
