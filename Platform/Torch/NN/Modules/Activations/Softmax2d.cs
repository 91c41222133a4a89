using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Softmax over the channels of (batch, channels, height, width).</summary>
public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
{
    internal Softmax2d() : base(nameof(Softmax2d)) { }

    public override Tensor forward(Tensor tensor) => nn.functional.softmax2d(tensor);
}
