using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>An order at the simulated broker. Times are UTC.</summary>
internal sealed class SimulatedOrder
{
    public required string Id { get; init; }
    public required string ClientId { get; init; }
    public required string Symbol { get; init; }
    public required OrderSide Side { get; init; }
    public required OrderKind Kind { get; init; }
    public required OrderDuration Duration { get; init; }
    public required decimal Quantity { get; init; }
    public decimal? LimitPrice { get; init; }
    public decimal? StopPrice { get; init; }
    public required DateTime SubmittedAt { get; init; }
    public string? Replaces { get; init; }

    public string Status { get; set; } = "accepted";
    public decimal Filled { get; set; }
    public decimal Cost { get; set; }

    /// <summary>A stop whose price has been reached.</summary>
    public bool Triggered { get; set; }

    /// <summary>Start of the first whole minute that it lives through: a bar under way when it came says nothing about what followed.</summary>
    public long EligibleFrom { get; set; }

    public DateTime UpdatedAt { get; set; }
    public DateTime? FilledAt { get; set; }
    public DateTime? CanceledAt { get; set; }
    public DateTime? ExpiredAt { get; set; }
    public DateTime? ReplacedAt { get; set; }
    public string? ReplacedBy { get; set; }

    /// <summary>The session in which it trades and, unless gtc, ends.</summary>
    public DateOnly Session { get; set; }

    public decimal Remaining => Quantity - Filled;

    public decimal Signed(decimal shares) => Side == OrderSide.Buy ? shares : -shares;

    public bool IsOpen => Status is "accepted" or "new" or "partially_filled";
}

