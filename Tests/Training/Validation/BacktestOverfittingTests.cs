using System.Text.Json;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class BacktestOverfittingTests
{
    [Fact]
    public void Of_ReferenceCases_Agree()
    {
        var compared = 0;
        foreach (var golden in GoldenFile.Cases("stats_pbo.json"))
        {
            var result = BacktestOverfitting.Of(Strategies(golden), golden.GetProperty("S").GetInt32());

            Assert.Equal(golden.GetProperty("n_combinations").GetInt32(), result.Logits.Count);
            Assert.Equal(golden.Number("pbo"), result.Probability);
            Assert.Equal(golden.Number("pbo_strict"), result.StrictProbability);
            Assert.Equal(golden.Number("prob_oos_loss"), result.ProbabilityOfLoss);
            Assert.Equal(golden.Numbers("selected").Select(n => (int)n), result.Selected);
            All(golden.Numbers("logits"), result.Logits);
            All(golden.Numbers("is_sharpe"), result.InSample);
            All(golden.Numbers("oos_sharpe"), result.OutOfSample);
            Assert.Equal(golden.Number("degradation_slope"), result.Degradation.Slope, 1e-9);
            Assert.Equal(golden.Number("degradation_intercept"), result.Degradation.Intercept, 1e-9);
            Assert.Equal(0, result.SkippedPeriods);
            compared++;
        }
        Assert.Equal(4, compared);
    }

    [Fact]
    public void Of_OneTrulyBetterStrategy_IsNotOverfit()
    {
        var random = new Random(2);
        double[][] returns = [.. Enumerable.Range(0, 20).Select(n => Enumerable.Range(0, 600).Select(_ => (n == 7 ? 0.5 : 0) + Rows.Normal(random)).ToArray())];
        var result = BacktestOverfitting.Of(returns, 10);

        Assert.Equal(0, result.Probability);
        Assert.All(result.Selected, selected => Assert.Equal(7, selected));
    }

    [Fact]
    public void Of_LengthThatDoesNotDivide_LeavesOutTheOldest()
    {
        double[][] returns = [.. Enumerable.Range(0, 3).Select(n => Enumerable.Range(0, 42).Select(t => Math.Sin(t * (n + 1.3))).ToArray())];
        var result = BacktestOverfitting.Of(returns, 8);

        Assert.Equal(2, result.SkippedPeriods);
        Assert.Equal(BacktestOverfitting.Of([.. returns.Select(r => r[2..])], 8).Logits, result.Logits);
    }

    [Fact]
    public void Of_WrongInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Of([new double[40]], 4));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Of([new double[40], new double[40]], 5));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Of([new double[7], new double[7]], 4));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Of([new double[40], new double[39]], 4));
        Assert.Throws<ArgumentException>(() => BacktestOverfitting.Of([new double[40], [.. new double[39], double.NaN]], 4));
    }

    private static double[][] Strategies(JsonElement golden)
    {
        double[][] periods = [.. golden.GetProperty("returns").EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        return [.. Enumerable.Range(0, periods[0].Length).Select(n => periods.Select(row => row[n]).ToArray())];
    }

    private static void All(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
            GoldenFile.AssertClose(expected[i], actual[i], 1e-11);
    }
}
