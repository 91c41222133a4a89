using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.Synthesis;

public sealed class SeededGeneratorTests
{
    [Fact]
    public void NextBits_FromTheReferenceState_GivesTheReferenceSequence()
    {
        var random = new SeededGenerator(1, 2, 3, 4);

        Assert.Equal(
            [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576],
            Enumerable.Range(0, 10).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Streams_OfOneSeed_Differ()
    {
        var firsts = Enumerable.Range(0, 1000).Select(stream => new SeededGenerator(1, (ulong)stream).NextBits()).Distinct();

        Assert.Equal(1000, firsts.Count());
        Assert.Equal(new SeededGenerator(1, 7).NextBits(), new SeededGenerator(1, 7).NextBits());
        Assert.NotEqual(new SeededGenerator(1, 7).NextBits(), new SeededGenerator(2, 7).NextBits());
    }

    [Fact]
    public void Normal_Moments_AreThoseOfTheDistribution()
    {
        var random = new SeededGenerator(5, 0);
        var draws = Enumerable.Range(0, 400_000).Select(_ => random.Normal()).ToArray();

        Assert.Equal(0, draws.Average(), 0.008);
        Assert.Equal(1, draws.Average(x => x * x), 0.012);
        Assert.Equal(3, draws.Average(x => x * x * x * x), 0.09);
        Assert.Equal(0.15866, draws.Count(x => x > 1) / 400_000.0, 0.003);
    }

    [Theory]
    [InlineData(5, 0.01172)] // P(|t₅| > 3·√(5/3))
    [InlineData(7, 0.00935)] // P(|t₇| > 3·√(7/5))
    public void Student_VarianceAndTails_AreThoseOfTheDistribution(double degrees, double beyondThree)
    {
        var random = new SeededGenerator(6, 0);
        var draws = Enumerable.Range(0, 400_000).Select(_ => random.Student(degrees)).ToArray();

        Assert.Equal(0, draws.Average(), 0.008);
        Assert.Equal(1, draws.Average(x => x * x), 0.025);
        Assert.Equal(beyondThree, draws.Count(x => Math.Abs(x) > 3) / 400_000.0, 0.0008);
    }

    [Fact]
    public void ExpAndLog_AgreeWithTheLibrary()
    {
        for (var x = -30.0; x <= 30; x += 0.00731)
            Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 2e-15);
        for (var x = 1e-12; x < 1e12; x *= 1.0137)
            Assert.Equal(0, (PortableMath.Log(x) - Math.Log(x)) / Math.Max(1, Math.Abs(Math.Log(x))), 1e-15);
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(1, PortableMath.Exp(0));
    }
}
