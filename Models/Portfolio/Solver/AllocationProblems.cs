namespace LeanDeep.Models.Portfolio;

/// <summary>A batch of problems: maximise μᵀw − γ wᵀΣw − α‖w‖² − Σ cᵢ|wᵢ − heldᵢ| under limits. Flat row-major arrays, to be filled by the caller.</summary>
/// <remarks>The limits are those given, once per sample, and may be changed per sample; the group matrix is the same for all.</remarks>
public sealed class AllocationProblems
{
    /// <param name="limits">The constraints; copied into each sample.</param>
    /// <param name="samples">Problems in the batch, at least 1.</param>
    /// <param name="sharedCovariance">One covariance for all samples instead of one each.</param>
    /// <exception cref="ArgumentException">The limits' arrays disagree in length, or a count is below 1.</exception>
    public AllocationProblems(AllocationLimits limits, int samples, bool sharedCovariance = false)
    {
        limits.RequireConsistent();
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.Names.Count, 1, nameof(limits));
        (Limits, Samples) = (limits, samples);
        var n = Names = limits.Names.Count;
        Returns = new double[samples * n];
        Covariances = new double[sharedCovariance ? n * n : samples * n * n];
        RiskAversions = new double[samples];
        Ridges = new double[samples];
        Held = new double[samples * n];
        Lower = Repeat(limits.Lower);
        Upper = Repeat(limits.Upper);
        Costs = Repeat(limits.Costs);
        GroupLower = Repeat(limits.GroupLower);
        GroupUpper = Repeat(limits.GroupUpper);
        NetLower = Repeat([limits.Net.Lower]);
        NetUpper = Repeat([limits.Net.Upper]);
        Gross = Repeat([limits.Gross]);
        Turnover = Repeat([limits.Turnover]);
        Volatility = Repeat([limits.Volatility]);

        double[] Repeat(double[] values)
        {
            var all = new double[samples * values.Length];
            for (var s = 0; s < samples; s++) values.CopyTo(all, s * values.Length);
            return all;
        }
    }

    /// <summary>Names of the stocks and groups, and the group matrix.</summary>
    public AllocationLimits Limits { get; }

    /// <summary>Problems in the batch.</summary>
    public int Samples { get; }

    /// <summary>Stocks.</summary>
    public int Names { get; }

    /// <summary>(samples, names) μ, expected returns.</summary>
    public double[] Returns { get; }

    /// <summary>(samples, names, names), or (names, names) where shared: Σ, symmetric and positive semidefinite.</summary>
    public double[] Covariances { get; }

    /// <summary>(samples) γ, at least 0; the objective charges γ wᵀΣw, without a half.</summary>
    public double[] RiskAversions { get; }

    /// <summary>(samples) α, at least 0.</summary>
    public double[] Ridges { get; }

    /// <summary>(samples, names) weights held before; zero at first. Read only where turnover is limited or trading costs.</summary>
    public double[] Held { get; }

    /// <summary>(samples, names) least weights.</summary>
    public double[] Lower { get; }

    /// <summary>(samples, names) greatest weights.</summary>
    public double[] Upper { get; }

    /// <summary>(samples, names) c, cost per unit traded, at least 0.</summary>
    public double[] Costs { get; }

    /// <summary>(samples, groups) least sums.</summary>
    public double[] GroupLower { get; }

    /// <summary>(samples, groups) greatest sums.</summary>
    public double[] GroupUpper { get; }

    /// <summary>(samples) least Σw.</summary>
    public double[] NetLower { get; }

    /// <summary>(samples) greatest Σw.</summary>
    public double[] NetUpper { get; }

    /// <summary>(samples) greatest Σ|w|.</summary>
    public double[] Gross { get; }

    /// <summary>(samples) greatest Σ|w − held|.</summary>
    public double[] Turnover { get; }

    /// <summary>(samples) greatest √(wᵀΣw).</summary>
    public double[] Volatility { get; }

    internal bool SharedCovariance => Covariances.Length == Names * Names && Samples > 1;

    internal ReadOnlySpan<double> Covariance(int sample) =>
        Covariances.AsSpan(SharedCovariance ? 0 : sample * Names * Names, Names * Names);
}
