using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class DailyRankCorrelationTests
{
    [Fact]
    public void Compute_AnyRows_IsInformationCoefficientBitForBit()
    {
        var settings = from seed in Gen.Choose(0, 1_000_000) from names in Gen.Choose(1, 300) from levels in Gen.Elements(1, 2, 7, 1_000_000) select (seed, names, levels);
        Prop.ForAll(Arb.From(settings), setting =>
        {
            var random = new Random(setting.seed);
            int[] sessions = [.. Enumerable.Range(0, 7).SelectMany(day => Enumerable.Repeat(3 * day, random.Next(1, setting.names + 1)))];
            float[] outcomes = Values(random, sessions.Length, setting.levels), predictions = Values(random, sessions.Length, setting.levels);
            var kernel = new DailyRankCorrelation(sessions, outcomes);
            var correlations = new double[kernel.DayCount];
            kernel.Compute(predictions, correlations);

            var expected = InformationCoefficient.Daily(sessions, predictions, outcomes);
            Assert.Equal(expected.Select(day => day.Session), kernel.Sessions);
            Assert.Equal(expected.Select(day => BitConverter.DoubleToInt64Bits(day.Value)), correlations.Select(BitConverter.DoubleToInt64Bits));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compute_ReferenceCases_Agree()
    {
        foreach (var golden in GoldenFile.Cases("stats_spearman.json"))
        {
            double[] x = golden.Numbers("x"), y = golden.Numbers("y");
            var correlations = new double[1];
            new DailyRankCorrelation(new int[x.Length], [.. y.Select(v => (float)v)]).Compute([.. x.Select(v => (float)v)], correlations);
            GoldenFile.AssertClose(golden.Number("spearman"), correlations[0], 1e-13);
        }
    }

    [Fact]
    public void Compute_ExtremeFloats_AreInOrder()
    {
        float[] ascending = [float.NegativeInfinity, float.MinValue, -1, -float.Epsilon, -0f, 0f, float.Epsilon, 1e-30f, 1, float.MaxValue, float.PositiveInfinity];
        var outcomes = Enumerable.Range(0, ascending.Length).Select(i => i is 4 or 5 ? 4.5f : i).ToArray();
        var correlations = new double[1];
        new DailyRankCorrelation(new int[ascending.Length], outcomes).Compute(ascending, correlations);
        Assert.Equal(1, correlations[0], 1e-15);

        // The same among many.
        float[] many = [.. ascending, .. Enumerable.Range(0, 200).Select(i => (i - 100) * 0.37f)];
        var order = many.Select((value, i) => (value, i)).OrderBy(pair => pair.value).Select(pair => pair.i).ToArray();
        ulong[] sorted = new ulong[many.Length], scratch = new ulong[many.Length];
        FloatOrder.Sort(many, sorted, scratch);
        Assert.Equal(order.Select(i => many[i]), sorted.Select(entry => many[FloatOrder.Index(entry)]));
    }

    [Fact]
    public void Compute_GridOfModels_AllocatesNothingAndIsFast()
    {
        var random = new Random(1);
        int[] sessions = [.. Enumerable.Range(0, 63 * 990).Select(row => row / 990)];
        float[] outcomes = Values(random, sessions.Length, 1_000_000), predictions = Values(random, sessions.Length, 1_000_000);
        var kernel = new DailyRankCorrelation(sessions, outcomes);
        var correlations = new double[kernel.DayCount];
        for (var i = 0; i < 40; i++)
            kernel.Compute(predictions, correlations);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            kernel.Compute(predictions, correlations);
            var took = Stopwatch.GetElapsedTime(start);
            fastest = took < fastest ? took : fastest;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(fastest < TimeSpan.FromMilliseconds(10), $"{fastest.TotalMilliseconds:F2} ms for 63 days of 990 names");
    }

    [Fact]
    public void Compute_NaN_IsRefused()
    {
        var kernel = new DailyRankCorrelation([0, 0], [1, 2]);
        Assert.Throws<ArgumentException>(() => kernel.Compute([1, float.NaN], new double[1]));
        Assert.Throws<ArgumentException>(() => kernel.Compute([1], new double[1]));
        Assert.Throws<ArgumentException>(() => new DailyRankCorrelation([1, 0], [1, 2]));
    }

    private static float[] Values(Random random, int count, int levels) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.Next(levels) - levels / 2) * 1e-3f)];
}
