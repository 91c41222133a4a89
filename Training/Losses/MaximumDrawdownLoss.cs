using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Largest fall of wealth from its highest value so far, as a fraction of that: 0.2 is a fall by a fifth.</summary>
/// <param name="convention">How returns are measured, the output kind apart; null for the default.</param>
/// <remarks>The wealth at the start counts as a high. DeepDow leaves it out and so misses losses before the first gain.</remarks>
public sealed class MaximumDrawdownLoss(ReturnConvention? convention = null) : AllocationLoss
{
    private readonly ReturnConvention _convention = (convention ?? ReturnConvention.Default).Checked() with { Output = ReturnKind.Simple };

    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held)
    {
        var wealth = PortfolioReturns.Cumulative(weights, outcomes, _convention, held).add(1);
        wealth = cat([ones_like(wealth.narrow(1, 0, 1)), wealth], 1);
        return wealth.div(wealth.cummax(1).values).neg().add(1).max(1).values;
    }
}
