using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Registers of 512 bits, 16 lanes.</summary>
internal readonly unsafe struct SingleLanes512 : IJetLanes<Vector512<float>, float>
{
    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Create(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> a)
    {
        // Beyond the limit tanh is 1 to the last bit.
        var e = Vector512.Exp(Vector512.Max(Vector512.Create(-20f), Vector512.Min(Vector512.Create(20f), a + a)));
        var one = Vector512<float>.One;
        return (e - one) / (e + one);
    }
}
