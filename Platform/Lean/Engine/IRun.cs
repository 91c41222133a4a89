using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>What an algorithm asks of the engine that runs it.</summary>
internal interface IRun
{
    string DataFolder { get; }

    /// <summary>Hours of US equities, this run's own copy.</summary>
    SecurityExchangeHours Hours { get; }

    /// <summary>A line of text for the log, now.</summary>
    void Say(string message);

    /// <summary>Adds a stream of bars, and the security if it is new.</summary>
    Security AddSecurity(Symbol symbol, string ticker, Resolution resolution, bool fillForward, decimal leverage, bool extendedMarketHours, DataNormalizationMode mode);

    /// <summary>Adds a stream of custom data, and the security if it is new.</summary>
    Security AddCustomData(CustomDataRequest request);

    /// <summary>Points of custom data that end in a span of UTC time, its start left out, by time.</summary>
    List<BaseData> CustomHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc);

    /// <summary>A universe's data that begin in a span of UTC time, and end in it, by time.</summary>
    IEnumerable<Data.UniverseSelection.BaseDataCollection> UniverseHistory(SubscriptionDataConfig config, DateTime startUtc, DateTime endUtc);

    /// <returns>False when the algorithm has no such security.</returns>
    bool RemoveSecurity(Symbol symbol);

    /// <summary>A security on an internal hour feed that the algorithm does not see.</summary>
    Security CreateBenchmarkSecurity(Symbol symbol);

    /// <summary>Open orders of a security by id.</summary>
    List<Orders.OrderTicket> OpenTickets(Security security);

    /// <summary>Sets the flags of the securities with open orders.</summary>
    /// <param name="places">Each security's place among the flags, by slot.</param>
    void MarkOpen(bool[] flags, int[] places);

    /// <summary>Bars of a symbol that end in a span of UTC time, by time.</summary>
    List<TradeBar> History(HistoryQuery query);

    /// <summary>Minute quotes of a symbol that end in a span of UTC time, by time.</summary>
    List<QuoteBar> Quotes(HistoryQuery query);

    /// <summary>Trades or quotes of a symbol in a span of UTC time, its ends included, by time; read as they are asked for.</summary>
    IEnumerable<Tick> Ticks(HistoryQuery query, TickType tickType);
}

/// <param name="StartUtc">Bars that start at or after it.</param>
/// <param name="EndUtc">Bars that end at or before it.</param>
internal sealed record HistoryQuery(Symbol Symbol, Resolution Resolution, DateTime StartUtc, DateTime EndUtc, bool FillForward, bool ExtendedMarketHours, DataNormalizationMode Mode);
