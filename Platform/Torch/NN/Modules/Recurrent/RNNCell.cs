using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One step of a plain recurrent network.</summary>
public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
{
    private static readonly Op _tanh = new("rnn_tanh_cell");
    private static readonly Op _relu = new("rnn_relu_cell");
    private readonly Op _run;
    private readonly long _inputSize;
    private readonly long _hiddenSize;

    [ComponentName(Name = nameof(weight_ih))]
    private Parameter? _weight_ih;

    [ComponentName(Name = nameof(weight_hh))]
    private Parameter? _weight_hh;

    [ComponentName(Name = nameof(bias_ih))]
    private Parameter? _bias_ih;

    [ComponentName(Name = nameof(bias_hh))]
    private Parameter? _bias_hh;

    internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonLinearity, bool bias, Device? device, ScalarType? dtype) : base(nameof(RNNCell))
    {
        (_inputSize, _hiddenSize) = (inputSize, hiddenSize);
        _run = nonLinearity == nn.NonLinearities.ReLU ? _relu : _tanh;
        weight_ih = NewParameter([hiddenSize, inputSize], device, dtype);
        weight_hh = NewParameter([hiddenSize, hiddenSize], device, dtype);
        if (bias)
        {
            bias_ih = NewParameter([hiddenSize], device, dtype);
            bias_hh = NewParameter([hiddenSize], device, dtype);
        }
        FanInitialization.Uniform(1 / Math.Sqrt(hiddenSize), _weight_ih, _weight_hh, _bias_ih, _bias_hh);
    }

    public Parameter? weight_ih
    {
        get => _weight_ih;
        set => Assign(ref _weight_ih, nameof(weight_ih), value);
    }

    public Parameter? weight_hh
    {
        get => _weight_hh;
        set => Assign(ref _weight_hh, nameof(weight_hh), value);
    }

    public Parameter? bias_ih
    {
        get => _bias_ih;
        set => Assign(ref _bias_ih, nameof(bias_ih), value);
    }

    public Parameter? bias_hh
    {
        get => _bias_hh;
        set => Assign(ref _bias_hh, nameof(bias_hh), value);
    }

    /// <param name="input">(batch, features)</param>
    /// <param name="h0">(batch, hidden); default: zeros.</param>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        RecurrentCell.RequireInput(input, _inputSize);
        using var scope = NewDisposeScope();
        var h = RecurrentCell.State(h0, input, _hiddenSize);
        return _run.Call(input, h, _weight_ih, _weight_hh, _bias_ih, _bias_hh).MoveToOuterDisposeScope();
    }
}
