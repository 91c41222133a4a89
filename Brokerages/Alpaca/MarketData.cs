namespace LeanDeep.Brokerages.Alpaca;

/// <summary>A bar of trades.</summary>
/// <param name="Start">First moment, UTC.</param>
/// <param name="Volume">Shares.</param>
public readonly record struct AlpacaBar(string Symbol, DateTime Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);

/// <param name="Time">UTC.</param>
/// <param name="Size">Shares.</param>
public readonly record struct AlpacaTrade(string Symbol, DateTime Time, decimal Price, decimal Size);

/// <param name="Time">UTC.</param>
/// <param name="BidSize">As the feed gives it.</param>
public readonly record struct AlpacaQuote(string Symbol, DateTime Time, decimal BidPrice, decimal BidSize, decimal AskPrice, decimal AskSize);

public enum BarOrigin
{
    /// <summary>A minute, as it ended.</summary>
    Live,
    /// <summary>A minute that passed while the stream was broken, from history.</summary>
    BackFilled,
    /// <summary>A minute again, with trades that were reported late.</summary>
    Updated,
    /// <summary>The day so far.</summary>
    Daily,
}

/// <summary>Takes what a market data stream brings, on the stream's thread, in order.</summary>
public interface IMarketDataSink
{
    void OnBar(in AlpacaBar bar, BarOrigin origin);
    void OnTrade(in AlpacaTrade trade);
    void OnQuote(in AlpacaQuote quote);

    /// <summary>Something went wrong and the stream goes on: one line, without keys.</summary>
    void OnFault(string message);
}

/// <summary>Which symbols' bars, trades and quotes a stream brings.</summary>
public sealed record Subscription
{
    /// <summary>Minute bars, with later corrections of them.</summary>
    public IReadOnlyCollection<string> Bars { get; init; } = [];

    public IReadOnlyCollection<string> DailyBars { get; init; } = [];
    public IReadOnlyCollection<string> Trades { get; init; } = [];
    public IReadOnlyCollection<string> Quotes { get; init; } = [];
}
