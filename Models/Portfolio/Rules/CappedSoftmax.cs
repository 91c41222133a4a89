namespace LeanDeep.Models.Portfolio;

/// <summary>argmax xᵀw + H(w), Σw = 1, w ≤ cap: softmax with a cap, in closed form.</summary>
/// <remarks>w = min(cap, exp(x − τ)): the greatest entries stand at the cap, the others share the rest as a softmax does.
/// Source: Martins and Kreutzer, Learning what's easy: fully differentiable neural easy-first taggers (2017), constrained softmax.</remarks>
public static class CappedSoftmax
{
    /// <summary>Allocates.</summary>
    /// <param name="x">(names) logits, already divided by the temperature.</param>
    /// <param name="cap">Greatest weight; 1 or more for none.</param>
    /// <param name="weights">(names) receives w. Where no weights meet the cap (names · cap below 1) each is at the cap; where x is not finite they are equal.</param>
    /// <returns>Optimal, Infeasible, or InvalidInput.</returns>
    /// <exception cref="ArgumentException">Lengths differ or are zero.</exception>
    public static AllocationStatus Allocate(ReadOnlySpan<double> x, double cap, Span<double> weights)
    {
        var n = SimplexInput.RequireLengths(x, weights);
        if (SimplexInput.Rejects(x, cap, weights, out var status)) return status;
        var descending = x.ToArray();
        Array.Sort(descending);
        Array.Reverse(descending);
        // tails[k] = ln Σ exp over all but the k greatest.
        var tails = new double[n + 1];
        tails[n] = double.NegativeInfinity;
        for (var k = n - 1; k >= 0; k--) tails[k] = descending[k] + Math.Log(1 + Math.Exp(tails[k + 1] - descending[k]));
        var capped = 0;
        while (capped < n - 1 && descending[capped] - tails[capped] + Math.Log(1 - capped * cap) > Math.Log(cap)) capped++;
        var tau = tails[capped] - Math.Log(1 - capped * cap);
        for (var i = 0; i < n; i++) weights[i] = Math.Min(cap, Math.Exp(x[i] - tau));
        return AllocationStatus.Optimal;
    }

    /// <summary>Gradient with respect to x of a scalar of the weights: w (g − Σwg / Σw) over the weights below the cap, 0 at the cap.</summary>
    /// <param name="weights">(names) as allocated.</param>
    /// <param name="weightGradient">(names) g.</param>
    /// <param name="gradient">(names) receives.</param>
    public static void Backward(ReadOnlySpan<double> weights, double cap, ReadOnlySpan<double> weightGradient, Span<double> gradient)
    {
        double product = 0, sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= cap) continue;
            product += weights[i] * weightGradient[i];
            sum += weights[i];
        }
        for (var i = 0; i < weights.Length; i++) gradient[i] = weights[i] < cap ? weights[i] * (weightGradient[i] - product / sum) : 0;
    }
}
