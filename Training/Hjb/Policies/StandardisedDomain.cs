using LeanDeep.Models.Policies;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Where a network that solves Kim and Omberg's problem for all parameters holds, in units of the process itself: X in long-run deviations σ_X/√(2κ) from its mean, time in 1/κ.</summary>
/// <remarks>A process of any speed and size stays within a few deviations, so that the ranges need no data. The defaults hold what monthly US equity data give once biases are corrected.</remarks>
public sealed record StandardisedDomain
{
    private static readonly DomainRange AnyReversion = new(1e-3, 100);

    /// <summary>(X − X̄)√(2κ)/σ_X; default ±4.</summary>
    public DomainRange Deviations { get; init; } = new(-4, 4);

    /// <summary>X̄/√κ; default −1 to 2.</summary>
    public DomainRange Mean { get; init; } = new(-1, 2);

    /// <summary>σ_X/κ; default 0.001 to 0.8.</summary>
    public DomainRange Deviation { get; init; } = new(1e-3, 0.8);

    /// <summary>ρ; default −1 to 0.3.</summary>
    public DomainRange Correlation { get; init; } = new(-1, 0.3);

    /// <summary>γ; default 1 to 10. Below 1 utility can explode at a finite horizon.</summary>
    public DomainRange RiskAversion { get; init; } = new(1, 10);

    /// <summary>Greatest κτ; default 5.</summary>
    public double ReversionsToGo { get; init; } = 5;

    /// <summary>Wide enough for a domain in plain units, and ±4 deviations of X.</summary>
    public static StandardisedDomain Of(PolicyDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        domain.Check();
        var (slow, fast, mean) = (domain.Reversion.Lower, domain.Reversion.Upper, domain.LongRunSharpeRatio);
        return new()
        {
            Mean = new(mean.Lower / Math.Sqrt(mean.Lower < 0 ? slow : fast), mean.Upper / Math.Sqrt(mean.Upper > 0 ? slow : fast)),
            Deviation = new(domain.Deviation.Lower / fast, domain.Deviation.Upper / slow), Correlation = domain.Correlation, RiskAversion = domain.RiskAversion,
            ReversionsToGo = fast * domain.TimeToGo.Upper,
        };
    }

    /// <summary>Columns of the policy: the state, X̄/√κ, σ_X/κ, ρ, γ, κτ, and κ, which scales the exposure.</summary>
    public IReadOnlyList<PolicyInput> Inputs() =>
    [
        Deviations.As("deviations", PolicyQuantity.StandardSharpeRatio), Mean.As("mean", PolicyQuantity.MeanPerReversion), Deviation.As("deviation", PolicyQuantity.DeviationPerReversion),
        Correlation.As("correlation", PolicyQuantity.Correlation), RiskAversion.As("riskAversion", PolicyQuantity.RiskAversion),
        new DomainRange(0, ReversionsToGo).As("reversionsToGo", PolicyQuantity.ReversionsToGo), AnyReversion.As("reversion", PolicyQuantity.Reversion),
    ];
}
