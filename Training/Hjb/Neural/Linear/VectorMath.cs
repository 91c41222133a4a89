using System.Numerics;
using System.Runtime.InteropServices;

namespace LeanDeep.Training.Hjb.Neural.Linear;

/// <summary>Sums over long vectors, in an order that does not depend on anything but the processor's register width.</summary>
internal static class VectorMath
{
    /// <summary>Σ aᵢbᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var k = 0;
        for (; k + 4 <= left.Length; k += 4)
        {
            s0 = Vector.FusedMultiplyAdd(left[k], right[k], s0);
            s1 = Vector.FusedMultiplyAdd(left[k + 1], right[k + 1], s1);
            s2 = Vector.FusedMultiplyAdd(left[k + 2], right[k + 2], s2);
            s3 = Vector.FusedMultiplyAdd(left[k + 3], right[k + 3], s3);
        }
        for (; k < left.Length; k++)
            s0 = Vector.FusedMultiplyAdd(left[k], right[k], s0);
        var sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (var i = left.Length * Vector<double>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>y += scale · x.</summary>
    public static void Add(Span<double> y, double scale, ReadOnlySpan<double> x)
    {
        var target = MemoryMarshal.Cast<double, Vector<double>>(y);
        var source = MemoryMarshal.Cast<double, Vector<double>>(x[..y.Length]);
        var factor = new Vector<double>(scale);
        for (var k = 0; k < target.Length; k++)
            target[k] = Vector.FusedMultiplyAdd(factor, source[k], target[k]);
        for (var i = target.Length * Vector<double>.Count; i < y.Length; i++)
            y[i] += scale * x[i];
    }
}
