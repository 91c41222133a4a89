using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Transforms;

/// <summary>Convolution over time: (samples, channels, lookback) → (samples, output channels, lookback).</summary>
/// <remarks>Zeros stand before and after the window, (k − 1)/2 each, so a step sees later ones of its window. An even kernel shortens the
/// series by one step.</remarks>
public sealed class Convolution1d : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")]
    private readonly Conv1d _convolution;

    /// <param name="inputChannels">Channels in.</param>
    /// <param name="outputChannels">Channels out.</param>
    /// <param name="generator">Of the first weights.</param>
    /// <param name="kernel">Steps that an output sees. Default 3.</param>
    /// <exception cref="ArgumentException">A count is below 1.</exception>
    public Convolution1d(int inputChannels, int outputChannels, Generator generator, int kernel = 3) : base(nameof(Convolution1d))
    {
        Shapes.RequirePositive(inputChannels, nameof(inputChannels));
        Shapes.RequirePositive(outputChannels, nameof(outputChannels));
        Shapes.RequirePositive(kernel, nameof(kernel));
        _convolution = ParameterDraws.ByFanIn(nn.Conv1d(inputChannels, outputChannels, kernel, padding: (kernel - 1) / 2), inputChannels * kernel, generator);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Shapes.Require(input, 3, "samples, channels, lookback", nameof(input));
        return _convolution.call(input);
    }
}
