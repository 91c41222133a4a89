namespace LeanDeep.Training.Reports;

/// <summary>What a report needs of one LEAN result file.</summary>
/// <remarks>A series maps a day to the state after it: LEAN samples at New York midnights, and the sample at the start of day d + 1
/// is the state after day d. Weekends and holidays are among the days.</remarks>
public sealed record LeanResult
{
    /// <summary>The algorithm's name.</summary>
    public required string Name { get; init; }

    /// <summary>Dollars after the day, the day before the first included.</summary>
    public required IReadOnlyDictionary<DateOnly, double> Equity { get; init; }

    /// <summary>Price or level of the benchmark; empty where it had no data.</summary>
    public required IReadOnlyDictionary<DateOnly, double> Benchmark { get; init; }

    /// <summary>Value of long positions, fractions of equity.</summary>
    public required IReadOnlyDictionary<DateOnly, double> LongExposure { get; init; }

    /// <summary>Value of short positions, fractions of equity, zero or negative.</summary>
    public required IReadOnlyDictionary<DateOnly, double> ShortExposure { get; init; }

    /// <summary>Value traded on the day, as a fraction of equity.</summary>
    public required IReadOnlyDictionary<DateOnly, double> Turnover { get; init; }

    /// <summary>By day and ticker: margin in use, percent of equity. Names beyond LEAN's forty largest are together in <see cref="Others"/>.</summary>
    public required IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<string, double>> Margin { get; init; }

    /// <summary>Filled orders by the time of their fill.</summary>
    public required IReadOnlyList<FilledOrder> Fills { get; init; }

    /// <summary>Closed trades in the file's order.</summary>
    public required IReadOnlyList<ClosedTrade> Trades { get; init; }

    /// <summary>LEAN's printed statistics, in its order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Statistics { get; init; }

    /// <summary>LEAN's running figures (volume, fees, unrealised profit), in its order.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> RuntimeStatistics { get; init; }

    /// <summary>The algorithm's parameters.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>By asset and day: weights that an allocator decided, fractions of equity; empty where none did.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, double>> DecidedWeights { get; init; } = Empty;

    /// <summary>By asset and day: shares of the decided portfolio's variance.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, double>> RiskContributions { get; init; } = Empty;

    /// <summary>By limit and day: multipliers of those that bound.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, double>> ConstraintPrices { get; init; } = Empty;

    private static readonly Dictionary<string, IReadOnlyDictionary<DateOnly, double>> Empty = [];

    /// <summary>LEAN's name for the margin of all names beyond its forty largest.</summary>
    public const string Others = "OTHERS";
}

/// <summary>An order that was filled in full.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Time">UTC, of the last fill.</param>
/// <param name="Quantity">Shares, negative for a sale.</param>
/// <param name="Price">Dollars a share.</param>
public sealed record FilledOrder(string Symbol, DateTime Time, double Quantity, double Price)
{
    /// <summary>Dollars that changed hands.</summary>
    public double Value => Math.Abs(Quantity * Price);
}

/// <summary>A trade that LEAN's trade builder closed.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="IsShort">Sold first.</param>
/// <param name="Entry">UTC.</param>
/// <param name="Exit">UTC.</param>
/// <param name="Quantity">Shares, positive.</param>
/// <param name="EntryPrice">Dollars a share.</param>
/// <param name="ExitPrice">Dollars a share.</param>
/// <param name="Profit">Dollars, before fees.</param>
/// <param name="Fees">Dollars.</param>
public sealed record ClosedTrade(
    string Symbol, bool IsShort, DateTime Entry, DateTime Exit, double Quantity, double EntryPrice, double ExitPrice, double Profit, double Fees)
{
    /// <summary>Profit before fees over the entry value; 0 where that is 0.</summary>
    public double Return => EntryPrice * Quantity is var cost && cost != 0 ? Profit / Math.Abs(cost) : 0;
}
