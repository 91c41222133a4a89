using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Registers of 512 bits, 8 lanes.</summary>
internal readonly unsafe struct DoubleLanes512 : IJetLanes<Vector512<double>, double>
{
    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Create(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> FusedMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> a)
    {
        // Beyond the limit tanh is 1 to the last bit.
        var e = Vector512.Exp(Vector512.Max(Vector512.Create(-40.0), Vector512.Min(Vector512.Create(40.0), a + a)));
        var one = Vector512<double>.One;
        return (e - one) / (e + one);
    }
}
