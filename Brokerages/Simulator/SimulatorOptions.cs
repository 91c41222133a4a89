namespace LeanDeep.Brokerages.Simulator;

/// <summary>What a simulated broker replays, how fast, and for whom.</summary>
public sealed record SimulatorOptions
{
    /// <summary>A LEAN data folder with daily, hour or minute bars.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The day on whose morning, at midnight in New York, the replay begins.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly Through { get; init; }

    /// <summary>Seed of all that is drawn: ids and faults.</summary>
    public required int Seed { get; init; }

    /// <summary>Simulated seconds in a second while the market is open; 0: time moves only when told to. Default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The same while it is closed. Default ten times <see cref="Speed"/>.</summary>
    public double? ClosedSpeed { get; init; }

    /// <summary>Dollars at the start. Default 100,000.</summary>
    public decimal Cash { get; init; } = 100_000;

    /// <summary>Port on loopback. Default 0: any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The account's keys. They guard nothing.</summary>
    public string Key { get; init; } = "SIMULATED-KEY";

    public string Secret { get; init; } = "simulated-secret";

    /// <summary>Requests in a minute of real time, then 429. Default 200; 0: any number.</summary>
    public int RequestsPerMinute { get; init; } = 200;

    /// <summary>The most of a minute's volume that resting orders of a name get. Default 0: any quantity.</summary>
    public decimal VolumeShare { get; init; }

    /// <exception cref="ArgumentException">A value out of its range.</exception>
    internal SimulatorOptions Checked()
    {
        if (Through < From) throw new ArgumentException($"through: expected {From:yyyy-MM-dd} or later, found {Through:yyyy-MM-dd}");
        if (!(Speed >= 0) || !(ClosedSpeed is null or > 0)) throw new ArgumentException($"speed: expected 0 or more, found {Speed} and {ClosedSpeed}");
        if (Cash <= 0) throw new ArgumentException($"cash: expected more than 0, found {Cash}");
        if (VolumeShare is < 0 or > 1) throw new ArgumentException($"volume share: expected 0 to 1, found {VolumeShare}");
        if (RequestsPerMinute < 0) throw new ArgumentException($"requests per minute: expected 0 or more, found {RequestsPerMinute}");
        return this;
    }
}
