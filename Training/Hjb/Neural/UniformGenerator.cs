using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Random numbers whose whole state is one word, so that a checkpoint keeps it.</summary>
/// <remarks>SplitMix64. Source: Steele, Lea and Flood (2014).</remarks>
public sealed class UniformGenerator(ulong state)
{
    /// <summary>Where the sequence stands; setting it goes back there.</summary>
    public ulong State { get; set; } = state;

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => SeedSequence.Finalise(State += SeedSequence.Increment);

    /// <summary>Uniform on [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Standard normal, by Box and Muller; two uniforms each, so that the state says all.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());
}
