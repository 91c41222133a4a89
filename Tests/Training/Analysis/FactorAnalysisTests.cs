using System.Diagnostics;
using System.Text.Json;
using LeanDeep.Training.Analysis;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Analysis;

public sealed class FactorAnalysisTests
{
    [Fact]
    public void Of_ReferenceCases_AgreeWithAlphalens()
    {
        var compared = 0;
        foreach (var golden in GoldenFile.Cases("stats_alphalens.json"))
        {
            var reference = new AlphalensCase(golden);
            var report = FactorAnalysis.Of(reference.Panel, reference.Predictions, golden.GetProperty("quantiles").GetInt32());

            Assert.Equal(reference.UncutDays, report.UncutDays);
            Assert.Equal(golden.GetProperty("factor").GetArrayLength(), report.Statistics.Sum(quantile => quantile.Count));
            foreach (var (i, name) in new[] { "1D", "3D" }.Index())
            {
                var horizon = report.Horizons[i];
                reference.Series(golden.GetProperty("ic").GetProperty(name), horizon.DailyIC);
                reference.Series(golden.GetProperty("factor_returns").GetProperty(name), horizon.FactorReturns);
                Returns(golden.GetProperty("quantile_returns"), name, horizon.Raw);
                Returns(golden.GetProperty("quantile_returns_demeaned"), name, horizon.Demeaned);
                var spread = golden.GetProperty("quantile_returns").GetProperty("spread_top_minus_bottom").GetProperty(name);
                reference.Series(spread, horizon.Spread);
                reference.Series(spread, horizon.SpreadError, "std_error");
                if (report.UncutDays > 0)
                    continue; // Alphalens takes the correlations of such days away too
                GoldenFile.AssertClose(golden.GetProperty("ic_mean").Number(name), horizon.IC.Mean, 1e-12);
                GoldenFile.AssertClose(golden.GetProperty("ic_std_ddof1").Number(name), horizon.IC.StandardDeviation, 1e-12);
                GoldenFile.AssertClose(golden.GetProperty("ic_t").Number(name), horizon.IC.TStatistic, 1e-11);
                GoldenFile.AssertClose(golden.GetProperty("ir").Number(name), horizon.IC.RiskAdjusted, 1e-11);
            }
            foreach (var quantile in golden.GetProperty("quantile_turnover").EnumerateObject())
                reference.Series(quantile.Value, report.Horizons[0].Turnover[int.Parse(quantile.Name) - 1]);
            reference.Series(golden.GetProperty("rank_autocorrelation"), report.Horizons[0].RankAutocorrelation);
            compared++;
        }
        Assert.Equal(3, compared);
    }

    [Fact]
    public void Of_PerfectPredictions_HaveClosedForms()
    {
        var (panel, labels) = Market(seed: 1, days: 40, names: 100);
        var report = FactorAnalysis.Of(panel, labels, 5);
        var one = report.Horizons[0];

        Assert.All(one.DailyIC, ic => Assert.Equal(1, ic, 1e-12));
        Assert.True(one.IC.Mean > 0.999 && one.Demeaned.Mean[4] > 0 && one.Demeaned.Mean[0] < 0);
        Assert.Equal(one.Spread.Average(), one.SpreadPerSession, 1e-12);
        Assert.Equal(one.Raw.Mean[4] - one.Raw.Mean[0], one.SpreadPerSession, 1e-12);
        Assert.Equal(0, one.Demeaned.Mean.Sum(), 1e-12);
        Assert.All(one.Sectors, sector => Assert.Equal(1, sector.MeanIC, 1e-12));
        Assert.All(report.Statistics, quantile => Assert.Equal(0.2, quantile.Share, 1e-12));
    }

    [Fact]
    public void Of_ScaledMarket_FindsAlphaAndBeta()
    {
        // Two names: the universe's return is (a + b)/2 and the factor's (a − b)/2 when it prefers the first; a = 0.03 u + 0.002, b = −0.01 u…
        double[] universe = [0.01, -0.02, 0.03, 0.005];
        double[] returns = [.. universe.SelectMany(u => new[] { u + 0.5 * u + 0.001, u - 0.5 * u - 0.001 })];
        var panel = new FactorPanel(Days(4), [0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 0, 1, 0, 1], new int[8], ["all"], [1], [returns]);
        var one = FactorAnalysis.Of(panel, [1, 0, 1, 0, 1, 0, 1, 0], 2).Horizons[0];

        Assert.Equal(0.5, one.Beta, 1e-12);
        Assert.Equal(Math.Pow(1.001, 252) - 1, one.AnnualAlpha, 1e-10);
    }

    [Fact]
    public void Of_UnknownReturns_AreLeftOutOfTheirHorizonAlone()
    {
        var (panel, labels) = Market(seed: 2, days: 30, names: 50);
        var holes = panel.Horizons[1].Values.ToArray();
        for (var row = 0; row < holes.Length; row++)
            if (row % 3 == 0 || panel.Sessions[row] >= 27)
                holes[row] = double.NaN;
        var kept = Enumerable.Range(0, holes.Length).Where(row => !double.IsNaN(holes[row])).ToArray();
        var predictions = Noise(3, labels.Length);
        FactorPanel Of(double[] five, int[] rows) => new(
            Days(60), [.. rows.Select(r => panel.Sessions[r])], [.. rows.Select(r => panel.Names[r])], [.. rows.Select(r => panel.Sectors[r])], panel.SectorNames, [1, 5],
            [[.. rows.Select(r => panel.Horizons[0].Values[r])], [.. rows.Select(r => five[r])]]);

        var all = FactorAnalysis.Of(panel, predictions, 5);
        var holed = FactorAnalysis.Of(Of(holes, [.. Enumerable.Range(0, holes.Length)]), predictions, 5);
        var without = FactorAnalysis.Of(Of(holes, kept), [.. kept.Select(row => predictions[row])], 5);

        Assert.Equal(all.Horizons[0].DailyIC, holed.Horizons[0].DailyIC);
        Assert.Equal(without.Horizons[1].DailyIC, holed.Horizons[1].DailyIC[..27]);
        Assert.All(holed.Horizons[1].DailyIC[27..], ic => Assert.True(double.IsNaN(ic)));
        Assert.Equal(without.Horizons[1].FactorReturns, holed.Horizons[1].FactorReturns[..27]);
        Assert.Equal(without.Horizons[1].Sectors.Select(s => s.MeanIC), holed.Horizons[1].Sectors.Select(s => s.MeanIC));
        Assert.Equal(27, holed.Horizons[1].IC.Days);
    }

    [Fact]
    public void Of_SectorCorrelations_AreThoseOfTheSectorAlone()
    {
        var (panel, labels) = Market(seed: 4, days: 12, names: 60);
        var predictions = Noise(5, labels.Length);
        var report = FactorAnalysis.Of(panel, predictions, 3);
        for (var sector = 0; sector < 3; sector++)
        {
            var rows = Enumerable.Range(0, labels.Length).Where(row => panel.Sectors[row] == sector).ToArray();
            var expected = InformationCoefficient.Daily([.. rows.Select(r => panel.Sessions[r])], [.. rows.Select(r => predictions[r])], [.. rows.Select(r => labels[r])]);
            Assert.Equal(expected.Average(day => day.Value), report.Horizons[0].Sectors[sector].MeanIC, 1e-12);
        }
    }

    [Fact]
    public void Of_ConstantPredictions_HaveNoQuantiles()
    {
        var (panel, labels) = Market(seed: 6, days: 5, names: 20);
        var report = FactorAnalysis.Of(panel, new float[labels.Length], 5);
        Assert.Equal(5, report.UncutDays);
        Assert.Equal(0, report.Horizons[0].IC.Days);
        Assert.True(double.IsNaN(report.Horizons[0].SpreadPerSession));
    }

    [Fact]
    public void Of_YearOfAThousandNames_TakesMilliseconds()
    {
        var (panel, labels) = Market(seed: 7, days: 63, names: 990);
        var predictions = Noise(8, labels.Length);
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 12; i++)
        {
            var start = Stopwatch.GetTimestamp();
            FactorAnalysis.Of(panel, predictions, 5);
            var took = Stopwatch.GetElapsedTime(start);
            fastest = took < fastest ? took : fastest;
        }
        Assert.True(fastest < TimeSpan.FromMilliseconds(60), $"{fastest.TotalMilliseconds:F1} ms for 63 days of 990 names and two horizons");
    }

    [Fact]
    public void Panel_WrongInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new FactorPanel(Days(2), [1, 0], [0, 0], [0, 0], ["all"], [1], [new double[2]]));
        Assert.Throws<ArgumentException>(() => new FactorPanel(Days(2), [0, 0], [1, 1], [0, 0], ["all"], [1], [new double[2]]));
        Assert.Throws<ArgumentException>(() => new FactorPanel(Days(2), [0, 0], [0, 1], [0, 1], ["all"], [1], [new double[2]]));
        Assert.Throws<ArgumentException>(() => new FactorPanel(Days(2), [0, 0], [0, 1], [0, 0], ["all"], [5, 1], [new double[2], new double[2]]));
        Assert.Throws<ArgumentException>(() => new FactorPanel(Days(2), [0, 0], [0, 1], [0, 0], ["all"], [1], [[1, double.PositiveInfinity]]));
        var panel = new FactorPanel(Days(2), [0, 0], [0, 1], [0, 0], ["all"], [1], [[1, 2]]);
        Assert.Throws<ArgumentException>(() => FactorAnalysis.Of(panel, [1], 5));
        Assert.Throws<ArgumentException>(() => FactorAnalysis.Of(panel, [1, float.NaN], 5));
        Assert.Throws<ArgumentException>(() => FactorAnalysis.Of(panel, [1, 2], 1));
    }

    private static void Returns(JsonElement golden, string name, QuantileReturns returns)
    {
        for (var q = 0; q < returns.Mean.Length; q++)
        {
            GoldenFile.AssertClose(golden.GetProperty("pooled_mean").GetProperty(name).Number($"{q + 1}"), returns.Mean[q], 1e-13);
            GoldenFile.AssertClose(golden.GetProperty("pooled_std_error").GetProperty(name).Number($"{q + 1}"), returns.StandardError[q], 1e-13);
        }
    }

    private static (FactorPanel Panel, float[] Labels) Market(int seed, int days, int names)
    {
        var count = days * names;
        float[] one = Noise(seed, count), five = Noise(seed + 100, count);
        return (new FactorPanel(
            Days(days), [.. Enumerable.Range(0, count).Select(row => row / names)], [.. Enumerable.Range(0, count).Select(row => row % names)],
            [.. Enumerable.Range(0, count).Select(row => row % names % 3)], ["a", "b", "c"], [1, 5],
            [[.. one.Select(v => (double)v)], [.. five.Select(v => (double)v)]]), one);
    }

    private static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(0.02 * Rows.Normal(random)))];
    }

    private static DateOnly[] Days(int count) => [.. Enumerable.Range(0, count).Select(new DateOnly(2015, 1, 1).AddDays)];
}
