using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Gated recurrent units over (time, batch, features). Source: Cho et al. (2014).</summary>
public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private static readonly Op _run = new("gru", "input");
    private static readonly Op _runPacked = new("gru", "data");
    private readonly RecurrentLayers _layers;

    internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(GRU))
    {
        _layers = new RecurrentLayers(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
        foreach (var (name, parameter) in _layers.NewParameters(device, dtype))
            register_parameter(name, parameter);
    }

    /// <summary>Nothing to do here: it packs the weights for cuDNN, which also takes them as they are.</summary>
    public void flatten_parameters() { }

    /// <returns>The outputs of every time, then the last hidden states (layers · directions, batch, hidden).</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) =>
        _layers.Forward(_run, input, h0, Weights(), training);

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null) =>
        _layers.Forward(_runPacked, input, h0, Weights(), training);

    private Tensor[] Weights() => [.. _internal_params.Values];
}
