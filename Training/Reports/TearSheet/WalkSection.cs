using System.Globalization;

namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Equity with the changes of the model on it, and what each roll came to.</summary>
internal static class WalkSection
{
    private const int MostDots = 60;

    public static ReportSection? Make(WalkSummary? walk, IReadOnlyList<BacktestRun> runs)
    {
        if (walk is null || walk.Rolls.Count == 0) return null;
        var parts = new List<ReportPart>();
        if (walk.Retrained.Count > 1) parts.Add(Equity(walk));
        if (Engine(walk, runs) is { } engine) parts.Add(engine);
        WalkRoll[] judged = [.. walk.Rolls.Where(roll => roll.Sharpe is not null)];
        if (judged.Length is > 1 and <= MostDots)
            parts.Add(new DotChart("Sharpe ratio of each roll with 95 % intervals", $"annual Sharpe ratio, {walk.How}", [.. judged.Select(roll =>
            {
                var (low, high) = roll.Sharpe!.AnnualInterval();
                return new ChartDot(Text(roll.Date), roll.Sharpe.Annual(), low, high);
            })], NumberFormat.Number));
        var (ranked, watched) = (walk.Rolls.Any(roll => roll.Ic is not null), walk.Rolls.Any(roll => double.IsFinite(roll.Decay)));
        parts.Add(new ReportTable(
            [
                new("Roll"), new("Through"), new("Bundle"), .. ranked ? [new("Mean IC", NumberFormat.Number, 4), new("95 % from", NumberFormat.Number, 4), new("to", NumberFormat.Number, 4)] : Array.Empty<TableColumn>(),
                new("Sharpe ratio", NumberFormat.Number), new("95 % from", NumberFormat.Number), new("to", NumberFormat.Number), new("PSI", NumberFormat.Number),
                .. watched ? [new("Decay of IC", NumberFormat.Number, 4), new("Turnover of the switch", NumberFormat.Percent, 0)] : Array.Empty<TableColumn>(), new("Kept aside because"),
            ],
            [.. walk.Rolls.Select(roll => Row(roll, ranked, watched))]));
        return new("walk", "Rolls",
            $"The model of each day is the newest promoted one that has seen nothing of it. Equity and Sharpe ratios of rolls are {walk.How}; the engine's are with next-open fills and fees. Dashed lines are changes of the model. "
            + "Intervals of the IC resample blocks of days, those of the Sharpe ratio allow for skewness and fat tails (Mertens 2002). PSI is the largest population stability index of a feature, or of an asset's returns, the newest block against what was learned from.", parts);
    }

    /// <summary>Stitched out of sample.</summary>
    private static DateChart Equity(WalkSummary walk)
    {
        DateOnly[] days = [.. walk.Retrained.Keys.Order()];
        return DateChart.Of($"Equity of 1, {walk.How}", days, NumberFormat.Number, new("Retrained", Compound(days, walk.Retrained)), new("Trained once", Compound(days, walk.Once))) with { Marks = Marks(walk) };
    }

    /// <summary>The same in the engine, where both were traded with fees and without slippage.</summary>
    private static DateChart? Engine(WalkSummary walk, IReadOnlyList<BacktestRun> runs)
    {
        var retrained = runs.FirstOrDefault(run => run.Row.Detailed);
        var once = runs.FirstOrDefault(run => run != retrained && run.Row.Slippage == 0 && run.Row.Name.StartsWith("trained-once", StringComparison.Ordinal) && run.Row.Name.Contains("LEAN", StringComparison.Ordinal));
        if (retrained is null || once is null || !retrained.Days.Dates.SequenceEqual(once.Days.Dates)) return null;
        return DateChart.Of("Equity in the engine, with LEAN's fees", retrained.Days.Dates, NumberFormat.Money, new("Retrained", retrained.Days.Equity), new("Trained once", once.Days.Equity)) with { Marks = Marks(walk) };
    }

    private static double[] Compound(DateOnly[] days, IReadOnlyDictionary<DateOnly, double> returns)
    {
        var level = 1.0;
        return [.. days.Select(day => level *= 1 + (returns.TryGetValue(day, out var value) && double.IsFinite(value) ? value : 0))];
    }

    /// <summary>Where another bundle than the day before decides; those kept aside have a name.</summary>
    private static ChartMark[] Marks(WalkSummary walk) =>
        [.. walk.Rolls.Skip(1).Select(roll => new ChartMark(roll.Date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber, roll.Promoted ? "" : "kept aside"))];

    private static object?[] Row(WalkRoll roll, bool ranked, bool watched)
    {
        var (low, high) = roll.Sharpe?.AnnualInterval() ?? (double.NaN, double.NaN);
        return
        [
            Text(roll.Date), Text(roll.Through), Text(roll.Bundle), .. ranked ? [roll.Ic?.Estimate, roll.Ic?.Low, roll.Ic?.High] : Array.Empty<object?>(), roll.Sharpe?.Annual(), low, high, roll.LargestPsi,
            .. watched ? [roll.Decay, roll.SwitchTurnover] : Array.Empty<object?>(), roll.Refusals,
        ];
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
