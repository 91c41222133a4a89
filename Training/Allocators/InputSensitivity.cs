using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators;

/// <summary>What in its inputs moves a network's weights.</summary>
public static class InputSensitivity
{
    /// <summary>∂w/∂x of one asset's weight.</summary>
    /// <param name="network">In evaluation mode; dropout would add noise.</param>
    /// <param name="inputs">(samples, channels, lookback, assets).</param>
    /// <param name="asset">Whose weight.</param>
    /// <returns>The shape of the inputs; 0 where the network does not look.</returns>
    public static Tensor Gradient(AllocatorNetwork network, Tensor inputs, int asset)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = NewDisposeScope();
        var leaf = inputs.detach().clone().requires_grad_();
        var weight = network.call(leaf).select(1, asset).sum();
        return Gradient(weight, leaf).MoveToOuterDisposeScope();
    }

    /// <summary>Changes inputs by gradient descent until the weights come near to those wanted, in squared distance.</summary>
    /// <param name="network">In evaluation mode.</param>
    /// <param name="target">(assets) the weights wanted.</param>
    /// <param name="start">(channels, lookback, assets) where to begin.</param>
    /// <param name="iterations">Steps of Adam.</param>
    /// <param name="learningRate">Of each.</param>
    /// <param name="free">(channels, lookback, assets) bool: the inputs that may change; null for all.</param>
    /// <returns>The inputs found, (channels, lookback, assets), and the distance before each step.</returns>
    public static (Tensor Inputs, double[] Distances) Seek(
        AllocatorNetwork network, Tensor target, Tensor start, int iterations, double learningRate = 0.01, Tensor? free = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(start);
        using var scope = NewDisposeScope();
        var inputs = new TorchSharp.Modules.Parameter(start.detach().clone().unsqueeze(0));
        using var optimiser = optim.Adam([inputs], learningRate);
        var distances = new double[iterations];
        for (var i = 0; i < iterations; i++)
        {
            using var step = NewDisposeScope();
            var distance = network.call(inputs).squeeze(0).sub(target).square().mean();
            distances[i] = distance.to(ScalarType.Float64).item<double>();
            using var gradient = Gradient(distance, inputs);
            optimiser.zero_grad();
            inputs.grad = free is null ? gradient : gradient.mul(free.unsqueeze(0));
            optimiser.step();
        }
        return (inputs.detach().squeeze(0).clone().MoveToOuterDisposeScope(), distances);
    }

    // A network that does not look at its inputs has no graph to them.
    private static Tensor Gradient(Tensor value, Tensor leaf)
    {
        if (!value.requires_grad)
            return zeros_like(leaf);
        var found = autograd.grad([value], [leaf], allow_unused: true)[0];
        return found is null || found.IsInvalid ? zeros_like(leaf) : found;
    }
}
