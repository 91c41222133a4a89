namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>How the broker misbehaves. Counts are used up; chances are of each request or message, 0 to 1.</summary>
public sealed record FaultPlan
{
    /// <summary>Requests that are refused with 429 and not carried out.</summary>
    public int Status429 { get; set; }

    public double Chance429 { get; set; }

    /// <summary>Sent with 429. Default 1.</summary>
    public int RetryAfterSeconds { get; set; } = 1;

    /// <summary>Requests that are answered with 500 and not carried out.</summary>
    public int Status500 { get; set; }

    public double Chance500 { get; set; }

    /// <summary>Requests that are carried out and answered with 500.</summary>
    public int Status500After { get; set; }

    public double Chance500After { get; set; }

    /// <summary>Requests that are carried out and whose connection is cut instead of an answer.</summary>
    public int Silent { get; set; }

    public double ChanceSilent { get; set; }

    /// <summary>Only methods and paths that begin so, such as "POST /v2/orders", have the faults above; empty: all.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Before each answer and each message.</summary>
    public int DelayMilliseconds { get; set; }

    /// <summary>Chance that the socket is cut in place of a message.</summary>
    public double Drop { get; set; }

    public double Duplicate { get; set; }

    /// <summary>Chance that a message comes after the one behind it.</summary>
    public double Reorder { get; set; }

    /// <summary>Messages that are sent as garbage before the next ones.</summary>
    public int Malformed { get; set; }

    /// <summary>Chance that a fill comes in two parts.</summary>
    public double PartialFills { get; set; }

    /// <summary>Names that do not trade.</summary>
    public IReadOnlyList<string> Halt { get; set; } = [];

    /// <summary>Added to the broker's clock where it is asked for.</summary>
    public double ClockSkewSeconds { get; set; }

    /// <summary>The keys are refused from now on.</summary>
    public bool KeysRevoked { get; set; }
}

internal enum Fate { Answered, TooMany, Failed, FailedAfter, Silent }

/// <summary>Draws what happens to requests and messages. Thread-safe.</summary>
internal sealed class Faults(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _draws = new(seed);
    private FaultPlan _plan = new();

    public FaultPlan Plan
    {
        get { lock (_lock) return _plan; }
        set { lock (_lock) _plan = value; }
    }

    public Fate OfRequest(string asked)
    {
        lock (_lock)
        {
            if (!asked.StartsWith(_plan.Scope, StringComparison.Ordinal)) return Fate.Answered;
            if (_plan.Status429 > 0) { _plan.Status429--; return Fate.TooMany; }
            if (_plan.Status500 > 0) { _plan.Status500--; return Fate.Failed; }
            if (_plan.Status500After > 0) { _plan.Status500After--; return Fate.FailedAfter; }
            if (_plan.Silent > 0) { _plan.Silent--; return Fate.Silent; }
            return Chance(_plan.Chance429) ? Fate.TooMany : Chance(_plan.Chance500) ? Fate.Failed : Chance(_plan.Chance500After) ? Fate.FailedAfter
                : Chance(_plan.ChanceSilent) ? Fate.Silent : Fate.Answered;
        }
    }

    public (bool Drop, bool Duplicate, bool Reorder, bool Malformed) OfMessage()
    {
        lock (_lock)
        {
            var malformed = _plan.Malformed > 0;
            if (malformed) _plan.Malformed--;
            return (Chance(_plan.Drop), Chance(_plan.Duplicate), Chance(_plan.Reorder), malformed);
        }
    }

    private bool Chance(double chance) => chance > 0 && _draws.NextDouble() < chance;
}
