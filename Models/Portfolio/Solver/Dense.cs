using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Vector and matrix kernels in float64; all lengths and strides are multiples of 8, with zeros in the padding.</summary>
internal static class Dense
{
    private const int Lanes = Cholesky.Lanes;

    /// <summary>xᵀy.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < x.Length; i += Lanes) sum = Vector512.FusedMultiplyAdd(Load(ref a, i), Load(ref b, i), sum);
        return Vector512.Sum(sum);
    }

    /// <summary>y ← y + factor · x.</summary>
    public static void Add(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var scale = Vector512.Create(factor);
        for (var i = 0; i < x.Length; i += Lanes)
            Vector512.FusedMultiplyAdd(Load(ref a, i), scale, Load(ref b, i)).StoreUnsafe(ref Unsafe.Add(ref b, i));
    }

    /// <summary>Largest |xᵢ|; NaN where one is.</summary>
    public static double MaximumMagnitude(ReadOnlySpan<double> x)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        var largest = Vector512<double>.Zero;
        for (var i = 0; i < x.Length; i += Lanes) largest = Vector512.Max(largest, Vector512.Abs(Load(ref a, i)));
        var result = 0.0;
        for (var lane = 0; lane < Lanes; lane++) result = Math.Max(result, largest[lane]);
        return result;
    }

    /// <summary>Copies n rows of n values to rows of <paramref name="stride"/>.</summary>
    /// <returns>Whether all are finite.</returns>
    public static bool CopyFinite(ReadOnlySpan<double> a, int n, int stride, Span<double> target)
    {
        var nothing = Vector512<double>.Zero;
        var rest = 0.0;
        for (var row = 0; row < n; row++)
        {
            var source = a.Slice(row * n, n);
            source.CopyTo(target[(row * stride)..]);
            ref var first = ref MemoryMarshal.GetReference(source);
            var i = 0;
            // x − x is zero for finite x and NaN for all else.
            for (; i + Lanes <= n; i += Lanes) nothing += Load(ref first, i) - Load(ref first, i);
            for (; i < n; i++) rest += source[i] - source[i];
        }
        return Vector512.Sum(nothing) + rest == 0;
    }

    /// <summary>y ← Ax for the first n rows of a row-major matrix.</summary>
    /// <param name="a">(n, stride)</param>
    /// <param name="x">(stride or more)</param>
    /// <param name="y">(n or more); what follows the n-th is left alone.</param>
    public static void Multiply(ReadOnlySpan<double> a, int n, int stride, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var origin = ref MemoryMarshal.GetReference(a);
        ref var vector = ref MemoryMarshal.GetReference(x);
        var i = 0;
        for (; i + 4 <= n; i += 4)
        {
            ref var row = ref Unsafe.Add(ref origin, i * stride);
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (var j = 0; j < stride; j += Lanes)
            {
                var value = Load(ref vector, j);
                s0 = Vector512.FusedMultiplyAdd(Load(ref row, j), value, s0);
                s1 = Vector512.FusedMultiplyAdd(Load(ref row, stride + j), value, s1);
                s2 = Vector512.FusedMultiplyAdd(Load(ref row, 2 * stride + j), value, s2);
                s3 = Vector512.FusedMultiplyAdd(Load(ref row, 3 * stride + j), value, s3);
            }
            y[i] = Vector512.Sum(s0);
            y[i + 1] = Vector512.Sum(s1);
            y[i + 2] = Vector512.Sum(s2);
            y[i + 3] = Vector512.Sum(s3);
        }
        for (; i < n; i++) y[i] = Dot(a.Slice(i * stride, stride), x[..stride]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(ref double start, int offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref start, offset));
}
