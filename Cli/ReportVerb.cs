using System.CommandLine;
using System.Diagnostics;
using LeanDeep.Training.Reports;

namespace LeanDeep.Cli;

/// <summary><c>leandeep report RESULT.json</c>: one self-contained HTML page about a backtest.</summary>
internal static class ReportVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("result") { Description = "LEAN's result JSON, of genuine LEAN or of leandeep backtest" };
        var page = new Option<string?>("--out") { Description = "the page to write (default: beside the result file, with .html)" };
        var command = new Command("report", "one self-contained HTML page about a backtest") { file, page, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var watch = Stopwatch.StartNew();
            var source = parsed.GetRequiredValue(file);
            var target = parsed.GetValue(page) ?? Path.ChangeExtension(source, ".html");
            report.Progress($"reading {source}");
            var result = HtmlReport.Write(source, target);
            var size = new FileInfo(target).Length;
            report.Result(
                new { page = target, algorithm = result.Name, trades = result.Trades.Count, bytes = size, seconds = watch.Elapsed.TotalSeconds },
                [("algorithm", result.Name), ("trades", Report.Count(result.Trades.Count)), ("page", $"{target}, {Report.Count(size >> 10)} KiB"), ("time", Report.Seconds(watch.Elapsed.TotalSeconds))]);
            return 0;
        });
        return command;
    }
}
