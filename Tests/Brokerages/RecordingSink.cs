using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Tests.Brokerages;

/// <summary>Keeps what a stream brings.</summary>
internal sealed class RecordingSink : IMarketDataSink
{
    private readonly Lock _lock = new();
    private readonly List<(AlpacaBar Bar, BarOrigin Origin)> _bars = [];
    private readonly List<string> _faults = [];

    public long Quotes, Trades;

    public (AlpacaBar Bar, BarOrigin Origin)[] Bars { get { lock (_lock) return [.. _bars]; } }

    public string[] Faults { get { lock (_lock) return [.. _faults]; } }

    public void OnBar(in AlpacaBar bar, BarOrigin origin) { lock (_lock) _bars.Add((bar, origin)); }

    public void OnTrade(in AlpacaTrade trade) => Interlocked.Increment(ref Trades);

    public void OnQuote(in AlpacaQuote quote) => Interlocked.Increment(ref Quotes);

    public void OnFault(string message) { lock (_lock) _faults.Add(message); }
}
