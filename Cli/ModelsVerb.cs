using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;

namespace LeanDeep.Cli;

/// <summary><c>leandeep models</c>: the bundles of an object store, which of them may trade, and what was done to them.</summary>
internal static class ModelsVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("models", "the models of an object store")
    {
        List(output, error), Show(output, error), Verify(output, error), Promote(output, error), RollBack(output, error), Collect(output, error),
    };

    private static Command List(TextWriter output, TextWriter error)
    {
        var (name, storage) = (Optional(), Storage());
        var command = new Command("list", "bundles by name and date") { name, storage, Report.Json };
        command.SetAction(parsed =>
        {
            var registry = Registry(parsed.GetRequiredValue(storage));
            var entries = Entries(registry, parsed.GetValue(name)).Select(entry => (Entry: entry, Manifest: TryManifest(entry))).ToArray();
            new Report(parsed, output, error).Result(
                new { bundles = entries.Select(bundle => new { bundle.Entry.Name, bundle.Entry.TrainedThrough, bundle.Entry.State, bundle.Manifest?.Kind, bundle.Manifest?.Created, bundle.Manifest?.ModelSha256 }) },
                ["name", "trained through", "state", "kind", "made", "names", "model"],
                entries.Select(bundle => (IReadOnlyList<string>)[
                    bundle.Entry.Name, Text(bundle.Entry.TrainedThrough), $"{bundle.Entry.State}".ToLowerInvariant(), $"{bundle.Manifest?.Kind}",
                    bundle.Manifest?.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "damaged", $"{bundle.Manifest?.Universe.Names.Count}", bundle.Manifest?.ModelSha256[..12] ?? ""]));
            return 0;
        });
        return command;
    }

    private static Command Show(TextWriter output, TextWriter error)
    {
        var (name, storage) = (Name(), Storage());
        var date = new Argument<string?>("date") { Description = "trained through, yyyy-MM-dd; the newest promoted where absent", DefaultValueFactory = _ => null };
        var command = new Command("show", "a bundle's manifest, and the history of its model") { name, date, storage, Report.Json };
        command.SetAction(parsed =>
        {
            var registry = Registry(parsed.GetRequiredValue(storage));
            var entries = Entries(registry, parsed.GetRequiredValue(name));
            var wanted = parsed.GetValue(date) is { } text ? Date(text) : entries.LastOrDefault(entry => entry.State == BundleState.Promoted)?.TrainedThrough ?? entries[^1].TrainedThrough;
            var entry = entries.FirstOrDefault(entry => entry.TrainedThrough == wanted) ?? throw new UsageException($"{parsed.GetRequiredValue(name)}: expected one of {string.Join(", ", entries.Select(entry => Text(entry.TrainedThrough)))}, found {Text(wanted)}");
            var manifest = entry.ReadManifest();
            var history = registry.History(entry.Name);
            new Report(parsed, output, error).Result(
                new { entry.State, manifest = JsonSerializer.Deserialize<JsonElement>(manifest.ToJson()), history },
                [
                    ("bundle", Path.Combine(entry.Store, ModelBundle.FolderKey(entry.Name, entry.TrainedThrough))), ("state", $"{entry.State}".ToLowerInvariant()), ("kind", $"{manifest.Kind}"),
                    ("trained", $"{Text(manifest.TrainedFrom)} through {Text(manifest.TrainedThrough)}, seed {manifest.Seed}"), ("made", $"{manifest.Created:yyyy-MM-dd HH:mm:ss}, commit {(manifest.GitCommit.Length > 0 ? manifest.GitCommit : "unknown")}"),
                    ("universe", $"{manifest.Universe.Names.Count} names, {manifest.Universe.Rule}"), ("features", $"{manifest.Features.Count}, horizon {manifest.Horizon}, lookback {manifest.Lookback}"), ("model", manifest.ModelSha256),
                    .. manifest.Metrics.Select(metric => (metric.Key, Report.Number(metric.Value, "0.######"))),
                    .. history.Select(line => (line.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), $"{line.Action} {Text(line.TrainedThrough)}{(line.Reason.Length > 0 ? ": " : "")}{line.Reason}")),
                ]);
            return 0;
        });
        return command;
    }

    private static Command Verify(TextWriter output, TextWriter error)
    {
        var (name, storage) = (Optional(), Storage());
        var command = new Command("verify", "read every bundle, compare its hashes, open its graph") { name, storage, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var verdicts = Entries(Registry(parsed.GetRequiredValue(storage)), parsed.GetValue(name)).Select(entry => (Entry: entry, Fault: BundleVerification.Fault(entry))).ToArray();
            report.Result(
                new { bundles = verdicts.Select(verdict => new { verdict.Entry.Name, verdict.Entry.TrainedThrough, verdict.Entry.State, verdict.Fault }) },
                ["name", "trained through", "state", "verdict"],
                verdicts.Select(verdict => (IReadOnlyList<string>)[verdict.Entry.Name, Text(verdict.Entry.TrainedThrough), $"{verdict.Entry.State}".ToLowerInvariant(), verdict.Fault ?? "good"]));
            var faults = verdicts.Count(verdict => verdict.Fault != null);
            if (faults > 0) report.Fail($"{verdicts.First(verdict => verdict.Fault != null).Fault}{(faults > 1 ? $", and {faults - 1} more" : "")}");
            return faults > 0 ? 1 : 0;
        });
        return command;
    }

    private static Command Promote(TextWriter output, TextWriter error)
    {
        var (name, storage, reason) = (Name(), Storage(), Reason());
        var date = new Argument<string>("date") { Description = "of the candidate, yyyy-MM-dd" };
        var command = new Command("promote", "let a candidate trade") { name, date, storage, reason, Report.Json };
        command.SetAction(parsed =>
        {
            var day = Date(parsed.GetRequiredValue(date));
            Registry(parsed.GetRequiredValue(storage)).Promote(Known(parsed.GetRequiredValue(name)), day, parsed.GetRequiredValue(reason));
            new Report(parsed, output, error).Result(new { promoted = day }, [("promoted", Text(day))]);
            return 0;
        });
        return command;
    }

    private static Command RollBack(TextWriter output, TextWriter error)
    {
        var (name, storage, reason) = (Name(), Storage(), Reason());
        var to = new Option<string?>("--to") { Description = "the bundle that shall trade, yyyy-MM-dd; the one before the newest where absent" };
        var command = new Command("rollback", "keep the newest bundles aside, so that an older one trades") { name, to, storage, reason, Report.Json };
        command.SetAction(parsed =>
        {
            var registry = Registry(parsed.GetRequiredValue(storage));
            var moved = registry.RollBack(Known(parsed.GetRequiredValue(name)), parsed.GetValue(to) is { } date ? Date(date) : null, parsed.GetRequiredValue(reason));
            var current = registry.List(parsed.GetRequiredValue(name)).Last(entry => entry.State == BundleState.Promoted).TrainedThrough;
            new Report(parsed, output, error).Result(
                new { newest = current, rolledBack = moved.Select(entry => entry.TrainedThrough) }, [("newest", Text(current)), .. moved.Select(entry => ("rolled back", Text(entry.TrainedThrough)))]);
            return 0;
        });
        return command;
    }

    private static Command Collect(TextWriter output, TextWriter error)
    {
        var (name, storage) = (Optional(), Storage());
        var keep = new Option<int>("--keep") { Description = "promoted bundles of each model that stay", Required = true };
        var dry = new Option<bool>("--dry-run") { Description = "say what would be deleted" };
        var command = new Command("gc", "delete old bundles, and what killed writers have left") { name, keep, dry, storage, Report.Json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(keep) < 1) throw new UsageException($"--keep: expected at least 1, found {parsed.GetValue(keep)}");
            var registry = Registry(parsed.GetRequiredValue(storage));
            var collected = Entries(registry, parsed.GetValue(name)).Select(entry => entry.Name).Distinct().Select(model => registry.Collect(model, parsed.GetValue(keep), parsed.GetValue(dry))).ToArray();
            var what = parsed.GetValue(dry) ? "would delete" : "deleted";
            new Report(parsed, output, error).Result(
                new { tried = parsed.GetValue(dry), bundles = collected.SelectMany(one => one.Bundles), leftovers = collected.SelectMany(one => one.Leftovers) },
                [
                    (what, $"{collected.Sum(one => one.Bundles.Count)} bundles, {collected.Sum(one => one.Leftovers.Count)} leftovers"),
                    .. collected.SelectMany(one => one.Bundles).Select(entry => (entry.Name, $"{Text(entry.TrainedThrough)} {entry.State}".ToLowerInvariant())), .. collected.SelectMany(one => one.Leftovers).Select(path => ("leftover", path)),
                ]);
            return 0;
        });
        return command;
    }

    private static RegistryEntry[] Entries(ModelRegistry registry, string? name)
    {
        RegistryEntry[] entries = [.. (name is null ? registry.Names() : [Known(name)]).SelectMany(registry.List)];
        return entries.Length > 0 || name is null ? entries : throw new UsageException($"{Path.Combine(registry.Root, "models", name)}: expected a model with bundles, found {(registry.Names() is { Count: > 0 } names ? string.Join(", ", names) : "none")}");
    }

    private static ModelManifest? TryManifest(RegistryEntry entry)
    {
        try
        {
            return entry.ReadManifest();
        }
        catch (InvalidDataException)
        {
            return null; // shown as damaged; verify says how
        }
    }

    private static ModelRegistry Registry(string root) =>
        Directory.Exists(root) ? new ModelRegistry(root, TimeProvider.System) : throw new UsageException($"--storage: expected the root of an object store, found no folder {root}");

    private static string Known(string name) => ModelBundle.IsName(name) ? name : throw new UsageException($"name: expected letters, digits, '-' and '_', found {name}");

    private static DateOnly Date(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw new UsageException($"date: expected yyyy-MM-dd, found {text}");

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Argument<string> Name() => new("name") { Description = "of the model" };

    private static Argument<string?> Optional() => new("name") { Description = "of one model; all where absent", DefaultValueFactory = _ => null };

    private static Option<string> Storage() => new("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };

    private static Option<string> Reason() => new("--reason") { Description = "for the history", DefaultValueFactory = _ => "by hand" };
}
