using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>Convolution over time and assets: (samples, channels, lookback, assets) → (samples, output channels, lookback, assets).</summary>
/// <remarks>It mixes neighbouring assets, so the result depends on their order. Zeros surround the window, (k − 1)/2 on each side; an even
/// kernel shortens both dimensions by one.</remarks>
public sealed class Convolution2d : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")]
    private readonly Conv2d _convolution;

    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="generator">Of the first weights.</param>
    /// <param name="kernel">Steps and assets that an output sees. Default 3.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public Convolution2d(int inputChannels, int outputChannels, Generator generator, int kernel = 3) : base(nameof(Convolution2d))
    {
        Shapes.RequirePositive(inputChannels, nameof(inputChannels));
        Shapes.RequirePositive(outputChannels, nameof(outputChannels));
        Shapes.RequirePositive(kernel, nameof(kernel));
        _convolution = ParameterDraws.ByFanIn(nn.Conv2d(inputChannels, outputChannels, kernel, padding: (kernel - 1) / 2), inputChannels * kernel * kernel, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 4, "samples, channels, lookback, assets", nameof(input));
        return _convolution.call(input);
    }
}
