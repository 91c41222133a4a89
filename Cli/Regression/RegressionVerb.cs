using System.CommandLine;

namespace LeanDeep.Cli.Regression;

/// <summary><c>leandeep regression SOURCES</c>: LEAN's own regression algorithms against the platform.</summary>
internal static class RegressionVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var sources = new Argument<string>("sources") { Description = "folder of algorithms that implement IRegressionAlgorithmDefinition, as LEAN's Algorithm.CSharp" };
        var data = new Option<string>("--data") { Description = "LEAN data folder that they are meant for, as LEAN's Data", Required = true };
        var only = new Option<string[]>("--only") { Description = "file to take, without .cs; may be repeated (default all)", DefaultValueFactory = _ => [] };
        var folder = new Option<string>("--out") { Description = "folder for result files", DefaultValueFactory = _ => Path.Combine("results", "regression") };
        var command = new Command("regression", "compile LEAN's regression algorithms against the platform, run them, and compare every statistic that they expect") { sources, data, only, folder, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            if (!Directory.Exists(parsed.GetRequiredValue(sources))) throw new UsageException($"regression: expected a folder of C# sources, found none at {parsed.GetRequiredValue(sources)}");
            LeanBacktest.RequireDataFolder(parsed.GetRequiredValue(data));
            var outcomes = RegressionCheck.Run(parsed.GetRequiredValue(sources), parsed.GetRequiredValue(data), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(only), name => report.Progress("regression", name));
            var areas = outcomes.GroupBy(outcome => outcome.Area).OrderBy(area => area.Key, StringComparer.Ordinal)
                .Append(outcomes.GroupBy(_ => "All").Single()).ToList();
            report.Result(
                new { matches = outcomes.Count(x => x.Verdict == RegressionVerdict.Matches), outcomes },
                ["area", "algorithms", "compile", "match", "differ", "fail", "other data", "other securities"],
                areas.Select(area => (IReadOnlyList<string>)
                [
                    area.Key, Number(area, x => x.Verdict != RegressionVerdict.OtherSecurities),
                    Number(area, x => x.Verdict is RegressionVerdict.Matches or RegressionVerdict.Differs or RegressionVerdict.Fails or RegressionVerdict.OtherData),
                    Number(area, x => x.Verdict == RegressionVerdict.Matches), Number(area, x => x.Verdict == RegressionVerdict.Differs),
                    Number(area, x => x.Verdict == RegressionVerdict.Fails), Number(area, x => x.Verdict == RegressionVerdict.OtherData),
                    Number(area, x => x.Verdict == RegressionVerdict.OtherSecurities),
                ]));
            return 0;
        });
        return command;

        static string Number(IEnumerable<RegressionOutcome> outcomes, Func<RegressionOutcome, bool> counted) => Report.Count(outcomes.Count(counted));
    }
}
