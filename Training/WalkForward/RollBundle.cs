using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>Makes the bundle of a roll, watches what has drifted, and decides whether the new model takes over.</summary>
/// <param name="state">The run.</param>
/// <param name="created">For manifests.</param>
/// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
internal sealed class RollBundle(WalkForwardState state, DateTimeOffset created, string gitCommit)
{
    /// <summary>In the metrics of every bundle written here, and of no others: the date of the roll as yyyyMMdd.</summary>
    public const string RollMetric = "roll";

    private readonly ExperimentConfig _config = state.Config;

    /// <param name="roll">One that trades.</param>
    /// <param name="chosen">Best first.</param>
    /// <param name="before">What the roll before came to; null for the first, whose model is always promoted.</param>
    /// <returns>The result, and the folder of the bundle.</returns>
    public (RollResult Result, string Folder) Make(Roll roll, IReadOnlyList<RollChoice> chosen, RollResult? before)
    {
        var rows = state.Dataset.Rows;
        var training = Purging.TrainingRows(rows, roll.Split, _config.Split.Embargo);
        var (networks, members) = Networks(roll, chosen);
        var trainedFrom = rows.Sessions[rows.RowSessions[training[0]]];
        var name = _config.Name;
        var folder = EnsembleBundle.Write(
            ModelRegistry.Candidates(state.Store), state.Dataset, _config, networks, members, new EnsembleOrigin(trainedFrom, roll.TrainedThrough, _config.Seeds[0], created, gitCommit),
            new Dictionary<string, double>
            {
                [RollMetric] = int.Parse(roll.Name, CultureInfo.InvariantCulture),
                ["members"] = networks.Count,
                ["rows"] = training.Length,
                ["selectionIC"] = chosen.Average(choice => choice.Mean),
            });
        var drift = Drift(roll, training, before);
        var refusals = before == null ? [] : Refusals(drift, chosen.Average(choice => choice.Mean), SelectionIc(before.DecidingBundle));
        if (refusals.Count == 0)
            folder = Promote(roll, folder);
        else
            ModelBundle.Delete(state.Store, name, roll.TrainedThrough);
        var own = ModelBundle.Read(refusals.Count == 0 ? state.Store : ModelRegistry.Candidates(state.Store), name, roll.TrainedThrough);
        return (new RollResult(
            roll.Date, roll.Split.TestSessionCount > 0 ? rows.Sessions[roll.Split.TestLast] : roll.Date, trainedFrom, roll.TrainedThrough, training.Length, chosen, networks.Count, drift, refusals,
            refusals.Count == 0 ? roll.TrainedThrough : before!.DecidingBundle, own.Manifest.ModelSha256), folder);
    }

    private (List<DenseParameters> Networks, List<string> Members) Networks(Roll roll, IReadOnlyList<RollChoice> chosen)
    {
        List<DenseParameters> networks = [];
        List<string> members = [];
        foreach (var choice in chosen)
            foreach (var outcome in state.Outcomes(roll, state.Configurations.Single(configuration => configuration.Name == choice.Configuration)))
                if (outcome.Losses.Count >= choice.Epoch && double.IsFinite(outcome.Losses[choice.Epoch - 1]))
                {
                    networks.Add(state.Runner.Parameters(outcome, choice.Epoch));
                    members.Add(string.Create(CultureInfo.InvariantCulture, $"{choice.Configuration} epoch {choice.Epoch} seed {outcome.Task.Seed}"));
                }
        return networks.Count > 0 ? (networks, members) : throw new InvalidDataException($"roll {roll.Date:yyyy-MM-dd}: expected a chosen training that stayed finite, found none");
    }

    private RollDrift Drift(Roll roll, int[] training, RollResult? before)
    {
        var rows = state.Dataset.Rows;
        var known = state.KnownRows(state.Plan.Rolls[roll.Index - 1], roll);
        var (first, count) = known.GetOffsetAndLength(rows.RowCount);
        if (count == 0)
            return new RollDrift(double.NaN, "", double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var psi = PopulationStability.OfFeatures(rows, training, [.. Enumerable.Range(first, count)]);
        var largest = psi.MaxBy(entry => entry.Value);
        var drift = new RollDrift(largest.Value, largest.Key, psi.Average(entry => entry.Value), double.NaN, double.NaN, double.NaN, double.NaN);
        if (before == null)
            return drift;
        var bundles = new BundlePredictions(rows, state.Store, _config.Name);
        var predictions = bundles.Of(before.DecidingBundle, known);
        var ic = InformationCoefficient.Summarise(bundles.Correlations(known, predictions), rows.Horizon).Mean;
        return drift with
        {
            BlockIc = ic, Decay = ic - SelectionIc(before.DecidingBundle), BlockTurnover = bundles.Turnover(known, predictions, _config.Strategy),
            SwitchTurnover = bundles.SwitchTurnover((state.Store, before.DecidingBundle), (ModelRegistry.Candidates(state.Store), roll.TrainedThrough), known, _config.Strategy),
        };
    }

    /// <param name="drift">Monitors.</param>
    /// <param name="selectionIc">With which the new model was chosen.</param>
    /// <param name="icBefore">With which the one that trades was.</param>
    private List<string> Refusals(RollDrift drift, double selectionIc, double icBefore)
    {
        var limits = _config.WalkForward!.Promotion;
        List<string> refusals = [];
        if (drift.LargestPsi > limits.MostPsi)
            refusals.Add(string.Create(CultureInfo.InvariantCulture, $"PSI of {drift.LargestPsiFeature}: expected at most {limits.MostPsi}, found {drift.LargestPsi:0.###}"));
        if (selectionIc < limits.LeastIc)
            refusals.Add(string.Create(CultureInfo.InvariantCulture, $"IC: expected at least {limits.LeastIc}, found {selectionIc:0.####}"));
        if (icBefore - selectionIc > limits.MostDecay)
            refusals.Add(string.Create(CultureInfo.InvariantCulture, $"decay of the IC: expected at most {limits.MostDecay} below the {icBefore:0.####} of the model that trades, found {selectionIc:0.####}"));
        if (drift.SwitchTurnover > limits.MostTurnover)
            refusals.Add(string.Create(CultureInfo.InvariantCulture, $"turnover of the switch: expected at most {limits.MostTurnover}, found {drift.SwitchTurnover:0.###}"));
        return refusals;
    }

    private double SelectionIc(DateOnly bundle) => ModelBundle.Read(state.Store, _config.Name, bundle).Manifest.Metrics["selectionIC"];

    /// <summary>Moves the bundle among those that trade; one of an interrupted attempt is replaced.</summary>
    private string Promote(Roll roll, string folder)
    {
        ModelBundle.Delete(state.Store, _config.Name, roll.TrainedThrough);
        var target = Path.Combine(state.Store, ModelBundle.FolderKey(_config.Name, roll.TrainedThrough));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Directory.Move(folder, target);
        return target;
    }
}
