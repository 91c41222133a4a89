using System.Runtime.Intrinsics;
using LeanDeep.Training.Fused;

namespace LeanDeep.Tests.Training.Fused;

public sealed class ElementaryTests
{
    [Fact]
    public void Tanh_WholeRange_IsWithinThreeUnitsInTheLastPlace()
    {
        foreach (var x in Points(12))
            AssertNear(Math.Tanh(x), Elementary<LanesScalar, float>.Tanh(x), 3);
    }

    [Fact]
    public void Sigmoid_WholeRange_IsWithinThreeUnitsInTheLastPlace()
    {
        foreach (var x in Points(80))
            AssertNear(1 / (1 + Math.Exp(-(double)x)), Elementary<LanesScalar, float>.Sigmoid(x), 3);
    }

    [Fact]
    public void Tanh_EveryWidth_HasTheSameBits()
    {
        foreach (var x in Points(12))
        {
            var expected = Elementary<LanesScalar, float>.Tanh(x);
            if (Vector128.IsHardwareAccelerated) Assert.Equal(expected, Elementary<Lanes128, Vector128<float>>.Tanh(Vector128.Create(x))[3]);
            if (Vector256.IsHardwareAccelerated) Assert.Equal(expected, Elementary<Lanes256, Vector256<float>>.Tanh(Vector256.Create(x))[7]);
            if (Vector512.IsHardwareAccelerated) Assert.Equal(expected, Elementary<Lanes512, Vector512<float>>.Tanh(Vector512.Create(x))[15]);
        }
    }

    [Fact]
    public void Tanh_NotANumber_StaysSo() => Assert.True(float.IsNaN(Elementary<LanesScalar, float>.Tanh(float.NaN)));

    private static IEnumerable<float> Points(float bound)
    {
        for (var i = -20_000; i <= 20_000; i++)
            yield return bound * i / 20_000;
        for (var x = 1e-30f; x < 1; x *= 1.37f)
        {
            yield return x;
            yield return -x;
        }
    }

    private static void AssertNear(double expected, float found, double units)
    {
        var unit = MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
        Assert.True(Math.Abs(found - expected) <= units * unit, $"expected {expected:R}, found {found:R}: {Math.Abs(found - expected) / unit:0.00} units");
    }
}
