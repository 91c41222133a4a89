using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers;

/// <summary>First weights of layers, from the generator that the caller passes in; torch's own come from one that all threads share.</summary>
internal static class ParameterDraws
{
    /// <summary>PyTorch's rule for dense and convolutional layers: weights and biases uniform on ±1/√(inputs of a unit).</summary>
    public static T ByFanIn<T>(T layer, long inputs, Generator generator) where T : nn.Module => Uniform(layer, 1 / Math.Sqrt(inputs), generator);

    /// <summary>All parameters uniform on ±bound, in the order in which the module names them.</summary>
    public static T Uniform<T>(T layer, double bound, Generator generator) where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(generator);
        using var still = no_grad();
        foreach (var parameter in layer.parameters())
            parameter.uniform_(-bound, bound, generator);
        return layer;
    }

    /// <summary>A parameter that no dispose scope takes away.</summary>
    public static Parameter Parameter(Tensor start)
    {
        var parameter = new Parameter(start);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
