using LeanDeep.Models.Portfolio;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>The largest weight that a layer allows.</summary>
internal static class Caps
{
    public static double Require(double cap, string name) => cap is > 0 and <= 1 ? cap : throw new ArgumentException($"expected within (0, 1], found {cap}", name);

    /// <summary>Weights from 0 to a cap that sum to 1.</summary>
    public static AllocationLimits Limits(int assets, double cap)
    {
        RequireRoom(Require(cap, nameof(cap)), Shapes.RequirePositive(assets, nameof(assets)));
        return new AllocationLimits([.. Enumerable.Range(0, assets).Select(i => $"asset {i}")]) { Upper = [.. Enumerable.Repeat(cap, assets)] };
    }

    /// <exception cref="ArgumentException">Weights at the cap do not reach 1.</exception>
    public static void RequireRoom(double cap, long assets)
    {
        if (assets * cap < 1 - 1e-12)
            throw new ArgumentException($"expected assets · cap ≥ 1, found {assets} assets and cap {cap}");
    }
}
