using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Training.Data;

namespace LeanDeep.Cli;

/// <summary><c>leandeep data import|check|synth</c>.</summary>
internal static class DataVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("data", "make and check LEAN data folders")
    {
        Import(output, error),
        Check(output, error),
        Synth(output, error),
    };

    private static Command Import(TextWriter output, TextWriter error)
    {
        var source = new Argument<string>("csv") { Description = "long CSV, plain or gzip: symbol,date,open,high,low,close,volume" };
        var meta = new Option<string?>("--meta") { Description = "CSV with symbol and any of sector, marketcap, exchange" };
        var folder = new Option<string>("--out") { Description = "the data folder to make", Required = true };
        var limit = new Option<double>("--max-daily-return") { Description = "leave out names with a one-day return above this; 0 keeps all", DefaultValueFactory = _ => 1.0 };
        var from = UsageErrors.DateOption("--from", "first day to keep");
        var through = UsageErrors.DateOption("--to", "last day to keep");
        var exclude = new Option<string[]>("--exclude") { Description = "symbols to leave out", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var index = new Option<string?>("--index-from") { Description = "LEAN data folder to copy SPY and the interest rate from" };
        var force = new Option<bool>("--force") { Description = "replace an existing folder" };
        var command = new Command("import", "turn a long CSV of daily bars into a LEAN data folder") { source, meta, folder, limit, from, through, exclude, index, force, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var result = CsvImport.Run(
                new CsvImportOptions
                {
                    Source = parsed.GetRequiredValue(source),
                    Output = parsed.GetRequiredValue(folder),
                    Metadata = parsed.GetValue(meta),
                    MaximumDailyReturn = parsed.GetValue(limit) is var value && value == 0 ? null : value,
                    From = parsed.GetValue(from),
                    Through = parsed.GetValue(through),
                    Exclude = parsed.GetRequiredValue(exclude),
                    IndexFrom = parsed.GetValue(index),
                    Replace = parsed.GetValue(force),
                },
                Report.On<ImportProgress>(p => report.Progress("importing", $"{p.Fraction:0%}, {Report.Count(p.Rows)} rows, {p.Files} files")),
                cancellation);
            var seconds = watch.Elapsed.TotalSeconds;
            report.Result(new { result, seconds },
            [
                ("rows read", Report.Count(result.RowsRead)),
                ("rows written", Report.Count(result.RowsWritten)),
                .. result.Rejected.Select(entry => ($"set aside: {entry.Key.InWords()}", Report.Count(entry.Value))),
                ("names", Report.Count(result.Names)),
                ("names left out", result.Dropped.Count == 0 ? "none" : string.Join(" ", result.Dropped.Select(name => name.Ticker))),
                ("names without a sector", Report.Count(result.WithoutSector)),
                ("sessions", $"{result.Sessions}, {result.FirstSession:yyyy-MM-dd} to {result.LastSession:yyyy-MM-dd}"),
                ("zero volumes kept", Report.Count(result.ZeroVolumes)),
                ("report", result.Report),
                ("folder", result.Output),
                ("time", Report.Seconds(seconds)),
            ]);
            return Task.FromResult(0);
        });
        return command;
    }

    private static Command Check(TextWriter output, TextWriter error)
    {
        var folder = new Argument<string>("folder") { Description = "LEAN data folder" };
        var jump = new Option<double>("--jump") { Description = "one-day move worth a finding", DefaultValueFactory = _ => 0.5 };
        var most = new Option<int>("--most") { Description = "findings to print", DefaultValueFactory = _ => 20 };
        var command = new Command("check", "look for damage, gaps and jumps in a LEAN data folder; exit code 1 when a file is damaged") { folder, jump, most, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var shown = parsed.GetValue(most) is >= 0 and var count ? count : throw new UsageException($"--most: expected 0 or more, found {parsed.GetValue(most)}");
            var result = FolderCheck.Run(parsed.GetRequiredValue(folder), parsed.GetValue(jump),
                Report.On<double>(fraction => report.Progress("checking", fraction.ToString("0%", System.Globalization.CultureInfo.InvariantCulture))), cancellation);
            report.Result(result,
            [
                ("files", Report.Count(result.Files)),
                ("names", Report.Count(result.Names)),
                ("bars", Report.Count(result.Bars)),
                ("sessions", $"{result.FirstSession:yyyy-MM-dd} to {result.LastSession:yyyy-MM-dd}"),
                ("errors", Report.Count(result.Errors)),
                .. result.Counts.Select(entry => (entry.Key.ToString(), Report.Count(entry.Value))),
                .. result.Findings.OrderByDescending(finding => finding.IsError).Take(shown).Select((finding, i) => (i == 0 ? "findings" : "", finding.ToString())),
            ]);
            return Task.FromResult(result.Errors == 0 ? 0 : 1);
        });
        return command;
    }

    private static Command Synth(TextWriter output, TextWriter error)
    {
        var seed = new Option<ulong>("--seed") { Description = "the same seed and options give the same files", Required = true };
        var names = new Option<int>("--names") { Description = "names beside the index", Required = true };
        var years = new Option<int>("--years") { Description = "whole calendar years", Required = true };
        var folder = new Option<string>("--out") { Description = "the data folder to make", Required = true };
        var first = new Option<int>("--first-year") { Description = "first year", DefaultValueFactory = _ => 2010 };
        var ic = new Option<double>("--ic") { Description = "information coefficient of the planted signal", DefaultValueFactory = _ => 0.05 };
        var force = new Option<bool>("--force") { Description = "replace an existing folder" };
        var command = new Command("synth", "make a synthetic market with a planted signal of known strength") { seed, names, years, folder, first, ic, force, Report.Json };
        command.SetAction((parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var result = SyntheticMarket.Write(
                new SyntheticMarketOptions
                {
                    Seed = parsed.GetValue(seed),
                    Names = parsed.GetValue(names),
                    Years = parsed.GetValue(years),
                    FirstYear = parsed.GetValue(first),
                    InformationCoefficient = parsed.GetValue(ic),
                },
                parsed.GetRequiredValue(folder), parsed.GetValue(force),
                Report.On<SynthesisProgress>(p => report.Progress("simulating", $"{p.Fraction:0%}")), cancellation);
            var seconds = watch.Elapsed.TotalSeconds;
            report.Result(new { result, seconds },
            [
                ("names", Report.Count(result.Names)),
                ("bars", Report.Count(result.Bars)),
                ("sessions", Report.Count(result.Sessions)),
                ("true IC", $"{Report.Number(result.Truth.TrueIc, "0.0000")} ± {Report.Number(result.Truth.TrueIcStandardError, "0.0000")}"),
                ("folder", result.Output),
                ("time", Report.Seconds(seconds)),
            ]);
            return Task.FromResult(0);
        });
        return command;
    }
}
