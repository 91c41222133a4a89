namespace LeanDeep.Models.Policies;

/// <summary>What a column of a policy's input holds. In JSON: <c>sharpe-ratio</c>, <c>long-run-sharpe-ratio</c> and so on.</summary>
public enum PolicyQuantity
{
    /// <summary>X, the Sharpe ratio of a shock, per square root of a year; the first such column is shock 0.</summary>
    SharpeRatio,

    /// <summary>X̄, to which it reverts.</summary>
    LongRunSharpeRatio,

    /// <summary>κ a year.</summary>
    Reversion,

    /// <summary>σ_X, the deviation of its changes, per year.</summary>
    Deviation,

    /// <summary>ρ of its changes with the asset's shock.</summary>
    Correlation,

    /// <summary>γ.</summary>
    RiskAversion,

    /// <summary>r, riskless, a year.</summary>
    Rate,

    /// <summary>τ, years.</summary>
    TimeToGo,

    /// <summary>(X − X̄)√(2κ)/σ_X: X in long-run deviations from its mean.</summary>
    StandardSharpeRatio,

    /// <summary>X̄/√κ, without a unit as the next two.</summary>
    MeanPerReversion,

    /// <summary>σ_X/κ.</summary>
    DeviationPerReversion,

    /// <summary>κτ.</summary>
    ReversionsToGo,

    /// <summary>A state of a model that the caller gives by its place, such as a wealth share or a variance.</summary>
    State,
}

/// <summary>What a policy's outputs are measured in.</summary>
public enum PolicyUnit
{
    /// <summary>Exposures to unit shocks, u; weights are θ = Σ_S'⁻¹u with the volatility matrix Σ_S of the day.</summary>
    Exposures,

    /// <summary>Fractions of wealth, or what else the problem's policy gives.</summary>
    Weights,
}

/// <summary>How the graph's value function was found.</summary>
public enum SolutionMethod
{
    /// <summary>A closed form.</summary>
    ClosedForm,

    /// <summary>A network that training on the equation found.</summary>
    Network,
}
