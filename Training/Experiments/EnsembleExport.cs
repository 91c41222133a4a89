using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>Writes the chosen ensemble of an experiment as bundles, one a fold, from the epochs that its trainings kept.</summary>
/// <remarks>A bundle's <see cref="ModelManifest.TrainedThrough"/> is the session on which the last label of its fold's training rows ends. The bundles of
/// holdout folds count the labels that the choice saw, too. Those of older folds cannot: their members were chosen by the very days that they
/// trade, which <c>chosenThrough</c> among their metrics tells (yyyyMMdd, the last label that the choice saw).</remarks>
/// <param name="dataset">Rows of the trainings.</param>
/// <param name="config">The experiment.</param>
/// <param name="plan">Its folds on these rows.</param>
/// <param name="runner">Its trainings.</param>
public sealed class EnsembleExport(ExperimentDataset dataset, ExperimentConfig config, FoldPlan plan, TrainingRunner runner)
{
    /// <summary>In the metrics of every bundle written here, and of no others.</summary>
    private const string FoldMetric = "fold";

    /// <summary>Writes all bundles, each whole or not at all, named as the experiment. Those that an earlier export left for other dates are removed.</summary>
    /// <param name="storeRoot">Root folder of the object store; made where absent.</param>
    /// <param name="members">The networks that are averaged.</param>
    /// <param name="created">Time for the manifests.</param>
    /// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
    /// <returns>Oldest fold first.</returns>
    /// <exception cref="InvalidDataException">The store holds a bundle of this name that no export of an experiment wrote, or a training's file is not usable.</exception>
    public IReadOnlyList<FoldBundle> Write(
        string storeRoot, IReadOnlyList<EnsembleMember> members, DateTimeOffset created, string gitCommit = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(storeRoot);
        ArgumentNullException.ThrowIfNull(members);
        var earlier = ModelBundle.Dates(storeRoot, config.Name);
        foreach (var date in earlier)
            RequireOwn(storeRoot, date);
        var chosenThrough = plan.Folds.Skip(plan.HoldoutFolds).Max(LastTestLabel);
        var bundles = new List<FoldBundle>();
        foreach (var split in plan.Folds.Reverse())
            bundles.Add(Write(storeRoot, split, members, chosenThrough, created, gitCommit));
        foreach (var date in earlier.Except(bundles.Select(bundle => bundle.TrainedThrough)))
            ModelBundle.Delete(storeRoot, config.Name, date);
        return bundles;
    }

    private FoldBundle Write(
        string storeRoot, SessionSplit split, IReadOnlyList<EnsembleMember> members, int chosenThrough, DateTimeOffset created, string gitCommit)
    {
        var rows = dataset.Rows;
        var training = Purging.TrainingRows(rows, split, config.Split.Embargo);
        var lastLabel = training.Max(row => rows.LabelEndSessions[row]);
        var holdout = split.Index < plan.HoldoutFolds;
        var networks = members.Select(member => Parameters(member.Folds[split.Index], member.Epoch)).ToArray();
        var trainedThrough = rows.Sessions[holdout ? Math.Max(lastLabel, chosenThrough) : lastLabel];
        var path = EnsembleBundle.Write(
            storeRoot, dataset, config, networks, [.. members.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Folds[split.Index].Task.Configuration.Name} epoch {member.Epoch}"))],
            new EnsembleOrigin(rows.Sessions[rows.RowSessions[training[0]]], trainedThrough, members[0].Folds[split.Index].Task.Seed, created, gitCommit),
            new Dictionary<string, double>
            {
                ["chosenThrough"] = int.Parse(rows.Sessions[chosenThrough].ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
                [FoldMetric] = split.Index,
                ["members"] = members.Count,
                ["rows"] = training.Length,
            });
        return new FoldBundle(split.Index, holdout, trainedThrough, rows.Sessions[split.TestFirst], rows.Sessions[split.TestLast], path);
    }

    private DenseParameters Parameters(TrainingOutcome training, int epoch) =>
        training.Losses.Count >= epoch && double.IsFinite(training.Losses[epoch - 1])
            ? runner.Parameters(training, epoch)
            : throw new InvalidDataException($"{training.Path}: expected epoch {epoch}, found a training that diverged at epoch {training.Losses.Count}");

    private int LastTestLabel(SessionSplit split)
    {
        var ends = dataset.Rows.LabelEndSessions.AsSpan(Purging.TestRows(dataset.Rows, split));
        var last = split.TestFirst;
        foreach (var end in ends)
            last = Math.Max(last, end);
        return last;
    }

    private void RequireOwn(string storeRoot, DateOnly date)
    {
        var bundle = ModelBundle.Read(storeRoot, config.Name, date);
        if (!bundle.Manifest.Metrics.ContainsKey(FoldMetric))
            throw new InvalidDataException(
                $"{Path.Combine(storeRoot, bundle.Path)}: expected bundles named {config.Name} of this experiment only, found one from elsewhere: name the experiment otherwise, or remove it");
    }
}
