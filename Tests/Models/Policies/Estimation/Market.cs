namespace LeanDeep.Tests.Models.Policies.Estimation;

/// <summary>Made-up returns, session by session.</summary>
internal static class Market
{
    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Correlated walks with drift.</summary>
    public static double[][] Walk(int assets, int sessions, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, sessions).Select(_ =>
        {
            var common = Normal(random);
            return Enumerable.Range(0, assets).Select(i => 0.0003 + 0.006 * common + 0.008 * Normal(random)).ToArray();
        })];
    }

    /// <summary>Prices around a trend, to which they revert by half in some months.</summary>
    public static double[][] Reverting(int sessions, int seed)
    {
        var (random, gap) = (new Random(seed), 0.0);
        return [.. Enumerable.Range(0, sessions).Select(_ =>
        {
            var change = -0.01 * gap + 0.01 * Normal(random);
            gap += change;
            return new[] { Math.Exp(0.0002 + change) - 1 };
        })];
    }
}
