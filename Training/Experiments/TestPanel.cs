using LeanDeep.Models.Features;
using LeanDeep.Training.Analysis;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>The test rows of all folds, oldest first, as factor panels of all days, of those that choose and of the holdout.</summary>
internal sealed class TestPanel
{
    private readonly FactorPanel _all, _selection;
    private readonly FactorPanel? _holdout;
    private readonly int _quantiles;

    /// <param name="trained">The experiment.</param>
    /// <param name="panel">The bars of its rows.</param>
    public TestPanel(TrainedExperiment trained, Panel panel)
    {
        var (dataset, plan) = (trained.Dataset.Rows, trained.Plan);
        _quantiles = trained.Config.Analysis.Quantiles;
        var first = Purging.TestRows(dataset, plan.Folds[^1]).Start.Value;
        var boundary = Purging.TestRows(dataset, plan.Folds[plan.HoldoutFolds]).End.Value;
        Rows = first..Purging.TestRows(dataset, plan.Folds[0]).End.Value;
        SelectionRows = first..boundary;
        HoldoutRows = boundary..Rows.End;
        var returns = trained.Config.Analysis.Horizons.Select(horizon => ForwardReturns.Compute(panel, dataset.RowSessions[Rows], dataset.RowNames[Rows], horizon).Values).ToArray();
        var (names, codes) = Sectors(trained);

        FactorPanel Of(Range rows) => new(
            dataset.Sessions, dataset.RowSessions[rows], dataset.RowNames[rows], [.. dataset.RowNames[rows].Select(name => codes[name])], names, trained.Config.Analysis.Horizons,
            [.. returns.Select(values => values[(rows.Start.Value - first)..(rows.End.Value - first)])]);
        _all = Of(Rows);
        _selection = Of(SelectionRows);
        _holdout = plan.HoldoutFolds > 0 ? Of(HoldoutRows) : null;
    }

    /// <summary>Of the dataset.</summary>
    public Range Rows { get; }

    /// <summary>Of the dataset: those before the holdout.</summary>
    public Range SelectionRows { get; }

    /// <summary>Of the dataset.</summary>
    public Range HoldoutRows { get; }

    /// <summary>Days of <see cref="SelectionRows"/>.</summary>
    public int SelectionDays => _selection.DayCount;

    /// <summary>First day of the holdout; null without one.</summary>
    public DateOnly? HoldoutFrom => _holdout?.Dates[0];

    /// <param name="name">For tables.</param>
    /// <param name="predictions">(rows).</param>
    public Predictor Judge(string name, ReadOnlySpan<float> predictions)
    {
        var selection = SelectionRows.End.Value - SelectionRows.Start.Value;
        return new Predictor(
            name, FactorAnalysis.Of(_all, predictions, _quantiles), FactorAnalysis.Of(_selection, predictions[..selection], _quantiles),
            _holdout is null ? null : FactorAnalysis.Of(_holdout, predictions[selection..], _quantiles));
    }

    // Names without a sector share one more.
    private static (IReadOnlyList<string> Names, int[] CodeOfName) Sectors(TrainedExperiment trained)
    {
        var codes = trained.Dataset.Sectors;
        IReadOnlyList<string> known = FolderMetadata.TryRead(trained.Config.Data.Folder)?.Sectors ?? [.. Enumerable.Range(0, codes.Count == 0 ? 0 : Math.Max(0, codes.Max() + 1)).Select(code => FormattableString.Invariant($"sector {code}"))];
        var unknown = codes.Any(code => code < 0) || codes.Count == 0;
        return (unknown ? [.. known, "unknown"] : known, [.. Enumerable.Range(0, trained.Dataset.Rows.Names.Count).Select(name => codes.Count == 0 || codes[name] < 0 ? known.Count : codes[name])]);
    }
}
