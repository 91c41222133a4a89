using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Minus a low quantile of the returns: the k-th smallest, k = 1 + round(q (H − 1)), halves to even, no interpolation.</summary>
/// <param name="quantile">q, within [0, 1]. Default 0.1.</param>
/// <param name="convention">How returns are measured; null for the default.</param>
/// <exception cref="ArgumentException">q lies outside [0, 1].</exception>
public sealed class QuantileLoss(double quantile = 0.1, ReturnConvention? convention = null) : ReturnLoss(convention)
{
    private readonly double _quantile = quantile is >= 0 and <= 1 ? quantile : throw new ArgumentException($"expected within [0, 1], found {quantile}", nameof(quantile));

    private protected override Tensor Evaluate(Tensor returns)
    {
        var place = (long)Math.Round(_quantile * (returns.shape[1] - 1), MidpointRounding.ToEven);
        return returns.sort(1L).Values.select(1, place).neg();
    }
}
