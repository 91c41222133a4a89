using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class LeastSquaresTests
{
    private static readonly string[] Names = ["constant", "x1", "x2"];

    [Fact]
    public void Fit_ReferenceCases_AgreeWithNeweyWestErrors()
    {
        var compared = 0;
        foreach (var golden in GoldenFile.Cases("stats_hac.json").Where(c => c.TryGetProperty("coef", out _)))
        {
            double[] x = [.. golden.GetProperty("X").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble()).Prepend(1.0))];
            var fit = LeastSquares.Fit(Names, x, golden.Numbers("y"), [], lags: 5);

            double[] coefficients = golden.Numbers("coef"), errors = golden.Numbers("se_hac5"), t = golden.Numbers("t_hac5");
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(1, fit.Coefficients[j] / coefficients[j], 1e-10);
                Assert.Equal(1, fit.StandardError(j) / errors[j], 1e-10);
                Assert.Equal(1, fit.TStatistic(j) / t[j], 1e-9);
            }
            Assert.Equal(golden.Number("r2"), fit.RSquared, 1e-12);
            compared++;
        }
        Assert.Equal(2, compared);
    }

    [Fact]
    public void Fit_ConstantAlone_IsTheMeanWithItsNeweyWestError()
    {
        double[] y = [.. Enumerable.Range(0, 80).Select(t => Math.Sin(0.3 * t) + 0.1 * t)];
        double[] ones = [.. Enumerable.Repeat(1.0, 80)];
        foreach (var lags in new[] { 0, 4 })
        {
            var fit = LeastSquares.Fit(["constant"], ones, y, [], lags);
            Assert.Equal(y.Average(), fit.Coefficients[0], 1e-12);
            Assert.Equal(NeweyWest.StandardError(y, lags), fit.StandardError(0), 1e-12);
        }
    }

    [Fact]
    public void Fit_CopiesOfEveryPeriod_KeepTheErrorOfOne()
    {
        // Ten equal rows a day say no more than one; as rows of their own they would seem √10 times surer.
        var random = new Random(6);
        const int Days = 200, Copies = 10;
        double[] day = [.. Enumerable.Range(0, Days).Select(_ => Rows.Normal(random))];
        double[] outcome = [.. day.Select(value => 2 * value + Rows.Normal(random))];
        double[] x = [.. Enumerable.Range(0, Days * Copies).SelectMany(i => new[] { 1, day[i / Copies] })];
        double[] y = [.. Enumerable.Range(0, Days * Copies).Select(i => outcome[i / Copies])];
        int[] periods = [.. Enumerable.Range(0, Days * Copies).Select(i => i / Copies)];

        var one = LeastSquares.Fit(["constant", "x"], [.. day.SelectMany(value => new[] { 1, value })], outcome, [], lags: 3);
        var grouped = LeastSquares.Fit(["constant", "x"], x, y, periods, lags: 3);
        var naive = LeastSquares.Fit(["constant", "x"], x, y, [], lags: 0);

        Assert.Equal(Days, grouped.Periods);
        Assert.Equal(one.Coefficients[1], grouped.Coefficients[1], 1e-12);
        Assert.Equal(one.StandardError(1), grouped.StandardError(1), 1e-12);
        Assert.InRange(naive.StandardError(1) / LeastSquares.Fit(["constant", "x"], x, y, periods, 0).StandardError(1), 0.31, 0.32);
    }

    [Fact]
    public void Interval_NormalNoise_CoversTheTruthAsOftenAsItSays()
    {
        var random = new Random(8);
        var covered = 0;
        for (var run = 0; run < 400; run++)
        {
            double[] x = [.. Enumerable.Range(0, 150).SelectMany(_ => new[] { 1, Rows.Normal(random) })];
            double[] y = [.. Enumerable.Range(0, 150).Select(i => 1 + 0.5 * x[2 * i + 1] + Rows.Normal(random) * (1 + Math.Abs(x[2 * i + 1])))];
            var (low, high) = LeastSquares.Fit(["constant", "x"], x, y, [], 0).Interval(1);
            if (low < 0.5 && 0.5 < high)
                covered++;
        }
        Assert.InRange(covered / 400.0, 0.90, 0.98);
    }

    [Fact]
    public void Fit_LargeOffsets_LoseNoDigits()
    {
        double[] x = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { 1, 1e3 + i })];
        double[] y = [.. Enumerable.Range(0, 100).Select(i => 7 - 3 * (1e3 + i))];
        var fit = LeastSquares.Fit(["constant", "x"], x, y, [], 0);
        Assert.Equal(7, fit.Coefficients[0], 1e-7);
        Assert.Equal(-3, fit.Coefficients[1], 1e-10);
    }

    [Fact]
    public void Fit_DependentColumns_NamesThem()
    {
        double[] x = [1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1];
        var error = Assert.Throws<ArgumentException>(() => LeastSquares.Fit(["constant", "a", "b"], x, [1, 2, 3, 4], [], 0));
        Assert.Contains("depend on each other", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(["constant"], [1, 1], [1, double.NaN], [], 0));
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(["constant"], [1, 1], [1, 2], [1, 0], 0));
    }

    [Fact]
    public void DesignDummies_BalancedDesign_RecoversTheEffects()
    {
        DesignFactor[] factors = [new("batch", ["64", "256"]), new("layers", ["16-8", "32-16", "32-32"])];
        int[] levels = [0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2];
        var names = DesignDummies.Names(factors);
        Assert.Equal(["constant", "batch=256", "layers=32-16", "layers=32-32"], names);
        double[] y = [.. levels.Chunk(2).Select(level => 0.01 + 0.002 * level[0] + new[] { 0, 0.003, -0.001 }[level[1]])];

        var fit = LeastSquares.Fit(names, DesignDummies.Columns(factors, levels), y, [], 0);
        Assert.Equal([0.01, 0.002, 0.003, -0.001], fit.Coefficients.Select(c => Math.Round(c, 12)));
        Assert.Throws<ArgumentException>(() => DesignDummies.Columns(factors, [0, 3]));
    }
}
