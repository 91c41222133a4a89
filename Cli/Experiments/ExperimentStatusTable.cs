using LeanDeep.Training.Experiments;

namespace LeanDeep.Cli.Experiments;

/// <summary>The table of <c>experiment status</c>.</summary>
internal static class ExperimentStatusTable
{
    /// <param name="report">Shows it.</param>
    /// <param name="config">The experiment.</param>
    /// <param name="threads">By which what is left is divided.</param>
    public static void Write(Report report, ExperimentConfig config, int threads)
    {
        var rows = ExperimentStatus.Of(config);
        var (done, left) = (rows.Sum(row => row.SecondsDone), rows.Sum(row => row.SecondsLeft) / threads);
        (int Done, int All)? backtests = config.Backtests is { } wanted
            ? (ExperimentBacktests.CountKept(config.Output), ExperimentBacktest.Count(wanted.Slippage.Count, config.Split.HoldoutSessions > 0))
            : null;
        var epochs = (Done: rows.Sum(row => row.EpochsDone), All: rows.Sum(row => row.Epochs));
        report.Result(
            new { config.Name, rows, backtests = backtests is { } b ? new { b.Done, wanted = b.All } : null, epochsDone = epochs.Done, epochs = epochs.All, secondsDone = done / threads, secondsLeft = left, threads },
            ["part", "name", "done", "epochs", "time", "left"],
            [
                .. rows.Select(row => (IReadOnlyList<string>)[
                    row.Stage, row.Name, Of(row.Done, row.Trainings, row.AtMost), Of(row.EpochsDone, row.Epochs, row.AtMost), Duration(row.SecondsDone / threads), Duration(row.SecondsLeft / threads)]),
                .. backtests is { } all ? [["backtests", "", Of(all.Done, all.All, atMost: false), "", "", ""]] : Array.Empty<string[]>(),
                ["all", config.Name, Of(rows.Sum(row => row.Done), rows.Sum(row => row.Trainings), rows.Any(row => row.AtMost)), Of(epochs.Done, epochs.All, rows.Any(row => row.AtMost)), Duration(done / threads), Duration(left)],
            ]);
    }

    /// <summary>Empty where it is not known.</summary>
    public static string Duration(double seconds) =>
        !double.IsFinite(seconds) ? "" : seconds < 120 ? $"{Report.Number(seconds, "0")} s" : seconds < 7200 ? $"{Report.Number(seconds / 60, "0")} min" : $"{Report.Number(seconds / 3600, "0.0")} h";

    private static string Of(int done, int all, bool atMost) => $"{Report.Count(done)} of {(atMost ? "at most " : "")}{Report.Count(all)}";
}
