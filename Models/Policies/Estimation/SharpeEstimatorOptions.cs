namespace LeanDeep.Models.Policies.Estimation;

/// <summary>How a market's Sharpe ratios are estimated.</summary>
public sealed record SharpeEstimatorOptions
{
    /// <summary>Sessions over whose mean log price the predictor looks back; default 1260, five years.</summary>
    public int PredictorWindow { get; init; } = 1260;

    /// <summary>Sessions of the covariance; default 252.</summary>
    public int MomentsWindow { get; init; } = 252;

    /// <summary>Sessions between observations of the predictor; default 21, a month.</summary>
    public int Step { get; init; } = 21;

    /// <summary>Steps before the first estimate; default 36.</summary>
    public int MinimumSteps { get; init; } = 36;

    /// <summary>Default 252.</summary>
    public double SessionsPerYear { get; init; } = 252;

    /// <summary>r a year, what cash earns; default 0.</summary>
    public double Rate { get; init; }

    /// <summary>Whether expected returns move with the predictor; default true. Else X stays at X̄.</summary>
    public bool Predictable { get; init; } = true;

    /// <summary>Whether b and φ are corrected for their biases; default true. Uncorrected, a short sample finds more predictability than there is.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PredictorWindow, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MomentsWindow, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(Step, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumSteps, 4);
        if (!(SessionsPerYear > 0 && double.IsFinite(SessionsPerYear))) throw new ArgumentException($"SessionsPerYear: expected a positive number, found {SessionsPerYear}");
        if (!double.IsFinite(Rate)) throw new ArgumentException($"Rate: expected a finite number, found {Rate}");
    }
}
