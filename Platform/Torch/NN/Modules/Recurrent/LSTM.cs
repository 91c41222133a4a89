using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory over (time, batch, features). Source: Hochreiter and Schmidhuber (1997); Gers et al. (2000).</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private static readonly Op _run = new("lstm", "input");
    private static readonly Op _runPacked = new("lstm", "data");
    private readonly RecurrentLayers _layers;

    internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(LSTM))
    {
        _layers = new RecurrentLayers(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
        foreach (var (name, parameter) in _layers.NewParameters(device, dtype))
            register_parameter(name, parameter);
    }

    /// <summary>Nothing to do here: it packs the weights for cuDNN, which also takes them as they are.</summary>
    public void flatten_parameters() { }

    /// <returns>The outputs of every time, then the last hidden and cell states (layers · directions, batch, hidden).</returns>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        _layers.RequireInput(input);
        using var scope = NewDisposeScope();
        var h = _layers.State(h0_c0?.Item1, input, _layers.Batch(input));
        var c = _layers.State(h0_c0?.Item2, input, _layers.Batch(input));
        var results = _layers.Run(_run, 3, input, Arg.List([h, c]), Weights(), training);
        return scope.MoveToOuter(results[0], results[1], results[2]);
    }

    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        _layers.RequireWidth(input.data);
        using var scope = NewDisposeScope();
        var batch = RecurrentLayers.Batch(input);
        var h = RecurrentLayers.Permute(_layers.State(h0_c0?.Item1, input.data, batch), input.sorted_indices);
        var c = RecurrentLayers.Permute(_layers.State(h0_c0?.Item2, input.data, batch), input.sorted_indices);
        var results = _layers.Run(_runPacked, 3, input, Arg.List([h, c]), Weights(), training);
        return (RecurrentLayers.Repacked(results[0], input).MoveToOuterDisposeScope(),
            RecurrentLayers.Permute(results[1], input.unsorted_indices).MoveToOuterDisposeScope(),
            RecurrentLayers.Permute(results[2], input.unsorted_indices).MoveToOuterDisposeScope());
    }

    private Tensor[] Weights() => [.. _internal_params.Values];
}
