using System.Globalization;
using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward;

/// <summary>The steps of a run up to its bundles: trainings of every roll, configuration and seed; at each roll that trades a choice by the rolls before, a bundle, and its publication.</summary>
/// <param name="state">The run.</param>
/// <param name="created">For manifests.</param>
/// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
/// <param name="registry">Object store that receives the bundles beside the run's own; null for none.</param>
/// <param name="time">Clock of the registry's history.</param>
public sealed class WalkForwardSteps(WalkForwardState state, DateTimeOffset created, string gitCommit, string? registry, TimeProvider time)
{
    private readonly ExperimentConfig _config = state.Config;
    private readonly Dictionary<string, JobStep> _steps = new(StringComparer.Ordinal);

    /// <summary>In an order in which inputs come first, and early rolls before late ones.</summary>
    public IReadOnlyList<JobStep> Make()
    {
        var steps = new List<JobStep>();
        JobStep? before = null;
        foreach (var roll in state.Plan.Rolls)
        {
            JobStep[] trainings = [.. Trainings(roll)];
            Add(trainings);
            if (!roll.Trades)
                continue;
            var select = Select(roll);
            var bundle = Bundle(roll, select, trainings, before);
            Add(select, bundle);
            if (before == null)
                Add(Once(bundle, roll));
            if (registry != null)
                Add(Publish(roll, bundle));
            before = bundle;
        }
        return steps;

        void Add(params JobStep[] made)
        {
            foreach (var step in made)
                _steps.Add(step.Name, step);
            steps.AddRange(made);
        }
    }

    /// <summary>What the rolls that trade have come to, oldest first; those that are not done are left out.</summary>
    public IReadOnlyList<RollResult> Results() =>
        [.. state.Plan.Traded.Select(roll => state.ResultPath(_steps[$"bundle-{roll.Name}"])).Where(File.Exists).Select(RollResult.Read)];

    /// <summary>The steps whose bundles a backtest needs.</summary>
    public IEnumerable<JobStep> Bundles => state.Plan.Traded.Select(roll => _steps[$"bundle-{roll.Name}"]).Append(_steps["once"]);

    // With libtorch all trainings of a roll go together, side by side.
    private IEnumerable<JobStep> Trainings(Roll roll)
    {
        var tasks = state.Configurations.SelectMany(configuration => _config.Seeds.Select(seed => state.Task(roll, configuration, seed)));
        if (_config.Model.Backend == TrainingBackend.Torch)
            yield return Training($"train-{roll.Name}", [.. tasks]);
        else
            foreach (var task in tasks)
                yield return Training(string.Create(CultureInfo.InvariantCulture, $"train-{roll.Name}-{task.Configuration.Name}-seed{task.Seed}"), [task]);
    }

    private JobStep Training(string name, TrainingTask[] tasks) => new("train", name, JobStep.KeyOf([.. tasks.Select(task => $"{state.Runner.Key(task)} {task.Epochs}")]), [], cancellation =>
    {
        state.Runner.Run(tasks, 1, null, cancellation);
        return [.. tasks.Select(state.Runner.PathOf)];
    });

    private JobStep Select(Roll roll)
    {
        var before = state.ChoosingRolls(roll);
        JobStep[] inputs = [.. before.SelectMany(past => _steps.Values.Where(step => step.Kind == "train" && step.Name.StartsWith($"train-{past.Name}", StringComparison.Ordinal)))];
        JobStep step = null!;
        return step = new JobStep(
            "select", $"select-{roll.Name}", JobStep.KeyOf(["select 1", roll.Split.ToString(), $"{_config.Ensemble} {_config.Split.Embargo}", .. inputs.Select(input => input.Key)]), [.. inputs.Select(input => input.Name)], _ =>
            {
                var ranked = new RollSelection(state.Dataset.Rows, state.Plan, state.Runner, _config.Split.Embargo)
                    .Rank(roll, before, [.. state.Configurations.Select(configuration => before.Select(past => state.Outcomes(past, configuration)).ToArray())]);
                if (ranked.Count < _config.Ensemble)
                    throw new InvalidDataException($"roll {roll.Date:yyyy-MM-dd}: expected at least {_config.Ensemble} candidates whose trainings stayed finite, found {ranked.Count}");
                RollChoice[] chosen = [.. ranked.Take(_config.Ensemble).Select(candidate => new RollChoice(
                    state.Configurations[candidate.Configuration].Name, candidate.Epoch, candidate.Median, candidate.Mean, candidate.Days.Count(day => !double.IsNaN(day))))];
                AtomicFile.Write(state.ResultPath(step), stream => JsonSerializer.Serialize(stream, chosen, JobJournal.Format));
                return [state.ResultPath(step)];
            });
    }

    private JobStep Bundle(Roll roll, JobStep select, JobStep[] trainings, JobStep? before)
    {
        // A name that comes later, or another sector, changes manifests.
        var universe = JobStep.KeyOf([.. state.Dataset.Rows.Names, .. state.Dataset.Sectors.Select(sector => sector.ToString(CultureInfo.InvariantCulture))]);
        var key = JobStep.KeyOf([
            "bundle 1", _config.Name, _config.Data.Universe, universe, $"{_config.WalkForward!.Promotion}", $"{_config.Strategy}", $"{state.Dataset.Rows.Sessions[0]}", select.Key, before?.Key ?? "", .. trainings.Select(step => step.Key)]);
        JobStep step = null!;
        return step = new JobStep("bundle", $"bundle-{roll.Name}", key, [select.Name, .. before == null ? Array.Empty<string>() : [before.Name], .. trainings.Select(training => training.Name)], _ =>
        {
            var chosen = JsonSerializer.Deserialize<RollChoice[]>(File.ReadAllBytes(state.ResultPath(select)), JobJournal.Format)!;
            var (result, folder) = new RollBundle(state, created, gitCommit).Make(roll, chosen, before == null ? null : RollResult.Read(state.ResultPath(before)));
            result.Write(state.ResultPath(step));
            return [state.ResultPath(step), Path.Combine(folder, ModelBundle.ModelFile), Path.Combine(folder, ModelBundle.ManifestFile)];
        });
    }

    /// <summary>The first model in a store of its own, to trade all the time.</summary>
    private JobStep Once(JobStep first, Roll roll) => new("bundle", "once", JobStep.KeyOf("once 1", first.Key), [first.Name], _ =>
    {
        var bundle = ModelBundle.Read(state.Store, _config.Name, roll.TrainedThrough);
        foreach (var date in ModelBundle.Dates(state.OnceStore, _config.Name).Where(date => date != roll.TrainedThrough))
            ModelBundle.Delete(state.OnceStore, _config.Name, date);
        var folder = ModelBundle.Write(state.OnceStore, bundle.Manifest, bundle.Model);
        return [Path.Combine(folder, ModelBundle.ModelFile), Path.Combine(folder, ModelBundle.ManifestFile)];
    });

    private JobStep Publish(Roll roll, JobStep bundle) => new("publish", $"publish-{roll.Name}", JobStep.KeyOf("publish 1", Path.GetFullPath(registry!), bundle.Key), [bundle.Name], _ =>
    {
        var result = RollResult.Read(state.ResultPath(bundle));
        var promoted = result.Promoted;
        var from = promoted ? state.Store : ModelRegistry.Candidates(state.Store);
        var made = ModelBundle.Read(from, _config.Name, roll.TrainedThrough);
        var to = promoted ? registry! : ModelRegistry.Candidates(registry!);
        if (ModelBundle.Dates(to, _config.Name).Contains(roll.TrainedThrough))
            RequireOwn(to, roll);
        ModelBundle.Write(to, made.Manifest, made.Model);
        new ModelRegistry(registry!, time).Record(
            _config.Name, promoted ? RegistryAction.Promote : RegistryAction.Refuse, roll.TrainedThrough, promoted ? $"roll {roll.Name}" : $"roll {roll.Name}: {string.Join("; ", result.Refusals)}");
        return [];
    });

    private void RequireOwn(string store, Roll roll)
    {
        var there = ModelBundle.Read(store, _config.Name, roll.TrainedThrough);
        if (!there.Manifest.Metrics.ContainsKey(RollBundle.RollMetric))
            throw new InvalidDataException($"{Path.Combine(store, there.Path)}: expected bundles named {_config.Name} of this run only, found one from elsewhere: name the run otherwise, or remove it");
    }
}
