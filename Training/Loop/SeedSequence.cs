namespace LeanDeep.Training.Loop;

/// <summary>Independent seeds from one: stream k of a seed is always the same number, however many others are drawn.</summary>
/// <remarks>The finaliser of SplitMix64. Source: Steele, Lea and Flood (2014).</remarks>
public static class SeedSequence
{
    /// <param name="seed">The run's seed.</param>
    /// <param name="streams">Path to the stream, for example fold and purpose.</param>
    public static long Derive(long seed, params ReadOnlySpan<int> streams)
    {
        var state = Mix((ulong)seed);
        foreach (var stream in streams)
            state = Mix(state + (ulong)stream + 1);
        // Torch's generators take what fits a signed number.
        return (long)(state >> 1);
    }

    internal const ulong Increment = 0x9E3779B97F4A7C15;

    internal static ulong Finalise(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static ulong Mix(ulong z) => Finalise(z + Increment);
}
