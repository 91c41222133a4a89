using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Guards;

namespace LeanDeep.Brokerages.Live;

/// <summary>How an algorithm trades an account.</summary>
public sealed record PaperOptions
{
    public required AlpacaOptions Alpaca { get; init; }

    public required AlpacaCredentials Credentials { get; init; }

    /// <summary>Holds the journal; made when it is not there.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Begins the ids of new orders: no two runs of an account may have the same.</summary>
    public required string Run { get; init; }

    /// <summary>Where instances on this machine see each other.</summary>
    public string LockFolder { get; init; } = AccountLock.DefaultFolder;

    public RiskLimits Limits { get; init; } = new();

    /// <summary>How long after a minute its bars are waited for, by the broker's time. Default 2 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How old a bar may be, while the market is open, that is still traded on after a restart. Default 2 min.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A simulated broker whose time stands still is moved on, whenever all is done, to the next moment that matters. Default false.</summary>
    public bool Stepped { get; init; }

    /// <summary>Stepped: when to stop, UTC. Default: when the replay is over.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Where alerts are posted; null: nowhere.</summary>
    public Uri? Webhook { get; init; }

    public string JournalFile => Path.Combine(StateFolder, "journal.jsonl");

    /// <summary>A file whose presence stops the run; it says <c>flatten</c> or nothing.</summary>
    public string StopFile => Path.Combine(StateFolder, "stop");
}
