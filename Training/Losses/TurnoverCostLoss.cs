using LeanDeep.Training.Layers;
using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Cost of the trade, rate · Σ|w − held|, a fraction of equity.</summary>
/// <param name="rate">One-way cost per unit traded; 0.0005 is 5 bp.</param>
/// <exception cref="ArgumentException">The rate is below 0.</exception>
/// <remarks>A convention with <see cref="ReturnConvention.CostRate"/> takes the cost out of the returns instead. Source: Magill and Constantinides (1976).</remarks>
public sealed class TurnoverCostLoss(double rate) : AllocationLoss
{
    private readonly double _rate = rate >= 0 && double.IsFinite(rate) ? rate : throw new ArgumentException($"expected 0 or more, found {rate}", nameof(rate));

    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held)
    {
        if (held is null || !held.shape.SequenceEqual(weights.shape))
            throw new ArgumentException($"{this}: expected held weights {Shapes.Text(weights)}, found {(held is null ? "none" : $"{Shapes.Text(held)}")}", nameof(held));
        return weights.sub(held).abs().sum(1L).mul(_rate);
    }
}
