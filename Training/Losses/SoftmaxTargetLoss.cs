using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Squared distance of the weights from softmax of the assets' summed returns, Σ(w − softmax(Σₜ y))².</summary>
/// <param name="channel">Channel of the outcomes. Default 0.</param>
public sealed class SoftmaxTargetLoss(int channel = 0) : AllocationLoss
{
    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held) =>
        weights.sub(PortfolioReturns.AssetReturns(weights, outcomes, channel).sum(1L).softmax(1)).square().sum(1L);
}
