namespace LeanDeep.Brokerages.Alpaca;

public enum AlpacaFeed { Iex, Sip }

/// <summary>Where the broker is and how patiently it is asked.</summary>
public sealed record AlpacaOptions
{
    /// <summary>Default: the paper account.</summary>
    public Uri Trading { get; init; } = new("https://paper-api.alpaca.markets");

    public Uri Data { get; init; } = new("https://data.alpaca.markets");

    /// <summary>Root of the market data streams; the feed is appended.</summary>
    public Uri DataStream { get; init; } = new("wss://stream.data.alpaca.markets");

    /// <summary>Default IEX, which needs no subscription.</summary>
    public AlpacaFeed Feed { get; init; } = AlpacaFeed.Iex;

    /// <summary>Requests to either server. Default 200, which is what the broker allows; at least 1.</summary>
    public int RequestsPerMinute { get; init; } = 200;

    /// <summary>How long one attempt may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts at one request, the first included. Default 6; at least 1.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait before the second attempt and before the first reconnection; it doubles from there, with jitter. Default 0.5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest such wait, a server's Retry-After apart. Default 30 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A message or an answer above this is set aside with one error. Default 16 MiB.</summary>
    public int MaximumMessageBytes { get; init; } = 16 << 20;

    /// <summary>Silence after which a stream is asked for a sign of life, and again until it counts as broken. Default 10 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of the network: waits, timeouts and pace. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Uniform draws from [0, 1) for the jitter of waits; calls come from several threads.</summary>
    public required Func<double> Jitter { get; init; }

    internal string FeedName => Feed == AlpacaFeed.Iex ? "iex" : "sip";

    /// <summary>Full jitter around a doubling wait.</summary>
    internal TimeSpan Delay(int attempt)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(attempt, 16));
        return (doubled < LongestDelay ? doubled : LongestDelay) * (0.5 + 0.5 * Jitter());
    }

    /// <exception cref="ArgumentOutOfRangeException">A value out of its range.</exception>
    internal AlpacaOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestsPerMinute, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumMessageBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero);
        return this;
    }
}
