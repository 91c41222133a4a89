namespace QuantConnect.Lean.Engine;

/// <summary>How long an algorithm may take, in LEAN's terms.</summary>
/// <param name="Step">One time step; LEAN's <c>algorithm-manager-time-loop-maximum</c>.</param>
/// <param name="Initialization">Initialize; LEAN's <c>initialization-timeout</c>.</param>
/// <param name="EventMinutes">What scheduled events that last over a minute, training among them, may add in all; LEAN's <c>scheduled-event-leaky-bucket-capacity</c>,
/// which here is not refilled.</param>
internal sealed record TimeLimits(TimeSpan Step, TimeSpan Initialization, int EventMinutes)
{
    /// <summary>LEAN's: twenty minutes, five minutes, two hours.</summary>
    public static TimeLimits Default { get; } = new(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(5), 120);
}
