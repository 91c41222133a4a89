using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Cholesky factors A = LLᵀ of dense symmetric matrices in float64, in place, blocks of eight columns at a time, eight lanes wide.</summary>
/// <remarks>Column-major lower triangle with a leading dimension that is a multiple of 8; rows and columns from n up to the next multiple of 8
/// are padding, which <see cref="Pad"/> fills with the identity so that no loop has a remainder.
/// Source: left-looking block algorithm, Golub and Van Loan, Matrix Computations (2013), § 4.2.6.</remarks>
internal static class Cholesky
{
    public const int Lanes = 8;

    /// <summary>n rounded up to whole lanes.</summary>
    public static int Padded(int n) => (n + Lanes - 1) & -Lanes;

    /// <summary>A distance between columns that avoids multiples of a page.</summary>
    public static int Stride(int n) => Padded(n) % 64 == 0 ? Padded(n) + Lanes : Padded(n);

    /// <summary>Fills the padding with the identity.</summary>
    public static void Pad(Span<double> a, int n, int stride)
    {
        var padded = Padded(n);
        for (var j = 0; j < n; j++) a.Slice(j * stride + n, padded - n).Clear();
        for (var j = n; j < padded; j++)
        {
            a.Slice(j * stride + j, padded - j).Clear();
            a[j * stride + j] = 1;
        }
    }

    /// <summary>Factors in place.</summary>
    /// <param name="a">(padded columns, stride) the lower triangle, padded; receives L.</param>
    /// <param name="inverseDiagonal">(padded) receives 1/Lⱼⱼ.</param>
    /// <param name="least">A pivot at or below this counts as a failure.</param>
    /// <returns>False where a pivot is too small or NaN; <paramref name="a"/> is then spoilt.</returns>
    public static bool Factor(Span<double> a, int n, int stride, Span<double> inverseDiagonal, double least = 0)
    {
        var padded = Padded(n);
        ref var origin = ref MemoryMarshal.GetReference(a);
        for (var block = 0; block < padded; block += Lanes)
        {
            Subtract(ref origin, block, padded, stride);
            for (var c = 0; c < Lanes; c++)
            {
                var j = block + c;
                ref var column = ref Unsafe.Add(ref origin, j * stride);
                var pivot = Unsafe.Add(ref column, j);
                if (!(pivot > least)) return false;
                var inverse = 1 / Math.Sqrt(pivot);
                inverseDiagonal[j] = inverse;
                var scale = Vector512.Create(inverse);
                for (var i = block; i < padded; i += Lanes)
                    (Load(ref column, i) * scale).StoreUnsafe(ref Unsafe.Add(ref column, i));
                for (var k = j + 1; k < block + Lanes; k++)
                {
                    ref var other = ref Unsafe.Add(ref origin, k * stride);
                    var factor = Vector512.Create(-Unsafe.Add(ref column, k));
                    for (var i = block; i < padded; i += Lanes)
                        Vector512.FusedMultiplyAdd(Load(ref column, i), factor, Load(ref other, i)).StoreUnsafe(ref Unsafe.Add(ref other, i));
                }
            }
        }
        return true;
    }

    // A[i, block..block+8] −= Σ_{k<block} L[i, k] L[block.., k]ᵀ for all rows i from the block on: sixteen rows at a time, sums in registers.
    private static void Subtract(ref double origin, int block, int padded, int stride)
    {
        if (block == 0) return;
        var i = block;
        for (; i + 2 * Lanes <= padded; i += 2 * Lanes) Sixteen(ref origin, block, i, stride);
        if (i < padded) Eight(ref origin, block, i, stride);
    }

    private static void Sixteen(ref double origin, int block, int i, int stride)
    {
        ref var rows = ref Unsafe.Add(ref origin, i);
        ref var pivots = ref Unsafe.Add(ref origin, block);
        Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<double> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (var k = 0; k < block; k++)
        {
            var (x, y) = (Vector512.LoadUnsafe(ref rows), Vector512.LoadUnsafe(ref rows, Lanes));
            var p = Vector512.Create(pivots);
            a0 = Vector512.FusedMultiplyAdd(x, p, a0);
            b0 = Vector512.FusedMultiplyAdd(y, p, b0);
            p = Vector512.Create(Unsafe.Add(ref pivots, 1));
            a1 = Vector512.FusedMultiplyAdd(x, p, a1);
            b1 = Vector512.FusedMultiplyAdd(y, p, b1);
            p = Vector512.Create(Unsafe.Add(ref pivots, 2));
            a2 = Vector512.FusedMultiplyAdd(x, p, a2);
            b2 = Vector512.FusedMultiplyAdd(y, p, b2);
            p = Vector512.Create(Unsafe.Add(ref pivots, 3));
            a3 = Vector512.FusedMultiplyAdd(x, p, a3);
            b3 = Vector512.FusedMultiplyAdd(y, p, b3);
            p = Vector512.Create(Unsafe.Add(ref pivots, 4));
            a4 = Vector512.FusedMultiplyAdd(x, p, a4);
            b4 = Vector512.FusedMultiplyAdd(y, p, b4);
            p = Vector512.Create(Unsafe.Add(ref pivots, 5));
            a5 = Vector512.FusedMultiplyAdd(x, p, a5);
            b5 = Vector512.FusedMultiplyAdd(y, p, b5);
            p = Vector512.Create(Unsafe.Add(ref pivots, 6));
            a6 = Vector512.FusedMultiplyAdd(x, p, a6);
            b6 = Vector512.FusedMultiplyAdd(y, p, b6);
            p = Vector512.Create(Unsafe.Add(ref pivots, 7));
            a7 = Vector512.FusedMultiplyAdd(x, p, a7);
            b7 = Vector512.FusedMultiplyAdd(y, p, b7);
            rows = ref Unsafe.Add(ref rows, stride);
            pivots = ref Unsafe.Add(ref pivots, stride);
        }
        ref var target = ref Unsafe.Add(ref origin, block * stride + i);
        Decrease(ref target, 0, a0, b0);
        Decrease(ref target, stride, a1, b1);
        Decrease(ref target, 2 * stride, a2, b2);
        Decrease(ref target, 3 * stride, a3, b3);
        Decrease(ref target, 4 * stride, a4, b4);
        Decrease(ref target, 5 * stride, a5, b5);
        Decrease(ref target, 6 * stride, a6, b6);
        Decrease(ref target, 7 * stride, a7, b7);
    }

    private static void Eight(ref double origin, int block, int i, int stride)
    {
        for (var c = 0; c < Lanes; c++)
        {
            ref var rows = ref Unsafe.Add(ref origin, i);
            ref var pivot = ref Unsafe.Add(ref origin, block + c);
            var (even, odd) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (var k = 0; k < block; k += 2)
            {
                even = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref rows), Vector512.Create(pivot), even);
                odd = Vector512.FusedMultiplyAdd(Load(ref rows, stride), Vector512.Create(Unsafe.Add(ref pivot, stride)), odd);
                rows = ref Unsafe.Add(ref rows, 2 * stride);
                pivot = ref Unsafe.Add(ref pivot, 2 * stride);
            }
            ref var target = ref Unsafe.Add(ref origin, (block + c) * stride + i);
            (Vector512.LoadUnsafe(ref target) - (even + odd)).StoreUnsafe(ref target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Decrease(ref double target, int offset, Vector512<double> first, Vector512<double> second)
    {
        ref var at = ref Unsafe.Add(ref target, offset);
        (Vector512.LoadUnsafe(ref at) - first).StoreUnsafe(ref at);
        (Vector512.LoadUnsafe(ref at, Lanes) - second).StoreUnsafe(ref at, Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double start, int offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref start, offset));
}
