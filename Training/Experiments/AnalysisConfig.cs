using System.ComponentModel;

namespace LeanDeep.Training.Experiments;

/// <summary>The long-short rule of backtests, and of the returns that candidates are judged by.</summary>
public sealed record StrategyConfig
{
    [Description("Names a side at most.")]
    public int SideCount { get; init; } = 25;

    [Description("Flat unless each side has more names than this.")]
    public int MinimumSideCount { get; init; } = 10;

    [Description("Sum of absolute weights as a fraction of equity.")]
    public double Gross { get; init; } = 1;
}

/// <summary>Tables and tests.</summary>
public sealed record AnalysisConfig
{
    [Description("Bars ahead over which predictions are judged as a factor, ascending.")]
    public IReadOnlyList<int> Horizons { get; init; } = [1, 5, 21];

    [Description("Quantiles of a day's predictions, from 2 to 100.")]
    public int Quantiles { get; init; } = 5;

    [Description("Ridge of the linear baseline, 0 or more.")]
    public double Ridge { get; init; } = 1e-3;

    [Description("Resamples of the block bootstrap, at least 100.")]
    public int Resamples { get; init; } = 2000;

    [Description("Blocks of days of the probability of overfitting, even, from 2 to 24.")]
    public int Blocks { get; init; } = 16;
}

/// <summary>Cross-validation in which every choice of k of N groups of days is the test set once.</summary>
public sealed record CombinatorialConfig
{
    [Description("N, from 2 to 30.")]
    public int Groups { get; init; } = 8;

    [Description("k, from 1 to N − 1.")]
    public int TestGroups { get; init; } = 2;

    [Description("Share of the sessions after each test block from which nothing is learned.")]
    public double Embargo { get; init; } = 0.01;
}

/// <summary>Backtests of the ensemble on the days that chose it and on the holdout, with LEAN's fees and without.</summary>
public sealed record BacktestConfig
{
    [Description("Dollars at the start of each.")]
    public decimal Cash { get; init; } = 1_000_000;

    [Description("The holdout again with fills so much worse than the open, one way, in basis points.")]
    public IReadOnlyList<decimal> Slippage { get; init; } = [5, 10, 20];
}
