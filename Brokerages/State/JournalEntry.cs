using System.Text.Json.Serialization;
using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.State;

/// <summary>One thing that was decided or heard. Times are UTC.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Baseline), "baseline")]
[JsonDerivedType(typeof(Intent), "intent")]
[JsonDerivedType(typeof(Heard), "heard")]
public abstract record JournalEntry(DateTime Time);

/// <summary>What the account held when the journal began, or was begun anew.</summary>
/// <param name="Positions">Shares by symbol, negative when short.</param>
public sealed record Baseline(DateTime Time, decimal Cash, IReadOnlyDictionary<string, decimal> Positions) : JournalEntry(Time);

/// <summary>An order that is about to be sent.</summary>
public sealed record Intent(DateTime Time, AlpacaOrderRequest Order) : JournalEntry(Time);

/// <summary>Where an order stands, as the broker told.</summary>
/// <param name="Filled">Shares of the whole order.</param>
public sealed record Heard(DateTime Time, string ClientId, OrderStatus Status, decimal Filled, decimal? AveragePrice) : JournalEntry(Time);
