using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Training.Hjb.Checks;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.Hjb;

namespace LeanDeep.Cli;

/// <summary><c>leandeep hjb</c>: equations of portfolio choice and macro-finance.</summary>
internal static class HjbVerb
{
    private static readonly string[] Header = ["problem", "method", "quantity", "error", "mean", "constant", "myopic", "bound", "seconds", "passed"];

    public static Command Create(TextWriter output, TextWriter error) =>
        new("hjb", "portfolio choice and macro-finance by their Hamilton–Jacobi–Bellman equations")
        {
            List(output, error), Solve(output, error), Check(output, error), HjbPolicyVerb.Create(output, error),
        };

    private static Command List(TextWriter output, TextWriter error)
    {
        var command = new Command("list", "the problems") { Report.Json };
        command.SetAction(parsed =>
        {
            new Report(parsed, output, error).Result(
                new { problems = BenchmarkSet.All.Select(problem => new { problem.Name, problem.States, problem.Description }) },
                ["problem", "states", "what"],
                BenchmarkSet.All.Select(problem => (IReadOnlyList<string>)[problem.Name, Report.Count(problem.States), problem.Description]));
            return 0;
        });
        return command;
    }

    private static Command Check(TextWriter output, TextWriter error)
    {
        var names = new Argument<string[]>("problems") { Description = "which; all where none is named", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "every problem, by finite differences and by networks" };
        var networks = new Option<bool>("--networks") { Description = "by networks alone" };
        var seeds = new Option<int>("--seeds") { Description = "seeds of each network, of which the worst counts", DefaultValueFactory = _ => 1 };
        var command = new Command("check", "solve the problems, beside what is known of their solutions") { names, all, networks, seeds, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            if (parsed.GetValue(seeds) is var count && count < 1) throw new UsageException($"hjb check: --seeds: expected 1 or more, found {count}");
            var chosen = Chosen(parsed.GetValue(names) ?? [], parsed.GetValue(all), parsed.GetValue(networks));
            var results = new List<CheckResult>();
            foreach (var check in chosen)
            {
                report.Progress(check.Name);
                results.Add(check is NeuralCheck neural && count > 1 ? neural.RunSeeds(count, cancellation) : check.Run(cancellation));
            }
            report.Result(
                new { problems = results },
                Header,
                results.SelectMany(Rows));
            var failed = results.Where(result => !result.Passed).Select(result => result.Name).ToArray();
            if (failed.Length > 0) report.Fail($"{string.Join(", ", failed)}: expected errors within the bounds, found more or no convergence");
            return Task.FromResult(failed.Length > 0 ? 1 : 0);
        });
        return command;
    }

    private static Command Solve(TextWriter output, TextWriter error)
    {
        var name = new Argument<string>("problem") { Description = "one of: " + string.Join(", ", NeuralBenchmarkSet.All.Select(check => check.Name)) };
        var seed = new Option<long>("--seed") { Description = "of weights and points", DefaultValueFactory = _ => 1 };
        var budget = new Option<double?>("--budget") { Description = "seconds at most; the problem's own where none is given" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "a file to go on from, written as the fit goes; with several workers one below results/hjb where none is given, until the end" };
        var page = new Option<string?>("--page") { Description = "HTML page to write: value, policies, residual, active region, convergence" };
        var workers = MpiLaunch.Workers();
        var steps = new Option<int?>("--steps") { Description = "end after so many steps in all; a later call goes on from the checkpoint" };
        var adam = new Option<int?>("--adam-steps") { Description = "steps of Adam before the others; the problem's own where none is given" };
        var points = new Option<int?>("--points") { Description = "points of a step, of all workers; the problem's own where none is given" };
        var active = new Option<double?>("--active") { Description = "share of the points drawn from the active region; the problem's own where none is given" };
        var command = new Command("solve", "solve a problem by a network, beside what is known of its solution") { name, seed, budget, points, active, adam, steps, checkpoint, page, workers, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var (kept, shared) = (parsed.GetValue(checkpoint), Path.Combine("results", "hjb", parsed.GetRequiredValue(name) + ".checkpoint"));
            if (MpiLaunch.IsWanted(parsed, workers)) return MpiLaunch.RunAsync(parsed, workers, kept ?? shared, output, error, cancellation);
            var group = MpiLaunch.Join();
            var report = new Report(parsed, group?.IsFirst == false ? TextWriter.Null : output, group?.IsFirst == false ? TextWriter.Null : error);
            var check = NeuralBenchmarkSet.All.FirstOrDefault(check => check.Name == parsed.GetRequiredValue(name))
                ?? throw new UsageException($"hjb solve: expected one of {string.Join(", ", NeuralBenchmarkSet.All.Select(check => check.Name))}, found {parsed.GetRequiredValue(name)}");
            if (parsed.GetValue(budget) is { } given && !(given > 0)) throw new UsageException($"hjb solve: --budget: expected seconds above 0, found {given}");
            if (parsed.GetValue(points) is { } number && number < 8) throw new UsageException($"hjb solve: --points: expected 8 or more, found {number}");
            if (parsed.GetValue(active) is { } share && !(share >= 0 && share < 1)) throw new UsageException($"hjb solve: --active: expected 0 to below 1, found {share}");
            var options = check.Options with
            {
                Budget = parsed.GetValue(budget) ?? check.Options.Budget, AdamSteps = parsed.GetValue(adam) ?? check.Options.AdamSteps,
                Points = parsed.GetValue(points) ?? check.Options.Points, ActiveShare = parsed.GetValue(active) ?? check.Options.ActiveShare,
            };
            var training = new NeuralTraining(check.Problem, options, parsed.GetValue(seed), group);
            var (clock, history) = (Stopwatch.StartNew(), new List<NeuralProgress>());
            var (before, least) = (TimeSpan.Zero, TimeSpan.MaxValue); // of a step: what it takes when nothing else wants the cores
            NeuralFit.RunTo(parsed.GetValue(steps) ?? int.MaxValue, training, kept ?? (group is null ? null : shared), now =>
            {
                history.Add(now);
                (before, least) = (clock.Elapsed, clock.Elapsed - before is var step && step < least ? step : least);
                report.Progress(check.Name, $"step {now.Step}, residual {Report.Number(now.Residual, "0.0e0")}{(now.Error is { } off ? $", error {Report.Number(off, "0.0e0")}" : "")}");
            }, cancellation);
            group?.Leave();
            if (group?.IsFirst == false) return Task.FromResult(0);
            if (group is not null && kept is null && File.Exists(shared)) File.Delete(shared);
            if (training.Status == NeuralStatus.Running)
            {
                report.Result(
                    new { check.Name, training.Steps, training.Residual, workers = group?.Count ?? 1, sharedSeconds = group?.Shared.TotalSeconds ?? 0, leastStepSeconds = history.Count > 0 ? least.TotalSeconds : (double?)null, seconds = clock.Elapsed.TotalSeconds },
                    [("steps", $"{training.Steps}"), ("residual", Report.Number(training.Residual, "0.0e0")), ("workers", $"{group?.Count ?? 1}, {Report.Seconds(group?.Shared.TotalSeconds ?? 0)} in sums over all"), ("quickest step", $"{Report.Number(history.Count > 0 ? 1000 * least.TotalSeconds : double.NaN, "0.000")} ms"), ("time", Report.Seconds(clock.Elapsed.TotalSeconds))]);
                return Task.FromResult(0);
            }
            var result = check.Compare(training.Solution, clock.Elapsed.TotalSeconds);
            if (parsed.GetValue(page) is { } file) ReportPage.Write(SolutionPage.Render(training, history, result.Seconds), file);
            report.Result(result, Header, Rows(result));
            if (!result.Passed) report.Fail($"{check.Name}: expected errors within the bounds, found more or no convergence");
            return Task.FromResult(result.Passed ? 0 : 1);
        });
        return command;
    }

    private static IReadOnlyList<ProblemCheck> Chosen(string[] names, bool all, bool networks)
    {
        if (all && names.Length > 0) throw new UsageException($"hjb check: expected names or --all, found both");
        foreach (var name in names)
            if (!BenchmarkSet.All.Any(problem => problem.Name == name))
                throw new UsageException($"hjb check: expected problems of `leandeep hjb list`, found {name}");
        if (all && networks) throw new UsageException("hjb check: expected --all or --networks, found both");
        if (all) return [.. BenchmarkSet.All, .. NeuralBenchmarkSet.All];
        IReadOnlyList<ProblemCheck> set = networks ? NeuralBenchmarkSet.All : BenchmarkSet.All;
        foreach (var name in names)
            if (!set.Any(problem => problem.Name == name)) throw new UsageException($"hjb check: expected problems that networks solve, found {name}");
        return names.Length == 0 ? set : [.. set.Where(problem => names.Contains(problem.Name))];
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(CheckResult result) => result.Measures.Select((measure, i) => (IReadOnlyList<string>)
    [
        i == 0 ? result.Name : "", i == 0 ? result.Method : "", measure.Quantity + (measure.Relative ? ", relative" : ""),
        Report.Number(measure.Error, "0.0e0"), Known(measure.Mean), Known(measure.Trivial), Known(measure.Myopic), Report.Number(measure.Bound, "0.0e0"),
        i == 0 ? Report.Number(result.Seconds, "0.00") : "", !result.Converged ? "no convergence" : measure.Passed ? "yes" : "no",
    ]);

    private static string Known(double? value) => value is { } known ? Report.Number(known, "0.0e0") : "";
}
