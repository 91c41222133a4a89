using LeanDeep.Models.Policies;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Where a Kim–Omberg policy that takes its parameters as inputs holds.</summary>
/// <remarks>The defaults hold what monthly US equity data give, with room: rates a year, horizons from a week on.</remarks>
public sealed record PolicyDomain
{
    /// <summary>X; default −4 to 5.</summary>
    public DomainRange SharpeRatio { get; init; } = new(-4, 5);

    /// <summary>X̄; default −1 to 2.5.</summary>
    public DomainRange LongRunSharpeRatio { get; init; } = new(-1, 2.5);

    /// <summary>κ; default 0.05 to 3.</summary>
    public DomainRange Reversion { get; init; } = new(0.05, 3);

    /// <summary>σ_X; default 0.001 to 5.</summary>
    public DomainRange Deviation { get; init; } = new(0.001, 5);

    /// <summary>ρ; default −1 to 0.3.</summary>
    public DomainRange Correlation { get; init; } = new(-1, 0.3);

    /// <summary>γ; default 1 to 15. Below 1 utility can explode at a finite horizon.</summary>
    public DomainRange RiskAversion { get; init; } = new(1, 15);

    /// <summary>τ, years; default 0 to 30.</summary>
    public DomainRange TimeToGo { get; init; } = new(0, 30);

    /// <summary>Columns: X, X̄, κ, σ_X, ρ, γ, τ.</summary>
    public IReadOnlyList<PolicyInput> Inputs() =>
    [
        SharpeRatio.As("X", PolicyQuantity.SharpeRatio), LongRunSharpeRatio.As("mean", PolicyQuantity.LongRunSharpeRatio),
        Reversion.As("reversion", PolicyQuantity.Reversion), Deviation.As("deviation", PolicyQuantity.Deviation),
        Correlation.As("correlation", PolicyQuantity.Correlation), RiskAversion.As("riskAversion", PolicyQuantity.RiskAversion),
        TimeToGo.As("timeToGo", PolicyQuantity.TimeToGo),
    ];

    /// <exception cref="ArgumentException">A range is empty or out of what the problem takes.</exception>
    internal void Check()
    {
        foreach (var input in Inputs())
            if (!double.IsFinite(input.Lower) || !double.IsFinite(input.Upper) || input.Lower >= input.Upper)
                throw new ArgumentException($"{input.Name}: expected a finite range with lower < upper, found {input.Lower} and {input.Upper}");
        Require.Positive(Reversion.Lower, "reversion");
        Require.Positive(Deviation.Lower, "deviation");
        Require.Correlation(Correlation.Lower, "correlation");
        Require.Correlation(Correlation.Upper, "correlation");
        if (RiskAversion.Lower < 1) throw new ArgumentException($"riskAversion: expected at least 1 (below, utility can explode), found {RiskAversion.Lower}");
        Require.NotNegative(TimeToGo.Lower, "timeToGo");
    }
}
