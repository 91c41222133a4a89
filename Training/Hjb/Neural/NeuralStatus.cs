namespace LeanDeep.Training.Hjb.Neural;

/// <summary>How a fit ended.</summary>
public enum NeuralStatus
{
    /// <summary>Not yet.</summary>
    Running,

    /// <summary>The residual met the tolerance, or the unknowns have settled.</summary>
    Converged,

    /// <summary>All steps were taken, or none made the loss smaller.</summary>
    Exhausted,

    /// <summary>The time was up.</summary>
    OutOfTime,

    /// <summary>The loss became infinite or no number.</summary>
    Diverged,
}

/// <summary>Where a fit stands.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Window">Pseudo-time step, from 0.</param>
/// <param name="Phase">Method: Adam, QuasiNewton, GaussNewton.</param>
/// <param name="Residual">Root of the mean squared residual at the step's points, before the step.</param>
/// <param name="Error">Largest |v − exact| of the first unknown at fixed points within half the domain; null where it is not known or was not measured now.</param>
public sealed record NeuralProgress(int Step, int Window, string Phase, double Residual, double? Error);
