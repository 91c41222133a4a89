namespace LeanDeep.Training.Loop;

/// <summary>Which units a row loses to dropout: a function of the epoch's seed, the row's place in the epoch and the unit, so that
/// nothing need be kept and any part can be computed alone.</summary>
/// <remarks>A hash of a counter: the finaliser of MurmurHash3 (Appleby, 2011) over key + unit · 2³²/φ.</remarks>
internal static class DropoutMask
{
    public const uint First = 0x85EBCA6B, Second = 0xC2B2AE35;

    /// <summary>Key of a row, from the seed of the epoch's masks and the row's place in the epoch's order.</summary>
    public static uint Key(long seed, int place) => (uint)(SeedSequence.Finalise((ulong)seed + (ulong)place * SeedSequence.Increment) >> 32);

    /// <summary>What a unit adds to the key; units are counted through all layers, from 0.</summary>
    public static uint Salt(int unit) => ((uint)unit + 1) * 0x9E3779B9;

    /// <summary>A unit is dropped where its hash lies below this.</summary>
    public static uint Threshold(double share) => (uint)Math.Min(Math.Round(share * 4294967296.0), uint.MaxValue);

    public static uint Hash(uint key, uint salt)
    {
        var h = key + salt;
        h = (h ^ (h >> 16)) * First;
        h = (h ^ (h >> 13)) * Second;
        return h ^ (h >> 16);
    }
}
