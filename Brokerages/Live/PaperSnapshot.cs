using LeanDeep.Brokerages.State;
using QuantConnect.Algorithm;

namespace LeanDeep.Brokerages.Live;

/// <param name="Quantity">Negative when short.</param>
/// <param name="Profit">Dollars, not realised.</param>
public sealed record ShownPosition(string Symbol, decimal Quantity, decimal AveragePrice, decimal Price, decimal Value, decimal Profit);

/// <param name="State">Waiting for its window, or what the broker said last.</param>
public sealed record ShownOrder(string Symbol, decimal Quantity, string Kind, string Duration, string State, DateTime Decided, string? Model);

/// <summary>How a run stands. Money is in dollars, times UTC, latencies in seconds.</summary>
public sealed record PaperSnapshot(string Algorithm, DateTime Time, bool IsConnected, decimal Equity, decimal Cash, string? Model, IReadOnlyList<ShownPosition> Positions, IReadOnlyList<ShownOrder> Orders,
    IReadOnlyList<DecisionMade> Decisions, double FeedLatency, double FeedLatency99, double FeedLatencyMost, double DecisionLatency, double DecisionLatency99, long Bars, int LateBars, int Blocked, int Decided)
{
    internal static PaperSnapshot Of(AlpacaBrokerage brokerage, QCAlgorithm algorithm, DateTime now) => new(
        algorithm.Name, now, brokerage.IsConnected, algorithm.Portfolio.TotalPortfolioValue, algorithm.Portfolio.Cash, brokerage.Model,
        [
            .. algorithm.Portfolio.Values.Where(held => held.Quantity != 0).OrderBy(held => held.Symbol.Value, StringComparer.Ordinal)
                .Select(held => new ShownPosition(held.Symbol.Value, held.Quantity, held.AveragePrice, held.Price, held.HoldingsValue, held.HoldingsValue - held.HoldingsCost)),
        ],
        [.. brokerage.Router.Open.Select(Shown)], [.. brokerage.Router.Decisions.Reverse()],
        brokerage.FeedLatency.Quantile(0.5), brokerage.FeedLatency.Quantile(0.99), brokerage.FeedLatency.Quantile(1), brokerage.Latency.Quantile(0.5), brokerage.Latency.Quantile(0.99),
        brokerage.BarsTaken, brokerage.LateBars, brokerage.BlockedOrders, brokerage.DecidedOrders);

    private static ShownOrder Shown(BookedOrder order) => new(order.Request.Symbol, order.Sign * order.Remaining, order.Request.Kind.ToString(), order.Request.Duration.ToString(),
        order.Status?.ToString() ?? (order.IsSent ? "sent" : "waiting for its window"), order.Decided, order.Model);
}
