using LeanDeep.Training.Analysis;
using LeanDeep.Training.Data;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Everything that the page of an experiment, or of one model's predictions, may show; what is left empty has no section.</summary>
public sealed record ExperimentPage
{
    public required string Title { get; init; }
    public required string Subtitle { get; init; }

    /// <summary>Figures at the top: name, and the figure with what follows a comma in small.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headlines { get; init; } = [];

    /// <summary>First day that no choice has seen; null without a holdout.</summary>
    public DateOnly? HoldoutFrom { get; init; }

    /// <summary>Candidates, best first; baselines may follow.</summary>
    public IReadOnlyList<SelectionRow> Selection { get; init; } = [];

    /// <summary>Configurations by epoch.</summary>
    public IReadOnlyList<ConfigurationCurve> Curves { get; init; } = [];

    /// <summary>Daily correlations on the design's dummies.</summary>
    public LeastSquares? Design { get; init; }

    /// <summary>The model first, then its baselines.</summary>
    public IReadOnlyList<Predictor> Predictors { get; init; } = [];

    /// <summary>The long-short rule on each predictor; needs <see cref="Predictors"/>.</summary>
    public IReadOnlyList<RuleReturns> Rules { get; init; } = [];

    /// <summary>Correlations with bootstrap intervals.</summary>
    public IReadOnlyList<IntervalRow> Intervals { get; init; } = [];

    /// <summary>The ensemble trained with each seed.</summary>
    public IReadOnlyList<SeedRow> Seeds { get; init; } = [];

    /// <summary>Retraining on a schedule; null where there was none.</summary>
    public WalkSummary? Walk { get; init; }

    /// <summary>By name: under which count of trials.</summary>
    public IReadOnlyList<KeyValuePair<string, DeflatedSharpeRatio>> Deflated { get; init; } = [];

    public BacktestOverfitting? Overfitting { get; init; }

    /// <summary>Annual Sharpe ratios of the paths of combinatorial cross-validation, by predictor.</summary>
    public IReadOnlyList<KeyValuePair<string, double[]>> Paths { get; init; } = [];

    public IReadOnlyList<BacktestRow> Backtests { get; init; } = [];

    /// <summary>The page as text.</summary>
    /// <param name="calendar">Which days trade; US equities unless told.</param>
    /// <exception cref="InvalidOperationException">This program was built without the charting library.</exception>
    /// <exception cref="InvalidDataException">A backtest has fewer than three trading days.</exception>
    public string Render(MarketCalendar? calendar = null) => ReportPage.Render(Title, Subtitle, Headlines, Sections(calendar ?? MarketCalendar.UsEquities));

    /// <summary>The page's tables as Markdown.</summary>
    /// <param name="calendar">Which days trade; US equities unless told.</param>
    /// <exception cref="InvalidDataException">A backtest has fewer than three trading days.</exception>
    public string RenderTables(MarketCalendar? calendar = null) => PageTables.Render(
        Title, Subtitle, Headlines, [.. Sections(calendar ?? MarketCalendar.UsEquities).Where(section => section.Group.Length == 0)]);

    /// <summary>The backtests in a few figures each.</summary>
    /// <param name="calendar">Which days trade; US equities unless told.</param>
    /// <exception cref="InvalidDataException">A backtest has fewer than three trading days.</exception>
    public IReadOnlyList<BacktestFigures> Figures(MarketCalendar? calendar = null) =>
        [.. Backtests.Select(row => BacktestRun.Of(row, calendar ?? MarketCalendar.UsEquities)).Select(run => new BacktestFigures(
            run.Name, run.Statistics.Sharpe?.Annual() ?? double.NaN, run.Statistics.CompoundAnnualReturn, run.Statistics.Drawdown, run.Statistics.Turnover))];

    internal IReadOnlyList<ReportSection> Sections(MarketCalendar calendar)
    {
        var runs = Backtests.Select(row => BacktestRun.Of(row, calendar)).ToArray();
        ReportSection?[] sections =
        [
            WalkSection.Make(Walk, runs),
            SelectionSection.Make(this),
            DesignSection.Make(Design),
            TrainingSection.Make(Curves),
            .. FactorSections.Make(this),
            ReliabilitySection.Make(this),
            OverfittingSection.Make(this),
            BacktestSections.Overview(runs),
            .. BacktestSections.Details(runs),
        ];
        return [.. sections.OfType<ReportSection>()];
    }
}

/// <summary>A candidate of the choice, or a baseline beside them.</summary>
/// <param name="Name">Of the configuration.</param>
/// <param name="Epoch">From 1; 0 where there is none.</param>
/// <param name="Median">Of the daily correlations on the days that choose.</param>
/// <param name="Selection">The same days.</param>
/// <param name="Holdout">Days that no choice has seen; null without them.</param>
/// <param name="Chosen">Whether it is in the ensemble.</param>
public sealed record SelectionRow(string Name, int Epoch, double Median, InformationCoefficient Selection, InformationCoefficient? Holdout, bool Chosen);

/// <summary>One configuration by epoch.</summary>
/// <param name="Name">Of the configuration, without the group's.</param>
/// <param name="Group">What it shares a chart by, such as the layers.</param>
/// <param name="MedianIC">(epochs) on the days that choose.</param>
/// <param name="Loss">(epochs) mean training loss over the folds.</param>
public sealed record ConfigurationCurve(string Name, string Group, double[] MedianIC, double[] Loss);

/// <summary>Predictions as a factor.</summary>
/// <param name="Name">Such as ensemble, linear.</param>
/// <param name="All">All days that were predicted out of sample.</param>
/// <param name="Selection">The days that chose.</param>
/// <param name="Holdout">The days that no choice has seen; null without them.</param>
public sealed record Predictor(string Name, FactorReport All, FactorReport Selection, FactorReport? Holdout)
{
    /// <summary>The periods by name.</summary>
    internal IEnumerable<(string Period, FactorReport Report)> Periods => Holdout is null ? [("all", Selection)] : [("selection", Selection), ("holdout", Holdout)];
}

/// <summary>The long-short rule on one predictor.</summary>
/// <param name="Name">Of the predictor.</param>
/// <param name="Returns">(days of <see cref="Predictor.All"/>) fractions of equity; 0 on days without positions.</param>
public sealed record RuleReturns(string Name, double[] Returns);

/// <summary>A mean correlation with its errors by two methods.</summary>
/// <param name="Name">Predictor and period.</param>
/// <param name="Coefficient">With its Newey–West error.</param>
/// <param name="Bootstrap">Of the mean.</param>
public sealed record IntervalRow(string Name, InformationCoefficient Coefficient, BootstrapInterval Bootstrap);

/// <summary>The same models from another seed.</summary>
/// <param name="Seed">Of the training.</param>
/// <param name="Selection">The days that chose.</param>
/// <param name="Holdout">The days that no choice has seen; null without them.</param>
/// <param name="SharpeRatio">Annual, of the long-short rule on the holdout, close to close without costs; null without a holdout or positions.</param>
public sealed record SeedRow(long Seed, InformationCoefficient Selection, InformationCoefficient? Holdout, double? SharpeRatio);

/// <summary>A backtest.</summary>
/// <param name="Name">Such as holdout, LEAN's fees.</param>
/// <param name="Slippage">One way, fraction of value: 0.0005 is 5 bp.</param>
/// <param name="Result">LEAN's.</param>
/// <param name="Detailed">Whether it has sections of its own.</param>
public sealed record BacktestRow(string Name, double Slippage, LeanResult Result, bool Detailed);

/// <summary>A backtest in a few figures.</summary>
/// <param name="Name">With its slippage.</param>
/// <param name="SharpeRatio">Annual, no interest deducted; NaN where equity did not vary.</param>
/// <param name="AnnualReturn">Compound.</param>
/// <param name="Drawdown">Deepest fall below the peak, fraction.</param>
/// <param name="Turnover">Mean of a day, fraction of equity.</param>
public sealed record BacktestFigures(string Name, double SharpeRatio, double AnnualReturn, double Drawdown, double Turnover);
