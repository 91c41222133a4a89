using System.CommandLine;
using System.Globalization;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary><c>leandeep paper check</c>: what paper trading promises, shown on simulated brokers.</summary>
internal static class CheckVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("check", "show on simulated brokers what paper trading promises") { Restarts(output, error) };

    private static readonly Option<string?> Algorithm = new("--algorithm") { Description = "one of LeanDeep's algorithms" };
    private static readonly Option<string?> Assembly = new("--assembly") { Description = "DLL of any algorithm compiled against the platform" };
    private static readonly Option<string?> Type = new("--type") { Description = "class in that DLL" };
    private static readonly Option<string> Data = new("--data") { Description = "LEAN data folder", DefaultValueFactory = _ => "Data" };
    private static readonly Option<string> Storage = new("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
    private static readonly Option<string[]> Parameters = new("--parameter", "-p") { Description = "algorithm parameter as name=value; may be repeated", DefaultValueFactory = _ => [] };
    private static readonly Option<int> Seed = new("--seed") { Description = "seed of faults and moments", DefaultValueFactory = _ => 1 };

    private static Command Restarts(TextWriter output, TextWriter error)
    {
        var from = UsageErrors.DateOption("--from", "first day");
        var days = new Option<int>("--days") { Description = "trading days", DefaultValueFactory = _ => 200 };
        var kills = new Option<int>("--kills") { Description = "how often the process is killed at most", DefaultValueFactory = _ => 50 };
        var longest = new Option<double>("--longest-run") { Description = "seconds after which a run is killed at the latest", DefaultValueFactory = _ => 5 };
        var keep = new Option<string?>("--out") { Description = "folder that keeps the journals (default: none)" };
        var command = new Command("restarts", "kill the process at random moments under a misbehaving broker: the account ends as without") { Algorithm, Assembly, Type, Data, Storage, Parameters, from, days, kills, longest, Seed, keep, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var folder = parsed.GetValue(keep) ?? Directory.CreateTempSubdirectory("leandeep-paper-").FullName;
            try
            {
                var result = await RestartCheck.RunAsync(
                    new RestartCheck.Request(parsed.GetRequiredValue(Data), parsed.GetValue(from) ?? throw new UsageException("--from: expected a date yyyy-MM-dd, found none"), parsed.GetValue(days), parsed.GetValue(kills), parsed.GetValue(Seed), Named(parsed), parsed.GetValue(longest), folder),
                    Report.On<string>(stage => report.Progress("restarts", stage)), cancellation);
                report.Result(result,
                [
                    ("days", $"{result.Days}, {result.Kills} kills"), ("orders", $"{result.Orders}: {result.Repeated} repeated, {result.Lost} lost, {result.Unknown} unknown, {result.Different} different from the undisturbed run"),
                    ("cash", $"{Money(result.Cash)}, undisturbed {Money(result.CashUndisturbed)}"), ("equity", $"{Money(result.Equity)}, undisturbed {Money(result.EquityUndisturbed)}"),
                    ("positions", result.SamePositions ? "the same" : "different"), ("named at restarts", result.Differences.Count == 0 ? "nothing" : string.Join(", ", result.Differences.Select(item => $"{item.Value} {item.Key}"))),
                    ("time", Report.Seconds(result.Seconds)),
                ]);
                if (!result.IsRight) report.Fail("restarts: expected the account to end as in the undisturbed run, found a difference");
                return result.IsRight ? 0 : 1;
            }
            finally
            {
                if (parsed.GetValue(keep) is null) Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    // The options that name the algorithm, for a process of its own.
    private static List<string> Named(ParseResult parsed)
    {
        var named = new List<string> { "--data", parsed.GetRequiredValue(Data), "--storage", parsed.GetRequiredValue(Storage) };
        if (parsed.GetValue(Algorithm) is { } own) named.AddRange(["--algorithm", own]);
        if (parsed.GetValue(Assembly) is { } dll) named.AddRange(["--assembly", dll]);
        if (parsed.GetValue(Type) is { } type) named.AddRange(["--type", type]);
        foreach (var parameter in parsed.GetRequiredValue(Parameters)) named.AddRange(["-p", parameter]);
        return named;
    }

    private static string Money(decimal value) => value.ToString("#,0.00##", CultureInfo.InvariantCulture);
}
