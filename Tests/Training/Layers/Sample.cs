using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>Inputs of layers, float64, from a seed.</summary>
internal static class Sample
{
    public static Tensor Normal(Generator generator, params long[] shape) => randn(shape, dtype: float64, generator: generator);

    /// <summary>(samples, assets, assets) positive definite, with condition numbers of a few dozen.</summary>
    public static Tensor Covariance(Generator generator, long samples, long assets)
    {
        var root = Normal(generator, samples, assets, assets);
        return root.matmul(root.transpose(1, 2)).div(assets).add(eye(assets, dtype: float64).mul(0.2)).contiguous();
    }
}
