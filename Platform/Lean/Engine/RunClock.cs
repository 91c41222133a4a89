using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>The present time of one run, and whether the run is still going on.</summary>
internal sealed class RunClock
{
    private volatile string _stopped;

    /// <summary>Of kind UTC.</summary>
    public DateTime UtcTime
    {
        get;
        set
        {
            field = DateTime.SpecifyKind(value, DateTimeKind.Utc);
            foreach (var security in Sessions) security.Cache.StartedSession?.Scan(security.LocalTime);
        }
    }

    /// <summary>The securities whose session someone has asked for.</summary>
    public List<Security> Sessions { get; } = [];

    public bool IsStopped => _stopped != null;

    /// <summary>Ends the run while its algorithm has not returned: from now on the algorithm can change nothing.</summary>
    public void Stop(string reason) => _stopped = reason;

    /// <summary>Asked at the entrances by which an algorithm changes a run.</summary>
    /// <exception cref="TimeoutException">The run was ended.</exception>
    public void RequireRunning()
    {
        if (_stopped != null) throw new TimeoutException(_stopped);
    }
}
