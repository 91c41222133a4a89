using LeanDeep.Training.Layers.Clustering;

namespace LeanDeep.Tests.Training.Layers.Clustering;

public sealed class KMeansTests
{
    private const string Golden = "deepdow_layers.json";

    private static readonly double[] Square = [0, 0, 0.5, 0, 0.5, 1, 1, 1];

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, c => c.Text("layer") == "KMeans");

    public static TheoryData<string> DistanceCases() => GoldenTensors.Ids(Golden, c => c.Text("layer") == "KMeans.compute_distances");

    [Theory]
    [MemberData(nameof(Cases))]
    public void FitFrom_ReferenceRows_EqualsDeepDow(string id)
    {
        var json = GoldenTensors.Case(Golden, id);
        var rows = GoldenTensors.Data(json.GetProperty("inputs").GetProperty("x"));
        var start = GoldenTensors.Data(json.GetProperty("inputs").GetProperty("manual_init"));
        var args = json.GetProperty("args");
        var found = new KMeans(3, iterations: args.GetProperty("max_iter").GetInt32(), tolerance: args.GetProperty("tol").GetDouble()).FitFrom(rows, 3, start);

        Assert.Equal(GoldenTensors.Data(json.GetProperty("outputs").GetProperty("cluster_ixs")), found.Labels.Select(l => (double)l));
        var centres = GoldenTensors.Data(json.GetProperty("outputs").GetProperty("cluster_centers"));
        for (var i = 0; i < centres.Length; i++)
            Assert.Equal(centres[i], found.Centres[i], json.Text("dtype") == "float64" ? 12 : 5);
    }

    [Theory]
    [MemberData(nameof(DistanceCases))]
    public void SquaredDistances_ReferenceRows_EqualDeepDow(string id)
    {
        var json = GoldenTensors.Case(Golden, id);
        var inputs = json.GetProperty("inputs");
        var found = KMeans.SquaredDistances(GoldenTensors.Data(inputs.GetProperty("x")), GoldenTensors.Data(inputs.GetProperty("cluster_centers")), 3);
        var expected = GoldenTensors.Data(json.GetProperty("output"));
        for (var i = 0; i < expected.Length; i++)
            GoldenFile.AssertClose(expected[i], found[i], json.Text("dtype") == "float64" ? 1e-11 : 1e-5);
    }

    [Fact]
    public void FitFrom_FourPoints_FindsTheTwoPairs()
    {
        var found = new KMeans(2).FitFrom(Square, 2, [0, 0, 1, 1]);

        Assert.Equal([0, 0, 1, 1], found.Labels);
        Assert.Equal([0.25, 0, 0.75, 1], found.Centres);
        Assert.True(found.Converged);
    }

    [Fact]
    public void FitFrom_CentreWithoutRows_TakesTheFarthestRow()
    {
        var found = new KMeans(2).FitFrom(Square, 2, [0.5, 0.5, 100, 100]);

        Assert.All(found.Centres, centre => Assert.True(double.IsFinite(centre)));
        Assert.Equal(2, found.Labels.Distinct().Count());
    }

    [Theory]
    [InlineData(KMeansStart.Random)]
    [InlineData(KMeansStart.PlusPlus)]
    public void Fit_ClustersFarApart_FindsThemWhateverTheSeed(KMeansStart start)
    {
        double[] rows = [.. Enumerable.Range(0, 30).Select(i => 10.0 * (i % 3) + 0.01 * i)];
        for (var seed = 0; seed < 20; seed++)
        {
            var found = new KMeans(3, start, starts: 10).Fit(rows, 1, seed);
            Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(found.Labels[i % 3], found.Labels[i]));
        }
    }

    [Fact]
    public void Fit_EqualRows_StaysFinite() => Assert.All(new KMeans(3).Fit(new double[8], 2, 1).Centres, centre => Assert.Equal(0, centre));

    [Fact]
    public void Fit_BadRows_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new KMeans(5).Fit(Square, 2, 1));
        Assert.Throws<ArgumentException>(() => new KMeans(1).Fit([double.NaN, 1], 1, 1));
        Assert.Throws<ArgumentException>(() => new KMeans(0));
    }
}
