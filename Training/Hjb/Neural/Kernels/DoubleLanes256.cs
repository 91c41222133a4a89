using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Registers of 256 bits, 4 lanes.</summary>
internal readonly unsafe struct DoubleLanes256 : IJetLanes<Vector256<double>, double>
{
    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Create(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> FusedMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> a)
    {
        // Beyond the limit tanh is 1 to the last bit.
        var e = Vector256.Exp(Vector256.Max(Vector256.Create(-40.0), Vector256.Min(Vector256.Create(40.0), a + a)));
        var one = Vector256<double>.One;
        return (e - one) / (e + one);
    }
}
