using LeanDeep.Models.Features;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Synthesis;

public sealed class PlantedSignalTests
{
    [Fact]
    public void InformationCoefficient_OfTheSample_IsThatOfItsMetadata()
    {
        var truth = SampleMarket.Metadata.Truth!;

        var (mean, error, sessions) = PlantedSignal.InformationCoefficient(SampleMarket.Adjusted);

        Assert.Equal(truth.TrueIc, mean, 6e-7);
        Assert.Equal(truth.TrueIcStandardError, error, 6e-7);
        Assert.Equal(truth.IcSessions, sessions);
        Assert.InRange(sessions, 2000, 2013);
        Assert.InRange(mean, truth.Options.InformationCoefficient - (3 * error), truth.Options.InformationCoefficient + (3 * error));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void InformationCoefficient_OfOtherStrengths_IsAsAskedFor(double strength)
    {
        using var folder = new TemporaryFolder();
        var truth = SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 11, Names = 120, Years = 3, InformationCoefficient = strength }, folder["m"]).Truth;

        Assert.InRange(truth.TrueIcStandardError, 0.002, 0.006);
        Assert.InRange(truth.TrueIc, strength - (4 * truth.TrueIcStandardError), strength + (4 * truth.TrueIcStandardError));
    }

    [Fact]
    public void Compute_OverADay_HasMeanZeroAndVarianceOne()
    {
        var signal = PlantedSignal.Compute(SampleMarket.Adjusted);
        foreach (var t in (int[])[10, 700, 2012])
        {
            var day = signal.Select(s => s[t]).Where(double.IsFinite).ToArray();
            Assert.InRange(day.Length, 80, 100);
            Assert.Equal(0, day.Average(), 12);
            Assert.Equal(1, day.Average(g => g * g), 12);
        }
        Assert.All(signal, s => Assert.All(s[..5], g => Assert.True(double.IsNaN(g))));
    }

    [Fact]
    public void Compute_WithLaterBarsChanged_IsTheSameBefore()
    {
        var panel = SampleMarket.Adjusted;
        const int cut = 800;
        double[][] Changed(Func<int, double[]> column) => [.. Enumerable.Range(0, panel.NameCount).Select(i =>
        {
            var values = column(i);
            for (var t = cut + 1; t < values.Length; t++)
                values[t] *= 1 + (0.1 * ((i * 31 + t * 17) % 7));
            return values;
        })];
        var other = new Panel(panel.Names, panel.Sessions, panel.Sectors,
            Changed(i => panel.Open(i).ToArray()), Changed(i => panel.High(i).ToArray()), Changed(i => panel.Low(i).ToArray()),
            Changed(i => panel.Close(i).ToArray()), Changed(i => panel.Volume(i).ToArray()));

        var (before, after) = (PlantedSignal.Compute(panel), PlantedSignal.Compute(other));

        for (var i = 0; i < panel.NameCount; i++)
            Assert.Equal(before[i][..(cut + 1)], after[i][..(cut + 1)]);
        Assert.Contains(Enumerable.Range(0, panel.NameCount), i => before[i][cut + 1] != after[i][cut + 1]);
    }

    [Fact]
    public void Market_OfMoreYears_BeginsWithTheSameBars()
    {
        using var folder = new TemporaryFolder();
        var options = new SyntheticMarketOptions { Seed = 3, Names = 20, Years = 1, ListedLater = 0, Delisted = 0 };
        SyntheticMarket.Write(options, folder["one"]);
        SyntheticMarket.Write(options with { Years = 2 }, folder["two"]);

        foreach (var file in Directory.EnumerateFiles(LeanPaths.Bars(folder["one"], BarResolution.Daily)))
        {
            var shorter = TemporaryFolder.UnzipAt(file);
            var longer = folder.Unzip(Path.Combine("two", Path.GetRelativePath(folder["one"], file)));
            Assert.StartsWith(shorter, longer, StringComparison.Ordinal);
            Assert.InRange(longer.Length, 1.9 * shorter.Length, 2.2 * shorter.Length);
        }
    }
}
