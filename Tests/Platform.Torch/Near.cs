using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>Comparisons of tensors that say where they differ.</summary>
internal static class Near
{
    /// <summary>Same shape and |actual − expected| ≤ tolerance · (1 + |expected|) for every element; by default 1e-5 for float32, else 1e-11.
    /// Where nothing is expected, zeros will do.</summary>
    public static void Equal(Tensor? expected, Tensor? actual, string what, double? tolerance = null)
    {
        if (expected is null)
        {
            Assert.True(actual is null || Values(actual).All(value => value == 0), $"{what}: expected none, got a value");
            return;
        }
        Assert.True(actual is not null, $"{what}: expected a value, got none");
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: expected shape ({string.Join(", ", expected.shape)}), got ({string.Join(", ", actual.shape)})");
        var limit = tolerance ?? (actual.dtype == ScalarType.Float32 ? 1e-5 : 1e-11);
        var (a, b) = (Values(expected), Values(actual));
        for (var i = 0; i < a.Length; i++)
            Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= limit * (1 + Math.Abs(a[i])), $"{what}[{i}]: expected {a[i]:R}, got {b[i]:R}");
    }

    /// <summary>The elements in row-major order.</summary>
    public static double[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
