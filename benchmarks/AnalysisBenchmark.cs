using System.Diagnostics;
using LeanDeep.Training.Analysis;
using LeanDeep.Training.Validation;

namespace LeanDeep.Benchmarks;

/// <summary>What an experiment computes from each epoch's predictions, on a test block of 63 days of 990 names: daily rank correlations beside the general
/// method, in turns, and the whole factor analysis over three horizons.</summary>
public static class AnalysisBenchmark
{
    private const int Days = 63, Names = 990;

    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">The medians over them are reported.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 31)
    {
        var random = new Random(1);
        float[] Values() => [.. Enumerable.Range(0, Days * Names).Select(_ => (float)(random.NextDouble() - 0.5))];
        int[] sessions = [.. Enumerable.Range(0, Days * Names).Select(row => row / Names)];
        float[] predictions = Values(), outcomes = Values();
        var kernel = new DailyRankCorrelation(sessions, outcomes);
        var correlations = new double[Days];
        var panel = new FactorPanel(
            [.. Enumerable.Range(0, Days).Select(new DateOnly(2015, 1, 1).AddDays)], sessions, [.. Enumerable.Range(0, Days * Names).Select(row => row % Names)],
            [.. Enumerable.Range(0, Days * Names).Select(row => row % 11)], [.. Enumerable.Range(0, 11).Select(sector => $"sector {sector}")],
            [1, 5, 21], [.. Enumerable.Range(0, 3).Select(_ => Values().Select(value => (double)value).ToArray())]);

        progress?.Report("daily rank correlations");
        var (ours, general) = Turns(turns, () => kernel.Compute(predictions, correlations), () => InformationCoefficient.Daily(sessions, predictions, outcomes));
        progress?.Report("factor analysis");
        var (whole, _) = Turns(turns, () => FactorAnalysis.Of(panel, predictions, 5), () => { });
        return new BenchmarkReport("analysis", BenchmarkReport.ThisMachine(),
        [
            new($"daily rank correlations, {Days} days of {Names} names", ours, general, "ms", general / ours),
            new("factor analysis of the same rows, 3 horizons, 5 quantiles, 11 sectors", whole, null, "ms", null),
        ]);
    }

    private static (double First, double Second) Turns(int turns, Action first, Action second)
    {
        var (one, two) = (new double[turns], new double[turns]);
        for (var i = -3; i < turns; i++)
        {
            var start = Stopwatch.GetTimestamp();
            first();
            var middle = Stopwatch.GetTimestamp();
            second();
            var end = Stopwatch.GetTimestamp();
            if (i >= 0)
                (one[i], two[i]) = (Stopwatch.GetElapsedTime(start, middle).TotalMilliseconds, Stopwatch.GetElapsedTime(middle, end).TotalMilliseconds);
        }
        Array.Sort(one);
        Array.Sort(two);
        return (one[turns / 2], two[turns / 2]);
    }
}
