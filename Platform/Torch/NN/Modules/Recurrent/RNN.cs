using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>The plain recurrent network over (time, batch, features). Source: Elman (1990).</summary>
public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private static readonly Op _tanh = new("rnn_tanh", "input");
    private static readonly Op _relu = new("rnn_relu", "input");
    private static readonly Op _packedTanh = new("rnn_tanh", "data");
    private static readonly Op _packedRelu = new("rnn_relu", "data");
    private readonly Op _run;
    private readonly Op _runPacked;
    private readonly RecurrentLayers _layers;

    internal RNN(long inputSize, long hiddenSize, long numLayers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(RNN))
    {
        (_run, _runPacked) = nonLinearity == nn.NonLinearities.ReLU ? (_relu, _packedRelu) : (_tanh, _packedTanh);
        _layers = new RecurrentLayers(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
        foreach (var (name, parameter) in _layers.NewParameters(device, dtype))
            register_parameter(name, parameter);
    }

    /// <summary>Nothing to do here: it packs the weights for cuDNN, which also takes them as they are.</summary>
    public void flatten_parameters() { }

    public Parameter? get_bias_ih(long idx) => get_parameter($"bias_ih_l{idx}");

    public Parameter? get_bias_hh(long idx) => get_parameter($"bias_hh_l{idx}");

    public Parameter? get_weight_ih(long idx) => get_parameter($"weight_ih_l{idx}");

    public Parameter? get_weight_hh(long idx) => get_parameter($"weight_hh_l{idx}");

    /// <returns>The outputs of every time, then the last hidden states (layers · directions, batch, hidden).</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0) =>
        _layers.Forward(_run, input, h0, Weights(), training);

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null) =>
        _layers.Forward(_runPacked, input, h0, Weights(), training);

    private Tensor[] Weights() => [.. _internal_params.Values];
}
