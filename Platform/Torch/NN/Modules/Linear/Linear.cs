using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x·Wᵀ + b over the last dimension.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    [ComponentName(Name = nameof(bias))]
    private Parameter? _bias;

    internal Linear(Parameter weight, Parameter? bias = null) : base(nameof(Linear))
    {
        (out_features, in_features) = (weight.shape[0], weight.shape[1]);
        this.weight = weight;
        this.bias = bias;
    }

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
    {
        (in_features, out_features) = (inputSize, outputSize);
        weight = NewParameter([outputSize, inputSize], device, dtype);
        if (hasBias)
            bias = NewParameter([outputSize], device, dtype);
        FanInitialization.Apply(_weight!, _bias);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    /// <summary>(out, in)</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Assign(ref _weight, nameof(weight), value);
    }

    /// <summary>(out), or null.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Assign(ref _bias, nameof(bias), value);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight!, _bias);
}
