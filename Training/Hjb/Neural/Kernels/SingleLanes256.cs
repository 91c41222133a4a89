using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Registers of 256 bits, 8 lanes.</summary>
internal readonly unsafe struct SingleLanes256 : IJetLanes<Vector256<float>, float>
{
    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FusedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> a)
    {
        // Beyond the limit tanh is 1 to the last bit.
        var e = Vector256.Exp(Vector256.Max(Vector256.Create(-20f), Vector256.Min(Vector256.Create(20f), a + a)));
        var one = Vector256<float>.One;
        return (e - one) / (e + one);
    }
}
