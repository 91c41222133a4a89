using System.Text.Json.Serialization;
using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.State;

/// <summary>One thing that was decided or heard. Times are UTC.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Baseline), "baseline")]
[JsonDerivedType(typeof(Decision), "decision")]
[JsonDerivedType(typeof(Intent), "intent")]
[JsonDerivedType(typeof(Split), "split")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(CancelAsked), "cancel")]
[JsonDerivedType(typeof(ReplaceAsked), "replace")]
[JsonDerivedType(typeof(Heard), "heard")]
[JsonDerivedType(typeof(Blocked), "blocked")]
[JsonDerivedType(typeof(ModelInUse), "model")]
[JsonDerivedType(typeof(InsightMade), "insight")]
[JsonDerivedType(typeof(Holdings), "holdings")]
[JsonDerivedType(typeof(Found), "found")]
public abstract record JournalEntry(DateTime Time);

/// <summary>What the account held when the journal began, or was begun anew.</summary>
/// <param name="Positions">Shares by symbol, negative when short.</param>
public sealed record Baseline(DateTime Time, decimal Cash, IReadOnlyDictionary<string, decimal> Positions) : JournalEntry(Time);

/// <summary>All that one step of the algorithm decided: one line, so that a crash leaves all of it or nothing.</summary>
/// <param name="Reached">UTC end of the last bars that the algorithm has seen.</param>
public sealed record Decision(DateTime Time, DateTime Reached, IReadOnlyList<JournalEntry> Entries) : JournalEntry(Time);

/// <summary>An order that is about to be sent.</summary>
/// <param name="Time">When it was decided on, by the algorithm's time.</param>
/// <param name="Model">The bundle that decided it, where the algorithm says.</param>
/// <param name="Price">Of a share when it was decided on.</param>
public sealed record Intent(DateTime Time, AlpacaOrderRequest Order, string? Tag = null, string? Model = null, decimal Price = 0) : JournalEntry(Time);

/// <summary>An order across zero that goes as two.</summary>
/// <param name="First">Shares of the order itself from now on, above 0.</param>
/// <param name="Then">The order that follows once it is filled.</param>
public sealed record Split(DateTime Time, string ClientId, decimal First, AlpacaOrderRequest Then) : JournalEntry(Time);

/// <summary>An order that is not sent after all.</summary>
public sealed record Withdrawn(DateTime Time, string ClientId, string Reason) : JournalEntry(Time);

/// <summary>An order is to be cancelled.</summary>
public sealed record CancelAsked(DateTime Time, string ClientId) : JournalEntry(Time);

/// <summary>An order is to be replaced.</summary>
public sealed record ReplaceAsked(DateTime Time, string ClientId, AlpacaReplacement Change) : JournalEntry(Time);

/// <summary>Where an order stands, as the broker told.</summary>
/// <param name="Filled">Shares of the whole order.</param>
public sealed record Heard(DateTime Time, string ClientId, OrderStatus Status, decimal Filled, decimal? AveragePrice) : JournalEntry(Time);

/// <summary>An order that a guard kept back.</summary>
public sealed record Blocked(DateTime Time, string Symbol, decimal Quantity, string Guard, string Reason) : JournalEntry(Time);

/// <summary>From now on this model bundle decides.</summary>
public sealed record ModelInUse(DateTime Time, string Model) : JournalEntry(Time);

/// <summary>An insight of the algorithm.</summary>
public sealed record InsightMade(DateTime Time, string Symbol, string Direction, double? Magnitude, double? Confidence, double? Weight, DateTime Until, string? Source) : JournalEntry(Time);

/// <summary>What the account held, noted once a day.</summary>
public sealed record Holdings(DateTime Time, decimal Cash, decimal Equity, IReadOnlyDictionary<string, decimal> Positions) : JournalEntry(Time);

/// <summary>A difference between journal and broker, found at the start.</summary>
public sealed record Found(DateTime Time, DifferenceKind Kind, string Subject, string Message) : JournalEntry(Time);
