using System.Numerics;

namespace LeanDeep.Training.Data;

/// <summary>Random draws that depend on seed and stream alone, on any machine.</summary>
/// <remarks>xoshiro256** of Blackman and Vigna (2021), seeded by their SplitMix64.</remarks>
internal sealed class SeededGenerator
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    /// <param name="seed">Of the whole run.</param>
    /// <param name="stream">Streams of one seed are unrelated.</param>
    public SeededGenerator(ulong seed, ulong stream)
    {
        var state = Mix(seed + 0x9E3779B97F4A7C15) ^ Mix((stream * 0xD1342543DE82EF95) + 1);
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>Starts from a state, not all zero.</summary>
    internal SeededGenerator(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Uniform in the logarithm, between low and high.</summary>
    public double LogUniform(double low, double high) => PortableMath.Exp(Uniform(PortableMath.Log(low), PortableMath.Log(high)));

    /// <summary>Uniform in 0 .. bound − 1.</summary>
    public int Below(int bound) => (int)(Uniform() * bound);

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }
        var (u, v, w) = Disc();
        var scale = Math.Sqrt(-2 * PortableMath.Log(w) / w);
        _spare = v * scale;
        return u * scale;
    }

    /// <summary>Student's t with variance 1, cut at ±12, by Bailey's polar method (1994).</summary>
    /// <param name="degrees">Degrees of freedom, above 2.</param>
    public double Student(double degrees)
    {
        var (u, _, w) = Disc();
        var power = PortableMath.Exp(-2 / degrees * PortableMath.Log(w));
        var t = u * Math.Sqrt(degrees * (power - 1) / w);
        return Math.Clamp(t * Math.Sqrt((degrees - 2) / degrees), -12, 12);
    }

    // Uniform in the unit disc without its centre.
    private (double U, double V, double W) Disc()
    {
        while (true)
        {
            var u = (2 * Uniform()) - 1;
            var v = (2 * Uniform()) - 1;
            var w = (u * u) + (v * v);
            if (w is < 1 and > 1e-300)
                return (u, v, w);
        }
    }

    private static ulong SplitMix(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
