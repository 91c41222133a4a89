namespace LeanDeep.Models.Portfolio;

/// <summary>Gradients of a scalar with respect to everything that a batch of problems holds; shapes as in <see cref="AllocationProblems"/>.</summary>
/// <remarks>Zero for samples that are neither optimal nor within a residual of 1e-6 of it, and for limits that do not bind. Where a lower and an upper limit
/// coincide, the gradient of moving both stands at the side that the multiplier points to.</remarks>
public sealed class AllocationGradients
{
    public AllocationGradients(AllocationProblems problems)
    {
        Returns = new double[problems.Returns.Length];
        Covariances = new double[problems.Covariances.Length];
        RiskAversions = new double[problems.Samples];
        Ridges = new double[problems.Samples];
        Held = new double[problems.Held.Length];
        Lower = new double[problems.Lower.Length];
        Upper = new double[problems.Upper.Length];
        Costs = new double[problems.Costs.Length];
        GroupLower = new double[problems.GroupLower.Length];
        GroupUpper = new double[problems.GroupUpper.Length];
        NetLower = new double[problems.Samples];
        NetUpper = new double[problems.Samples];
        Gross = new double[problems.Samples];
        Turnover = new double[problems.Samples];
        Volatility = new double[problems.Samples];
    }

    /// <summary>(samples, names)</summary>
    public double[] Returns { get; }

    /// <summary>Symmetric: the derivative along a symmetric direction Δ is the sum of the entrywise products. A shared covariance gets the sum over samples.</summary>
    public double[] Covariances { get; }

    /// <summary>(samples)</summary>
    public double[] RiskAversions { get; }

    /// <summary>(samples)</summary>
    public double[] Ridges { get; }

    /// <summary>(samples, names)</summary>
    public double[] Held { get; }

    /// <summary>(samples, names)</summary>
    public double[] Lower { get; }

    /// <summary>(samples, names)</summary>
    public double[] Upper { get; }

    /// <summary>(samples, names)</summary>
    public double[] Costs { get; }

    /// <summary>(samples, groups)</summary>
    public double[] GroupLower { get; }

    /// <summary>(samples, groups)</summary>
    public double[] GroupUpper { get; }

    /// <summary>(samples)</summary>
    public double[] NetLower { get; }

    /// <summary>(samples)</summary>
    public double[] NetUpper { get; }

    /// <summary>(samples)</summary>
    public double[] Gross { get; }

    /// <summary>(samples)</summary>
    public double[] Turnover { get; }

    /// <summary>(samples)</summary>
    public double[] Volatility { get; }

    /// <summary>Gradient with respect to a factor F of Σ = FFᵀ + …: 2GF.</summary>
    /// <param name="covarianceGradient">(names, names) symmetric G, gradient with respect to Σ.</param>
    /// <param name="factor">(names, factors) row-major F.</param>
    /// <param name="gradient">(names, factors) receives 2GF.</param>
    public static void Factor(ReadOnlySpan<double> covarianceGradient, ReadOnlySpan<double> factor, Span<double> gradient)
    {
        if (gradient.Length != factor.Length)
            throw new ArgumentException($"expected {factor.Length} values, found {gradient.Length}", nameof(gradient));
        var n = (int)Math.Sqrt(covarianceGradient.Length);
        var k = factor.Length / n;
        gradient.Clear();
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var f = 0; f < k; f++)
                    gradient[i * k + f] += 2 * covarianceGradient[i * n + j] * factor[j * k + f];
    }

    internal void Clear()
    {
        foreach (var array in (ReadOnlySpan<double[]>)[Returns, Covariances, RiskAversions, Ridges, Held, Lower, Upper, Costs, GroupLower, GroupUpper, NetLower, NetUpper, Gross, Turnover, Volatility])
            Array.Clear(array);
    }
}
