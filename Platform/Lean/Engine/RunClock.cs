namespace QuantConnect.Lean.Engine;

/// <summary>The present time of one run.</summary>
internal sealed class RunClock
{
    public DateTime UtcTime { get; set; }
}
