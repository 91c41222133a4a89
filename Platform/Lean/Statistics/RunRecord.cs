using QuantConnect.Data;
using QuantConnect.Lean.Engine;
using QuantConnect.Securities;

namespace QuantConnect.Statistics;

/// <summary>What a run leaves, from which its statistics follow. Times are UTC, money is in account currency.</summary>
internal sealed record RunRecord
{
    public required List<Trade> Trades { get; init; }

    /// <summary>Statistics of trades that are known already; null for none.</summary>
    public TradePeriods TradePeriods { get; init; }

    /// <summary>Average wins and losses that are known already; null for none.</summary>
    public RatePeriods RatePeriods { get; init; }

    /// <summary>Who computes the periods.</summary>
    public RunThreads Threads { get; init; } = RunThreads.Helpers;

    /// <summary>Profit or loss of each closed transaction, in order of time.</summary>
    public required IReadOnlyList<KeyValuePair<DateTime, decimal>> ProfitLoss { get; init; }

    /// <summary>Times of the closed transactions that won.</summary>
    public required IEnumerable<DateTime> Wins { get; init; }

    /// <summary>Times of those that lost.</summary>
    public required IEnumerable<DateTime> Losses { get; init; }

    /// <summary>Portfolio value, as points or candles (their close counts).</summary>
    public required List<ISeriesPoint> Equity { get; init; }

    /// <summary>Daily return in percent; the first two are left out.</summary>
    public required List<ISeriesPoint> Performance { get; init; }

    /// <summary>Benchmark value, sampled with <see cref="Performance"/>.</summary>
    public required List<ISeriesPoint> Benchmark { get; init; }

    /// <summary>Fraction of the portfolio traded each day.</summary>
    public required List<ISeriesPoint> Turnover { get; init; }

    public required decimal StartingCapital { get; init; }
    public required IRiskFreeInterestRateModel RiskFreeRate { get; init; }
    public required int TradingDaysPerYear { get; init; }
    public required decimal TotalFees { get; init; }
    public required int TotalOrders { get; init; }

    /// <summary>Null for none.</summary>
    public CapacityEstimate Capacity { get; init; }

    /// <summary>Written before amounts, <c>$</c> for example.</summary>
    public required string CurrencySymbol { get; init; }
}
