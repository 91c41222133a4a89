using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x, and a learnt fraction of it where it is negative.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))]
    private Parameter? _weight;

    internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
    {
        this.num_parameters = num_parameters;
        this.init = init;
        weight = NewParameter([num_parameters], device, dtype);
        nn.init.constant_(_weight!, init);
    }

    public long num_parameters { get; private set; }

    public double init { get; private set; }

    /// <summary>(1), or one for each channel.</summary>
    public Parameter weight
    {
        get => _weight!;
        set => Assign(ref _weight, nameof(weight), value);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, _weight!);
}
