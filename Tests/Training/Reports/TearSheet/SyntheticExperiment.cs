using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Analysis;
using LeanDeep.Training.Data;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Reports.TearSheet;

/// <summary>An experiment's page from drawn numbers: three years, of which the last is the holdout, names in sectors, a model and three baselines.</summary>
internal static class SyntheticExperiment
{
    private const int Names = 120, Holdout = 252;
    private static readonly string[] Sectors = ["Basic Industries", "Capital Goods", "Consumer Services", "Energy", "Finance", "Health Care", "Public Utilities", "Technology"];
    private static readonly IReadOnlyList<DateOnly> Days = MarketCalendar.UsEquities.Sessions(new(2013, 11, 29), new(2016, 11, 29));

    public static ExperimentPage Page()
    {
        var random = new Random(17);
        var predictors = Predictors(random);
        var curves = Curves(random);
        double[][] returns = [.. Enumerable.Range(0, 24).Select(i => Enumerable.Range(0, 504).Select(_ => 0.0001 * i + 0.01 * Rows.Normal(random)).ToArray())];
        var ratios = returns.Select(series => SharpeRatio.Of(series)).ToArray();
        var best = ratios.MaxBy(ratio => ratio.PerPeriod)!;
        var correlation = DeflatedSharpeRatio.AverageCorrelation(returns);
        return new ExperimentPage
        {
            Title = "Synthetic experiment",
            Subtitle = FormattableString.Invariant($"{Days[0]:yyyy-MM-dd} to {Days[^1]:yyyy-MM-dd}, {Days.Count} trading days, {Names} names"),
            Headlines = [new("IC, selection", "0.0312, ± 0.0041"), new("IC, holdout", "0.0287, ± 0.0062"), new("Sharpe ratio, holdout", "1.24, 95 % from -0.31 to 2.80"), new("Probability of overfitting", "21.4%")],
            HoldoutFrom = Days[^Holdout],
            Selection =
            [
                .. curves.SelectMany(curve => curve.MedianIC.Select((median, epoch) => (curve, median, epoch))).OrderByDescending(entry => entry.median).Take(20)
                    .Select((entry, i) => new SelectionRow($"{entry.curve.Group} {entry.curve.Name}", entry.epoch + 1, entry.median, Coefficient(entry.median, 504), Coefficient(entry.median * 0.7, 252), i < 3)),
                .. predictors.Skip(1).Select(predictor => new SelectionRow(predictor.Name, 0, predictor.Selection.Horizons[0].IC.Mean, predictor.Selection.Horizons[0].IC.Robust, predictor.Holdout!.Horizons[0].IC.Robust, false)),
            ],
            Curves = curves,
            Design = Design(random),
            Predictors = predictors,
            Rules = [.. predictors.Select((predictor, k) => new RuleReturns(predictor.Name, [.. Days.Select(_ => 0.0004 * (2 - k) + 0.008 * Rows.Normal(random))]))],
            Intervals = [.. predictors.SelectMany(predictor => predictor.Periods.Select(period => Interval($"{predictor.Name}, {period.Period}", period.Report)))],
            Seeds = [.. Enumerable.Range(1, 5).Select(seed => new SeedRow(seed, Coefficient(0.028 + 0.002 * seed, 504), Coefficient(0.02 + 0.003 * seed, 252), 0.7 + 0.2 * seed))],
            Deflated = [new("every candidate a trial", DeflatedSharpeRatio.Of(best, [.. ratios.Select(ratio => ratio.PerPeriod)])), new("correlated candidates", DeflatedSharpeRatio.Of(best, [.. ratios.Select(ratio => ratio.PerPeriod)], DeflatedSharpeRatio.IndependentTrials(24, Math.Max(0.4, correlation))))],
            Overfitting = BacktestOverfitting.Of(returns, 10),
            Paths = [.. predictors.Take(2).Select((predictor, k) => KeyValuePair.Create(predictor.Name, Enumerable.Range(0, 35).Select(_ => 1.2 - 0.5 * k + 0.4 * Rows.Normal(random)).ToArray()))],
            Backtests =
            [
                new("selection, no costs", 0, Backtest("in", 0.0006, 1), Detailed: false),
                .. new[] { 0, 5, 10, 20 }.Select(slippage => new BacktestRow("holdout, LEAN's fees", slippage * 1e-4, Backtest($"out {slippage}", 0.0005 - 0.00004 * slippage, 2), Detailed: slippage == 0)),
            ],
        };
    }

    private static Predictor[] Predictors(Random random)
    {
        var count = Days.Count * Names;
        double[] one = [.. Enumerable.Range(0, count).Select(_ => 0.015 * Rows.Normal(random))];
        // Each day's market and a little persistence over the horizons.
        double[] market = [.. Days.Select(_ => 0.0004 + 0.008 * Rows.Normal(random))];
        for (var row = 0; row < count; row++)
            one[row] += market[row / Names];
        double[] Sum(int horizon) => [.. Enumerable.Range(0, count).Select(row => row + horizon * Names <= count ? Enumerable.Range(0, horizon).Sum(k => one[row + k * Names]) : double.NaN)];
        int[] sessions = [.. Enumerable.Range(0, count).Select(row => row / Names)];
        double[][] returns = [one, Sum(5), Sum(21)];
        float[] Signal(double strength) => [.. Enumerable.Range(0, count).Select(row => (float)(0.001 * (strength * one[row] / 0.015 + Rows.Normal(random))))];
        return [.. new[] { ("ensemble", 0.035), ("linear", 0.02), ("reversal of r05", 0.01), ("random", 0.0) }.Select(kind =>
        {
            var predictions = Signal(kind.Item2);
            FactorReport Of(Range rows) => FactorAnalysis.Of(new FactorPanel(
                Days, sessions[rows], [.. sessions[rows].Select((_, i) => i % Names)], [.. sessions[rows].Select((_, i) => i % Names % Sectors.Length)], Sectors, [1, 5, 21],
                [.. returns.Select(values => values[rows])]), predictions.AsSpan(rows), 5);
            return new Predictor(kind.Item1, Of(..), Of(..^(Holdout * Names)), Of(^(Holdout * Names)..));
        })];
    }

    private static ConfigurationCurve[] Curves(Random random) =>
    [.. from layers in new[] { "16-8", "32-16", "32-32", "64-32" }
        from dropout in new[] { "0", "0.1", "0.2" }
        from batch in new[] { "64", "256" }
        let rate = 2 + 6 * random.NextDouble()
        select new ConfigurationCurve(
            $"dropout {dropout}, batch {batch}", $"layers {layers}",
            [.. Enumerable.Range(1, 20).Select(epoch => 0.02 * (1 - Math.Exp(-epoch / rate)) + 0.003 * Rows.Normal(random))],
            [.. Enumerable.Range(1, 20).Select(epoch => 0.97 + 0.03 * Math.Exp(-epoch / rate))])];

    private static LeastSquares Design(Random random)
    {
        DesignFactor[] factors = [new("layers", ["16-8", "32-16", "32-32", "64-32"]), new("dropout", ["0", "0.1", "0.2"]), new("batch", ["64", "256"]), new("epoch", ["1", "5", "10", "20"])];
        List<int> levels = [], periods = [];
        List<double> ics = [];
        for (var day = 0; day < 120; day++)
            for (var cell = 0; cell < 96; cell++)
            {
                int[] level = [cell % 4, cell / 4 % 3, cell / 12 % 2, cell / 24];
                levels.AddRange(level);
                periods.Add(day);
                ics.Add(0.01 + 0.002 * level[0] - 0.0015 * level[1] + 0.003 * level[3] + 0.06 * Math.Sin(day) + 0.03 * Rows.Normal(random));
            }
        return LeastSquares.Fit(DesignDummies.Names(factors), DesignDummies.Columns(factors, [.. levels]), [.. ics], [.. periods], 5);
    }

    private static IntervalRow Interval(string name, FactorReport report)
    {
        double[] known = [.. report.Horizons[0].DailyIC.Where(double.IsFinite)];
        return new IntervalRow(name, report.Horizons[0].IC.Robust, BlockBootstrap.Stationary(known, series => { var sum = 0.0; foreach (var value in series) sum += value; return sum / series.Length; }, BlockBootstrap.BlockLength(known.Length, 1), 500, seed: 1));
    }

    private static InformationCoefficient Coefficient(double mean, int days) => new(days, mean, 0.09, 0.09 / Math.Sqrt(days), mean / 0.09 * Math.Sqrt(days), 5, 0);

    private static LeanResult Backtest(string name, double drift, int seed)
    {
        var days = Days.TakeLast(Holdout).ToArray();
        var random = new Random(seed);
        IEnumerable<(DateOnly, double?)> Walk(double start, double mean, double deviation)
        {
            foreach (var day in days)
                yield return (day, start *= 1 + mean + deviation * Rows.Normal(random));
        }
        IEnumerable<(DateOnly, double?)> Series(Func<int, double?> value) => days.Select((day, t) => (day, value(t)));
        var text = new ResultText()
            .Series("Strategy Equity", "Equity", [.. Walk(1e6, drift, 0.006)])
            .Series("Benchmark", "Benchmark", [.. Walk(200, 0.0004, 0.009)])
            .Series("Exposure", "Equity - Long Ratio", Series(t => 0.98 + 0.01 * Math.Sin(t * 0.3)))
            .Series("Exposure", "Equity - Short Ratio", Series(t => -0.97 + 0.01 * Math.Sin(t * 0.2)))
            .Series("Portfolio Turnover", "Portfolio Turnover", Series(t => 1.6 + 0.2 * Math.Sin(t)))
            .Series("Portfolio Margin", "HELD", Series(t => 30 + 5 * Math.Sin(t * 0.05)))
            .Series("Portfolio Margin", "SOLD", Series(t => 20))
            .Order("HELD", $"{days[0]:yyyy-MM-dd}T21:00:00Z", 100, 50).Order("SOLD", $"{days[0]:yyyy-MM-dd}T21:00:00Z", -50, 50)
            .Statistic("Total Fees", "$1234.50").Statistic("Sharpe Ratio", "1.5").Statistic("Total Orders", "200");
        for (var t = 0; t + 1 < days.Length; t++)
            for (var k = 0; k < 3; k++)
                text.Trade(k == 0 ? "HELD" : "SOLD", k % 2, $"{days[t]:yyyy-MM-dd}T21:00:00Z", $"{days[t + 1]:yyyy-MM-dd}T21:00:00Z", 10 + k, 50, 50 + 0.8 * Rows.Normal(random), 1);
        using var folder = new TemporaryFolder();
        return LeanResultFile.Read(folder.WriteText("result.json", text.Json(name)));
    }
}
