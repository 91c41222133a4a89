using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Solutions with the factor that <see cref="Cholesky"/> makes.</summary>
internal static class Triangular
{
    private const int Lanes = Cholesky.Lanes;

    /// <summary>x ← L⁻¹x.</summary>
    /// <param name="l">(padded columns, stride)</param>
    /// <param name="x">(padded), zero from n on.</param>
    public static void Lower(ReadOnlySpan<double> l, int n, int stride, ReadOnlySpan<double> inverseDiagonal, Span<double> x)
    {
        var padded = Cholesky.Padded(n);
        ref var origin = ref MemoryMarshal.GetReference(l);
        ref var values = ref MemoryMarshal.GetReference(x);
        for (var j = 0; j < n; j++)
        {
            ref var column = ref Unsafe.Add(ref origin, j * stride);
            var value = Unsafe.Add(ref values, j) * inverseDiagonal[j];
            var factor = Vector512.Create(-value);
            // Rows above the diagonal within its block of eight are dead; what is there is overwritten below.
            var block = j & -Lanes;
            for (var lane = j + 1; lane < block + Lanes; lane++) Unsafe.Add(ref values, lane) -= value * Unsafe.Add(ref column, lane);
            for (var i = block + Lanes; i < padded; i += Lanes)
            {
                ref var at = ref Unsafe.Add(ref values, i);
                Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref Unsafe.Add(ref column, i)), factor, Vector512.LoadUnsafe(ref at)).StoreUnsafe(ref at);
            }
            Unsafe.Add(ref values, j) = value;
        }
    }

    /// <summary>x ← L⁻ᵀx.</summary>
    public static void Upper(ReadOnlySpan<double> l, int n, int stride, ReadOnlySpan<double> inverseDiagonal, Span<double> x)
    {
        var padded = Cholesky.Padded(n);
        ref var origin = ref MemoryMarshal.GetReference(l);
        ref var values = ref MemoryMarshal.GetReference(x);
        for (var j = n - 1; j >= 0; j--)
        {
            ref var column = ref Unsafe.Add(ref origin, j * stride);
            var block = j & -Lanes;
            var sum = Unsafe.Add(ref values, j);
            for (var lane = j + 1; lane < block + Lanes; lane++) sum -= Unsafe.Add(ref values, lane) * Unsafe.Add(ref column, lane);
            if (block + Lanes < padded)
            {
                var total = Vector512<double>.Zero;
                for (var i = block + Lanes; i < padded; i += Lanes)
                    total = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref Unsafe.Add(ref column, i)), Vector512.LoadUnsafe(ref Unsafe.Add(ref values, i)), total);
                sum -= Vector512.Sum(total);
            }
            Unsafe.Add(ref values, j) = sum * inverseDiagonal[j];
        }
    }

    /// <summary>X ← L⁻¹X for several columns at once.</summary>
    /// <param name="x">(n, width) row-major, width a multiple of 8.</param>
    public static void LowerMany(ReadOnlySpan<double> l, int n, int stride, ReadOnlySpan<double> inverseDiagonal, Span<double> x, int width)
    {
        ref var origin = ref MemoryMarshal.GetReference(l);
        for (var at = 0; at < width; at += Lanes)
        {
            ref var values = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), at);
            for (var j = 0; j < n; j++)
            {
                ref var column = ref Unsafe.Add(ref origin, j * stride);
                ref var pivot = ref Unsafe.Add(ref values, j * width);
                var row = Vector512.LoadUnsafe(ref pivot) * Vector512.Create(inverseDiagonal[j]);
                row.StoreUnsafe(ref pivot);
                row = -row;
                for (var i = j + 1; i < n; i++)
                {
                    ref var target = ref Unsafe.Add(ref values, i * width);
                    Vector512.FusedMultiplyAdd(row, Vector512.Create(Unsafe.Add(ref column, i)), Vector512.LoadUnsafe(ref target)).StoreUnsafe(ref target);
                }
            }
        }
    }
}
