using System.Runtime.CompilerServices;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Fused;

/// <summary>One lane: plain arithmetic, for machines without vector registers and as the oracle of the others.</summary>
internal readonly unsafe struct LanesScalar : ILanes<float>
{
    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, float* target) => *target = value;

    public static float Create(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static float SquareRoot(float a) => MathF.Sqrt(a);

    public static float Absolute(float a) => MathF.Abs(a);

    public static float Minimum(float a, float b) => a < b ? a : b;

    public static float Maximum(float a, float b) => a > b ? a : b;

    public static float CopySign(float a, float sign) => MathF.CopySign(a, sign);

    public static float SelectGreater(float a, float b, float yes, float no) => a > b ? yes : no;

    public static float SelectEqual(float a, float b, float yes, float no) => a == b ? yes : no;

    public static float Round(float a) => MathF.Round(a);

    public static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(((int)n + 127) << 23);

    public static float Keep(uint key, uint* salts, uint threshold, float scale) => DropoutMask.Hash(key, *salts) >= threshold ? scale : 0;

    public static float Sum(float a) => a;
}
