using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Dropout of whole channels of (batch, channels, length).</summary>
public sealed class Dropout1d : ParameterLessModule<Tensor, Tensor>
{
    internal Dropout1d(double p, bool inplace) : base(nameof(Dropout1d))
    {
        this.p = p;
        this.inplace = inplace;
    }

    public double p { get; set; }

    public bool inplace { get; set; }

    public override Tensor forward(Tensor tensor) => tensor.ndim == 3
        ? nn.functional.dropout1d(tensor, p, training, inplace)
        : throw new ArgumentException($"tensor passed to Dropout1d must be of the shape (N,C,L), got {tensor.ndim} dimensions", nameof(tensor));
}
