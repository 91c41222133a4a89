namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Checks of the largest weight that a layer allows.</summary>
internal static class Caps
{
    public static double Require(double cap, string name) => cap is > 0 and <= 1 ? cap : throw new ArgumentException($"expected within (0, 1], found {cap}", name);

    /// <exception cref="ArgumentException">Weights at the cap do not reach 1.</exception>
    public static void RequireRoom(double cap, long assets)
    {
        if (assets * cap < 1 - 1e-12)
            throw new ArgumentException($"expected assets · cap ≥ 1, found {assets} assets and cap {cap}");
    }
}
