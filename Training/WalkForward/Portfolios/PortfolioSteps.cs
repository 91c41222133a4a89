using System.Globalization;
using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>The steps of a run up to its bundles: at each roll a training of every variant, the choice of one, its bundle and publication; and the first model over the whole period.</summary>
/// <param name="trainer">The kind of model.</param>
/// <param name="digests">Of each session.</param>
/// <param name="created">For manifests.</param>
/// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
/// <param name="registry">Object store that receives the bundles beside the run's own; null for none.</param>
/// <param name="time">Clock of the registry's history.</param>
/// <param name="kept">By step and dates, the keys of trainings that stayed as they were when bars were adjusted; null for none.</param>
public sealed class PortfolioSteps(
    RollTrainer trainer, SortedDictionary<string, string> digests, DateTimeOffset created, string gitCommit, string? registry, TimeProvider time, IReadOnlyDictionary<string, string>? kept = null)
{
    private readonly Dictionary<string, JobStep> _steps = new(StringComparer.Ordinal);

    /// <summary>Object store of what was promoted, from which backtests trade.</summary>
    public string Store => Path.Combine(trainer.Output, "store");

    /// <summary>Object store with the first model alone.</summary>
    public string OnceStore => Path.Combine(trainer.Output, "store-once");

    /// <summary>In an order in which inputs come first, and early rolls before late ones.</summary>
    public IReadOnlyList<JobStep> Make()
    {
        JobStep? before = null;
        foreach (var roll in trainer.Rolls)
        {
            JobStep[] trainings = [.. trainer.Variants.Select(variant => Add(Training(roll, variant)))];
            before = Add(Bundle(roll, trainings, before));
            if (registry != null)
                Add(Publish(roll, before));
            if (roll.Index == 0)
                Add(Once(roll, before));
        }
        return [.. _steps.Values];

        JobStep Add(JobStep step) => _steps[step.Name] = step;
    }

    /// <summary>The steps whose bundles a backtest needs.</summary>
    public IEnumerable<JobStep> Bundles => trainer.Rolls.Select(roll => _steps[$"bundle-{roll.Name}"]).Append(_steps["once"]);

    /// <summary>What the rolls have come to, oldest first; those that are not done are left out.</summary>
    public IReadOnlyList<PortfolioRollResult> Results() => [.. trainer.Rolls.Select(roll => PathOf(_steps[$"bundle-{roll.Name}"])).Where(File.Exists).Select(Read<PortfolioRollResult>)];

    /// <summary>(variants) candidates of a roll that is done.</summary>
    internal IReadOnlyList<PortfolioCandidate> Candidates(PortfolioRoll roll) => [.. trainer.Variants.Select(variant => Read<PortfolioCandidate>(PathOf(_steps[$"train-{roll.Name}-{variant}"])))];

    /// <summary>The first model over the whole period.</summary>
    internal PortfolioCandidate TrainedOnce() => Read<PortfolioCandidate>(PathOf(_steps["once"]));

    private JobStep Training(PortfolioRoll roll, string variant)
    {
        JobStep step = null!;
        return step = new JobStep("train", $"train-{roll.Name}-{variant}", Key(roll, variant, roll.Held), [], cancellation =>
        {
            var store = Path.Combine(trainer.Output, "trained", roll.Name);
            var candidate = Train(step, roll, variant, roll.Held, store, cancellation);
            return candidate.Model is { } model
                ? [PathOf(step), Path.Combine(store, ModelBundle.ModelKey(model, candidate.TrainedThrough)), Path.Combine(store, ModelBundle.ManifestKey(model, candidate.TrainedThrough))]
                : [PathOf(step)];
        });
    }

    private JobStep Bundle(PortfolioRoll roll, JobStep[] trainings, JobStep? before)
    {
        JobStep step = null!;
        return step = new JobStep(
            "bundle", $"bundle-{roll.Name}", JobStep.KeyOf(["portfolio bundle 1", trainer.Name, $"{trainer.MostPsi}", before?.Key ?? "", .. trainings.Select(training => training.Key)]),
            [.. trainings.Select(training => training.Name), .. before == null ? Array.Empty<string>() : [before.Name]], _ =>
            {
                var chosen = trainings.Select(training => Read<PortfolioCandidate>(PathOf(training))).Where(candidate => candidate.Score is { } score && double.IsFinite(score)).MinBy(candidate => candidate.Score)
                    ?? throw new InvalidDataException($"roll {roll.Date:yyyy-MM-dd}: expected a training that stayed finite, found none of {trainings.Length}");
                var psi = trainer.LargestPsi(roll);
                string[] refusals = before != null && psi > trainer.MostPsi
                    ? [string.Create(CultureInfo.InvariantCulture, $"PSI of returns: expected at most {trainer.MostPsi}, found {psi:0.###}")] : [];
                var made = ModelBundle.Read(Path.Combine(trainer.Output, "trained", roll.Name), chosen.Model!, chosen.TrainedThrough);
                var manifest = made.Manifest with
                {
                    Name = trainer.Name, Metrics = new SortedDictionary<string, double>(made.Manifest.Metrics.ToDictionary(), StringComparer.Ordinal) { [RollBundle.RollMetric] = int.Parse(roll.Name, CultureInfo.InvariantCulture) },
                };
                var folder = ModelBundle.Write(refusals.Length == 0 ? Store : ModelRegistry.Candidates(Store), manifest, made.Model);
                ModelBundle.Delete(refusals.Length == 0 ? ModelRegistry.Candidates(Store) : Store, trainer.Name, chosen.TrainedThrough);
                Write(step, new PortfolioRollResult(
                    roll.Date, roll.Through, chosen.TrainedThrough, chosen.Variant, psi, refusals,
                    refusals.Length == 0 ? chosen.TrainedThrough : Read<PortfolioRollResult>(PathOf(before!)).DecidingBundle, ModelBundle.HashOf(made.Model)));
                return [PathOf(step), Path.Combine(folder, ModelBundle.ModelFile), Path.Combine(folder, ModelBundle.ManifestFile)];
            });
    }

    private JobStep Publish(PortfolioRoll roll, JobStep bundle) => new("publish", $"publish-{roll.Name}", JobStep.KeyOf("portfolio publish 1", Path.GetFullPath(registry!), bundle.Key), [bundle.Name], _ =>
    {
        var result = Read<PortfolioRollResult>(PathOf(bundle));
        var (from, to) = result.Promoted ? (Store, registry!) : (ModelRegistry.Candidates(Store), ModelRegistry.Candidates(registry!));
        var made = ModelBundle.Read(from, trainer.Name, result.TrainedThrough);
        if (ModelBundle.Dates(to, trainer.Name).Contains(result.TrainedThrough) && !ModelBundle.Read(to, trainer.Name, result.TrainedThrough).Manifest.Metrics.ContainsKey(RollBundle.RollMetric))
            throw new InvalidDataException($"{Path.Combine(to, made.Path)}: expected bundles named {trainer.Name} of this run only, found one from elsewhere: name the run otherwise, or remove it");
        ModelBundle.Write(to, made.Manifest, made.Model);
        new ModelRegistry(registry!, time).Record(
            trainer.Name, result.Promoted ? RegistryAction.Promote : RegistryAction.Refuse, result.TrainedThrough, result.Promoted ? $"roll {roll.Name}" : $"roll {roll.Name}: {string.Join("; ", result.Refusals)}");
        return [];
    });

    /// <summary>Trained again to the same network, and tested to the end.</summary>
    private JobStep Once(PortfolioRoll roll, JobStep first)
    {
        var end = trainer.Rolls[^1].Through;
        JobStep step = null!;
        return step = new JobStep("bundle", "once", JobStep.KeyOf(["portfolio once 1", first.Key, .. trainer.Variants.Select(variant => Key(roll, variant, end))]), [first.Name], cancellation =>
        {
            var result = Read<PortfolioRollResult>(PathOf(first));
            var store = Path.Combine(trainer.Output, "trained", "once");
            Train(step, roll, result.Chosen, end, store, cancellation);
            var bundle = ModelBundle.Read(Store, trainer.Name, result.TrainedThrough);
            foreach (var date in ModelBundle.Dates(OnceStore, trainer.Name).Where(date => date != result.TrainedThrough))
                ModelBundle.Delete(OnceStore, trainer.Name, date);
            var folder = ModelBundle.Write(OnceStore, bundle.Manifest, bundle.Model);
            return [PathOf(step), Path.Combine(folder, ModelBundle.ModelFile), Path.Combine(folder, ModelBundle.ManifestFile)];
        });
    }

    /// <summary>By step and dates, the keys of the trainings that are there, those over the whole period included.</summary>
    /// <param name="isDone">Whether a step's files are.</param>
    internal SortedDictionary<string, string> TrainingKeys(Func<JobStep, bool> isDone)
    {
        var steps = Make().ToDictionary(step => step.Name, StringComparer.Ordinal);
        var keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var roll in trainer.Rolls)
            foreach (var variant in trainer.Variants)
            {
                if (isDone(steps[$"train-{roll.Name}-{variant}"]))
                    keys[Identity(roll, variant, roll.Held)] = Key(roll, variant, roll.Held);
                if (roll.Index == 0 && isDone(steps["once"]))
                    keys[Identity(roll, variant, trainer.Rolls[^1].Through)] = Key(roll, variant, trainer.Rolls[^1].Through);
            }
        return keys;
    }

    private string Key(PortfolioRoll roll, string variant, DateOnly through) => kept?.GetValueOrDefault(Identity(roll, variant, through)) ?? trainer.Key(roll, variant, through, digests);

    private static string Identity(PortfolioRoll roll, string variant, DateOnly through) =>
        FormattableString.Invariant($"{variant} {roll.TrainFrom:yyyy-MM-dd} {roll.TrainThrough:yyyy-MM-dd} {roll.TrainedThrough:yyyy-MM-dd} {through:yyyy-MM-dd}");

    private PortfolioCandidate Train(JobStep step, PortfolioRoll roll, string variant, DateOnly through, string store, CancellationToken cancellation)
    {
        var work = Path.Combine(trainer.Output, "work", step.Key[..12]);
        var candidate = trainer.Train(roll, variant, through, store, work, created, gitCommit, cancellation);
        Write(step, candidate);
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);
        return candidate;
    }

    private string PathOf(JobStep step) => Path.Combine(trainer.Output, "rolls", $"{step.Name}-{step.Key[..12]}.json");

    private void Write<T>(JobStep step, T value) => AtomicFile.Write(PathOf(step), stream => JsonSerializer.Serialize(stream, value, JobJournal.Format));

    private static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), JobJournal.Format)!;
}
