using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Training.Loop;

public sealed class SeedSequenceTests
{
    [Fact]
    public void Derive_ManyStreams_AreDistinctAndNotNegative()
    {
        var seeds = new HashSet<long>();
        for (var seed = -5; seed < 50; seed++)
            for (var a = 0; a < 40; a++)
                for (var b = 0; b < 4; b++)
                {
                    var derived = SeedSequence.Derive(seed, a, b);
                    Assert.True(derived >= 0);
                    Assert.True(seeds.Add(derived));
                }
    }

    [Fact]
    public void Derive_SameStream_IsAlwaysTheSame() => Assert.Equal(SeedSequence.Derive(7, 1, 2), SeedSequence.Derive(7, 1, 2));
}
