using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace QuantConnect.Lean.Engine;

/// <summary>A checksum at the speed of memory: per lane the sum of all numbers and the sum of these sums (Fletcher's scheme, modulo 2^64),
/// then the lanes mixed. It tells every change of a single number and every exchange of two of a lane.</summary>
internal static class BlockChecksum
{
    private const int Lanes = 4;

    public static ulong Compute(ReadOnlySpan<ulong> numbers)
    {
        var whole = MemoryMarshal.Cast<ulong, Vector256<ulong>>(numbers);
        Vector256<ulong> sum = Vector256<ulong>.Zero, sums = Vector256<ulong>.Zero;
        foreach (var four in whole)
        {
            sum += four;
            sums += sum;
        }
        var mixed = (ulong)numbers.Length;
        for (var lane = 0; lane < Lanes; lane++) mixed = Mix(Mix(mixed, sum[lane]), sums[lane]);
        foreach (var number in numbers[(whole.Length * Lanes)..]) mixed = Mix(mixed, number);
        return mixed;
    }

    private static ulong Mix(ulong state, ulong number)
    {
        state = (state ^ number) * 0x9E3779B97F4A7C15;
        return state ^ BitOperations.RotateRight(state, 29);
    }
}
