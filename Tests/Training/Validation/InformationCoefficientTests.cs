using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class InformationCoefficientTests
{
    [Fact]
    public void Daily_RowsOfSeveralSessions_GivesOneCorrelationEach()
    {
        int[] sessions = [2, 2, 2, 5, 5, 5, 9];
        float[] predictions = [1, 2, 3, 1, 2, 3, 1];
        float[] outcomes = [0.1f, 0.2f, 0.3f, 0.3f, 0.2f, 0.1f, 1];

        var days = InformationCoefficient.Daily(sessions, predictions, outcomes);

        Assert.Equal([2, 5, 9], days.Select(d => d.Session));
        Assert.Equal([3, 3, 1], days.Select(d => d.Names));
        Assert.Equal([1, -1, double.NaN], days.Select(d => d.Value));
    }

    [Fact]
    public void Daily_ReferenceSamplesAsDays_AgreeWithThem()
    {
        // Ranks survive the conversion to float in these cases only where no two values meet; the integers do.
        var cases = GoldenFile.Cases("stats_spearman.json").Where(c => c.Numbers("x").Concat(c.Numbers("y")).All(v => (float)v == v)).ToArray();
        Assert.NotEmpty(cases);
        var sessions = cases.SelectMany((c, day) => c.Numbers("x").Select(_ => day)).ToArray();
        var x = cases.SelectMany(c => c.Numbers("x")).Select(v => (float)v).ToArray();
        var y = cases.SelectMany(c => c.Numbers("y")).Select(v => (float)v).ToArray();

        var days = InformationCoefficient.Daily(sessions, x, y);

        foreach (var (day, golden) in days.Zip(cases))
            GoldenFile.AssertClose(golden.Number("spearman"), day.Value, 1e-13);
    }

    [Fact]
    public void Daily_SessionsDecrease_IsRefused() =>
        Assert.Throws<ArgumentException>(() => InformationCoefficient.Daily([2, 1], [0f, 0f], [0f, 0f]));

    [Fact]
    public void Summarise_ReferenceSeries_GivesMeanDeviationAndNeweyWest()
    {
        var golden = GoldenFile.Cases("stats_hac.json").Single(c => c.GetProperty("id").GetString() == "hac_0");
        var series = golden.Numbers("x"); // 216 values: the rule gives 4 lags, a horizon of 6 needs 5
        var days = series.Select((v, t) => new DailyCorrelation(t, v, 10)).Append(new DailyCorrelation(series.Length, double.NaN, 1));

        var summary = InformationCoefficient.Summarise(days, horizon: 6);

        Assert.Equal(5, summary.Lags);
        Assert.Equal(216, summary.Days);
        Assert.Equal(1, summary.SkippedDays);
        GoldenFile.AssertClose(golden.Number("mean"), summary.Mean, 1e-14);
        var reference = golden.GetProperty("lags").GetProperty("5");
        Assert.Equal(1, summary.StandardError / reference.Number("se"), 1e-11);
        Assert.Equal(1, summary.TStatistic / reference.Number("t"), 1e-11);
        // t_iid is mean / (sd / √T) with the sample deviation.
        Assert.Equal(1, summary.Mean / (summary.StandardDeviation / Math.Sqrt(216)) / golden.Number("t_iid"), 1e-11);
    }

    [Fact]
    public void Summarise_NoDays_HasNoMean()
    {
        var summary = InformationCoefficient.Summarise([new DailyCorrelation(0, double.NaN, 1)], 1);

        Assert.Equal(0, summary.Days);
        Assert.Equal(1, summary.SkippedDays);
        Assert.True(double.IsNaN(summary.Mean));
    }
}
