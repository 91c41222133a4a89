using LeanDeep.Training.WalkForward;

namespace LeanDeep.Tests.Training.WalkForward;

[Trait("Category", "WalkForward")]
public sealed class PopulationStabilityTests
{
    [Fact]
    public void Index_SameValues_IsZero()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];

        Assert.Equal(0, PopulationStability.Index(values, values), 12);
    }

    [Fact]
    public void Index_ShiftedNormal_IsTheSumOverDeciles()
    {
        // Deciles of N(0,1) against N(1/2,1): Σ (q − p) ln(q/p) by the normal distribution function.
        var random = new Random(1);
        float[] reference = [.. Enumerable.Range(0, 200_000).Select(_ => (float)Rows.Normal(random))];
        float[] recent = [.. Enumerable.Range(0, 200_000).Select(_ => (float)(0.5 + Rows.Normal(random)))];
        var expected = 0.0;
        for (var cell = 0; cell < 10; cell++)
        {
            double Cdf(double share) => share <= 0 ? 0 : share >= 1 ? 1 : MathNet.Numerics.Distributions.Normal.CDF(0.5, 1, MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, share));
            var q = Cdf((cell + 1) / 10.0) - Cdf(cell / 10.0);
            expected += (q - 0.1) * Math.Log(q / 0.1);
        }

        Assert.Equal(expected, PopulationStability.Index(reference, recent), 0.01);
    }

    [Fact]
    public void Index_NothingRecent_IsRefused() => Assert.Throws<ArgumentException>(() => PopulationStability.Index([1f], []));
}
