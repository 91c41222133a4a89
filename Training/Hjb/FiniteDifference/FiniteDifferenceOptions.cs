namespace LeanDeep.Training.Hjb.FiniteDifference;

/// <summary>How finite differences run.</summary>
public sealed record FiniteDifferenceOptions
{
    /// <summary>Default <see cref="Differencing.Central"/>.</summary>
    public Differencing Differencing { get; init; } = Differencing.Central;

    /// <summary>Time steps over the horizon, 1 or more, default 200; the error falls with their square.</summary>
    public int TimeSteps { get; init; } = 200;

    /// <summary>Largest |equation| at which a stationary solution counts as found, default 1e-9.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Pseudo-time steps of a stationary problem, default 500.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>First pseudo-time step of a stationary problem, years, default 1; it grows as the residual falls.</summary>
    public double FirstStep { get; init; } = 1;

    internal void Check()
    {
        Require.Positive(TimeSteps);
        Require.Positive(Tolerance);
        Require.Positive(Iterations);
        Require.Positive(FirstStep);
    }
}
