using System.Globalization;

namespace LeanDeep.Cli.Experiments;

/// <summary>One backtest of an experiment's ensemble.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Period">Days that it trades.</param>
/// <param name="Fees">Whether LEAN's fees are paid.</param>
/// <param name="SlippageBasisPoints">How much worse than the open its orders fill.</param>
internal sealed record ExperimentBacktest(string Name, BacktestPeriod Period, bool Fees, decimal SlippageBasisPoints)
{
    /// <summary>Each period with LEAN's fees and without, and the holdout with LEAN's fees and slippage.</summary>
    /// <param name="selection">Null for none.</param>
    /// <param name="holdout">Null for none.</param>
    /// <param name="slippages">Basis points.</param>
    public static IReadOnlyList<ExperimentBacktest> Of(BacktestPeriod? selection, BacktestPeriod? holdout, IReadOnlyList<decimal> slippages)
    {
        var backtests = new List<ExperimentBacktest>();
        foreach (var period in new[] { selection, holdout })
            if (period is not null)
                backtests.AddRange([new(period.Name, period, true, 0), new($"{period.Name}-no-fees", period, false, 0)]);
        if (holdout is not null)
            backtests.AddRange(slippages.Select(slippage => new ExperimentBacktest(string.Create(CultureInfo.InvariantCulture, $"{holdout.Name}-{slippage}bps"), holdout, true, slippage)));
        return backtests;
    }

    /// <summary>How many <see cref="Of"/> gives where there are days of selection.</summary>
    public static int Count(int slippages, bool holdout) => holdout ? 4 + slippages : 2;

    /// <summary>What the algorithm is told of it. The account has room for gaps even at ±1/n each, so that no order is refused.</summary>
    public Dictionary<string, string> Parameters => new()
    {
        ["leverage"] = "4",
        ["start"] = Text(Period.From),
        ["end"] = Text(Period.Through),
        ["fees"] = Fees ? "lean" : "none",
        ["slippage-bps"] = SlippageBasisPoints.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What came of a backtest.</summary>
/// <param name="Name">Of the backtest.</param>
/// <param name="Period">Name of the days that it trades.</param>
/// <param name="Fees"><c>lean</c> or <c>none</c>.</param>
/// <param name="SlippageBasisPoints">How much worse than the open its orders filled.</param>
/// <param name="ResultFile">LEAN's result JSON.</param>
/// <param name="Statistics">LEAN's printed statistics.</param>
/// <param name="Reused">An earlier run's result, of the same inputs.</param>
internal sealed record ExperimentBacktestResult(
    string Name, string Period, string Fees, decimal SlippageBasisPoints, string ResultFile, IReadOnlyDictionary<string, string> Statistics, bool Reused);
