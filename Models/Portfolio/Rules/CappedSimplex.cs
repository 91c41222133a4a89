namespace LeanDeep.Models.Portfolio;

/// <summary>Euclidean projection on {w: Σw = 1, 0 ≤ w ≤ cap}: sparsemax with a cap, in closed form.</summary>
/// <remarks>w = clip(x − τ, 0, cap). Sources: Martins and Astudillo, From softmax to sparsemax (2016); Wang and Lu, Projection onto the capped simplex (2015).</remarks>
public static class CappedSimplex
{
    /// <summary>Projects.</summary>
    /// <param name="x">(names)</param>
    /// <param name="cap">Greatest weight; 1 or more for none.</param>
    /// <param name="weights">(names) receives w. Where no weights meet the cap (names · cap below 1) each is at the cap; where x is not finite they are equal.</param>
    /// <returns>Optimal, Infeasible, or InvalidInput.</returns>
    /// <exception cref="ArgumentException">Lengths differ or are zero.</exception>
    public static AllocationStatus Project(ReadOnlySpan<double> x, double cap, Span<double> weights)
    {
        var n = SimplexInput.RequireLengths(x, weights);
        if (SimplexInput.Rejects(x, cap, weights, out var status)) return status;
        // Σ clip(x − τ, 0, cap) grows as τ falls: by one a unit from each x on, no more from x − cap on.
        var breakpoints = new double[2 * n];
        var slopes = new double[2 * n];
        for (var i = 0; i < n; i++)
        {
            (breakpoints[i], slopes[i]) = (-x[i], 1);
            (breakpoints[n + i], slopes[n + i]) = (cap - x[i], -1);
        }
        Array.Sort(breakpoints, slopes);
        double sum = 0, slope = 0, tau = -breakpoints[0];
        for (var k = 0; k < 2 * n; k++)
        {
            var next = -breakpoints[k];
            if (sum + slope * (tau - next) >= 1) break;
            sum += slope * (tau - next);
            (tau, slope) = (next, slope + slopes[k]);
        }
        if (slope > 0) tau -= (1 - sum) / slope;
        SetWeights(x, cap, Sharpened(x, cap, tau), weights);
        return AllocationStatus.Optimal;
    }

    /// <summary>Gradient with respect to x of a scalar of the weights: the gradient less its mean over the weights strictly between their bounds, 0 elsewhere.</summary>
    /// <param name="weights">(names) as projected.</param>
    /// <param name="weightGradient">(names)</param>
    /// <param name="gradient">(names) receives.</param>
    public static void Backward(ReadOnlySpan<double> weights, double cap, ReadOnlySpan<double> weightGradient, Span<double> gradient)
    {
        double sum = 0;
        var free = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] > 0 && weights[i] < cap)) continue;
            sum += weightGradient[i];
            free++;
        }
        for (var i = 0; i < weights.Length; i++)
            gradient[i] = weights[i] > 0 && weights[i] < cap ? weightGradient[i] - sum / free : 0;
    }

    // τ from the weights between their bounds, without the error of the running sums.
    private static double Sharpened(ReadOnlySpan<double> x, double cap, double tau)
    {
        double free = 0, total = -1;
        foreach (var value in x)
        {
            if (value - tau >= cap) total += cap;
            else if (value > tau) (total, free) = (total + value, free + 1);
        }
        return free > 0 ? total / free : tau;
    }

    private static void SetWeights(ReadOnlySpan<double> x, double cap, double tau, Span<double> weights)
    {
        for (var i = 0; i < x.Length; i++) weights[i] = Math.Clamp(x[i] - tau, 0, cap);
    }
}
