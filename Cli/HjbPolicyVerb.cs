using System.CommandLine;
using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Training.Data;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Policies;

namespace LeanDeep.Cli;

/// <summary>How a policy is solved.</summary>
internal enum PolicyMethod
{
    ClosedForm,
    Network,
}

/// <summary><c>leandeep hjb policy</c>: solved policies as bundles that <c>HjbPolicy</c> trades.</summary>
internal static class HjbPolicyVerb
{
    private static readonly string[] Problems = ["kim-omberg", "merton"];

    public static Command Create(TextWriter output, TextWriter error) =>
        new("policy", "policies as model bundles: export, look at, evaluate") { Export(output, error), Show(output, error), Evaluate(output, error) };

    private static Command Export(TextWriter output, TextWriter error)
    {
        var problem = new Argument<string>("problem") { Description = "one of " + string.Join(", ", Problems) };
        var name = new Option<string?>("--name") { Description = "of the bundle (default the problem's)" };
        var storage = Storage();
        var tickers = new Option<string[]>("--ticker") { Description = "asset; may be repeated (default SPY)", DefaultValueFactory = _ => [] };
        var data = new Option<string?>("--data") { Description = "LEAN data folder with metadata.json whose sectors are the assets" };
        var perSector = new Option<int>("--per-sector") { Description = "names of each sector's basket, the largest", DefaultValueFactory = _ => 10 };
        var substitution = new Option<double>("--substitution") { Description = "ψ of merton", DefaultValueFactory = _ => 1 };
        var preference = new Option<double>("--time-preference") { Description = "ρ of merton, a year", DefaultValueFactory = _ => 0.04 };
        var method = new Option<PolicyMethod>("--method") { Description = "of kim-omberg: its closed form, or a network trained on the equation (two minutes)" };
        var seed = new Option<long>("--seed") { Description = "of the network", DefaultValueFactory = _ => 1 };
        var budget = new Option<double?>("--budget") { Description = "seconds at most for the network" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "file from which the network's training goes on, written as it goes" };
        var command = new Command("export", "write a policy as an ONNX bundle") { problem, name, storage, tickers, data, perSector, substitution, preference, method, seed, budget, checkpoint, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var chosen = parsed.GetRequiredValue(problem);
            if (!Problems.Contains(chosen)) throw new UsageException($"hjb policy export: expected one of {string.Join(", ", Problems)}, found {chosen}");
            var root = parsed.GetRequiredValue(storage);
            OutputFolder.Require(root);
            var universe = Universe(parsed.GetRequiredValue(tickers), parsed.GetValue(data), parsed.GetValue(perSector));
            var report = new Report(parsed, output, error);
            if (chosen != "kim-omberg" && parsed.GetValue(method) == PolicyMethod.Network) throw new UsageException($"--method: expected ClosedForm for {chosen}, found Network");
            if (parsed.GetValue(budget) is { } given && !(given > 0)) throw new UsageException($"--budget: expected seconds above 0, found {given}");
            var (metrics, domain) = (new SortedDictionary<string, double>(StringComparer.Ordinal), new StandardisedDomain());
            SolvedPolicy policy;
            if (chosen == "merton") policy = new MertonPolicy(Assets(universe), parsed.GetValue(substitution), parsed.GetValue(preference), new(1, 30), new(-3, 3));
            else if (parsed.GetValue(method) == PolicyMethod.ClosedForm) policy = new KimOmbergPolicy(new());
            else
            {
                var training = new NeuralTraining(new ConditionedKimOmberg(domain), PolicyTraining.Options with { Budget = parsed.GetValue(budget) }, parsed.GetValue(seed));
                NeuralFit.Run(training, parsed.GetValue(checkpoint), now => report.Progress("training", $"step {now.Step}, residual {Report.Number(now.Residual, "0.0e0")}"), cancellation);
                if (training.Status == NeuralStatus.Diverged) throw new InvalidOperationException("training: expected a network that fits the equation, found that it diverged");
                var network = new NetworkPolicy(training.Solution);
                policy = network;
                var off = PolicyTraining.Compare(network, domain, 5000, seed: 7);
                (metrics["steps"], metrics["residual"], metrics["largestError"], metrics["meanError"]) = (training.Steps, training.Residual, off.Largest, off.Mean);
                (metrics["largestErrorMyopic"], metrics["meanErrorMyopic"]) = (off.LargestMyopic, off.MeanMyopic);
            }
            cancellation.ThrowIfCancellationRequested();
            var folder = PolicyBundle.Write(root, policy, new PolicyBundleDescription
            {
                Name = parsed.GetValue(name) ?? chosen, Created = DateTimeOffset.UtcNow, GitCommit = Repository.Commit(), Universe = universe, Metrics = metrics,
                Seed = policy.Description.Method == SolutionMethod.Network ? parsed.GetValue(seed) : 0,
            });
            report.Result(
                new { bundle = folder, policy = policy.Description, assets = Assets(universe), names = universe.Names.Count, metrics },
                [("bundle", folder), .. Describe(policy.Description), ("assets", $"{Assets(universe)} of {universe.Names.Count} names: {universe.Rule}"), .. Errors(metrics)]);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Show(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "of the bundle" };
        var storage = Storage();
        var command = new Command("show", "what a policy's bundle says of itself") { name, storage, Report.Json };
        command.SetAction(parsed =>
        {
            using var model = Open(parsed.GetRequiredValue(storage), parsed.GetRequiredValue(name));
            var manifest = model.Manifest;
            new Report(parsed, output, error).Result(
                new { bundle = model.Path, policy = model.Description, manifest.Created, manifest.TrainedThrough, manifest.Universe, manifest.Metrics, inputs = model.Description.Inputs },
                [
                    ("bundle", model.Path), .. Describe(model.Description),
                    ("names", string.Join(' ', manifest.Universe.Names.Select(member => member.Name))), .. manifest.Metrics.Select(metric => (metric.Key, Report.Number(metric.Value, "G6"))),
                ]);
            return 0;
        });
        return command;
    }

    private static Command Evaluate(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "of the bundle" };
        var storage = Storage();
        var inputs = new Option<string[]>("--input", "-i") { Description = "column as name=number; all of them", DefaultValueFactory = _ => [] };
        var command = new Command("evaluate", "a policy at one point: value, gradient, policy, its myopic and hedging parts") { name, storage, inputs, Report.Json };
        command.SetAction(parsed =>
        {
            using var model = Open(parsed.GetRequiredValue(storage), parsed.GetRequiredValue(name));
            var values = Values(model.Description, parsed.GetRequiredValue(inputs));
            var inside = model.Evaluate(values);
            double[] policy = model.Policy.ToArray(), myopic = model.Myopic.ToArray();
            double[] hedging = [.. policy.Zip(myopic, (all, part) => all - part)];
            string[] outside = [.. model.Description.Inputs.Where((_, i) => model.Clipped[i]).Select(input => input.Name)];
            new Report(parsed, output, error).Result(
                new { value = model.Value[0], slope = model.Slope.ToArray(), policy, myopic, hedging, consumption = model.Consumption[0], outOfDomain = !inside, clipped = outside },
                [
                    ("value, l", Report.Number(model.Value[0], "G9")), ("gradient of l", Join(model.Slope.ToArray())),
                    (model.Description.Unit == PolicyUnit.Exposures ? "exposure, θσ" : "policy", Join(policy)), ("myopic", Join(myopic)), ("hedging", Join(hedging)),
                    ("consumption / wealth", Report.Number(model.Consumption[0], "G9")),
                    ("domain", inside ? "inside" : $"outside in {string.Join(", ", outside)}: taken at the nearest point inside"),
                ]);
            return 0;
        });
        return command;
    }

    private static Option<string> Storage() => new("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };

    private static PolicyModel Open(string storage, string name)
    {
        if (!ModelBundle.IsName(name)) throw new UsageException($"name: expected letters, digits, '-' and '_', found {name}");
        var dates = ModelBundle.Dates(storage, name);
        if (dates.Count == 0) throw new InvalidDataException($"{Path.Combine(storage, "models", name)}: expected a bundle, found none");
        return PolicyModel.Load(ModelBundle.Read(storage, name, dates[^1]), allowInSample: true);
    }

    private static ModelUniverse Universe(string[] tickers, string? data, int perSector)
    {
        if (data is null) return PolicyUniverse.Of(tickers.Length > 0 ? tickers : ["SPY"]);
        if (tickers.Length > 0) throw new UsageException("hjb policy export: expected --ticker or --data, found both");
        if (perSector < 1) throw new UsageException($"--per-sector: expected 1 or more, found {perSector}");
        return PolicyUniverse.LargestOfSectors(
            FolderMetadata.TryRead(data) ?? throw new InvalidDataException($"{Path.Combine(data, "metadata.json")}: expected the metadata of a data folder, found none"), perSector);
    }

    private static int Assets(ModelUniverse universe) => universe.Names.Select((name, i) => name.Sector >= 0 ? name.Sector : -1 - i).Distinct().Count();

    private static double[] Values(PolicyDescription description, string[] given)
    {
        var named = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in given)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                throw new UsageException($"--input: expected name=number, found {text}");
            if (description.Inputs.All(input => !input.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)))
                throw new UsageException($"--input: expected one of {string.Join(", ", description.Inputs.Select(input => input.Name))}, found {parts[0]}");
            named[parts[0]] = value;
        }
        return [.. description.Inputs.Select(input => named.TryGetValue(input.Name, out var value)
            ? value : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--input {input.Name}: expected a number from {input.Lower} to {input.Upper}, found none")))];
    }

    internal static IEnumerable<(string Name, string Value)> Describe(PolicyDescription description) =>
    [
        ("problem", $"{description.Problem}, {(description.Method == SolutionMethod.ClosedForm ? "closed form" : "network")}"),
        ("inputs", string.Join("; ", description.Inputs.Select(input => string.Create(CultureInfo.InvariantCulture, $"{input.Name} {input.Lower} to {input.Upper}")))),
        ("gives", $"{description.Outputs} {(description.Unit == PolicyUnit.Exposures ? "exposures to unit shocks" : "policies")}, l, its gradient, c/w"),
        ("preferences", string.Create(CultureInfo.InvariantCulture, $"γ {(description.RiskAversion is { } g ? g : "an input")}{(description.Substitution is { } psi ? $", ψ {psi}, ρ {description.TimePreference}" : ", utility of wealth at the horizon")}")),
    ];

    private static IEnumerable<(string Name, string Value)> Errors(SortedDictionary<string, double> metrics)
    {
        if (metrics.Count == 0) yield break;
        string Text(string metric) => Report.Number(metrics[metric], "0.0e0");
        yield return ("training", $"{Report.Count((long)metrics["steps"])} steps on the equation, residual {Text("residual")}");
        yield return ("error of exposure", $"mean {Text("meanError")}, largest {Text("largestError")}, against the closed form at 5,000 points of the domain");
        yield return ("without hedging", $"mean {Text("meanErrorMyopic")}, largest {Text("largestErrorMyopic")}");
    }

    private static string Join(double[] values) => string.Join("  ", values.Select(value => Report.Number(value, "G9")));
}
