using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>What the recurrent networks share: the shapes, names and draws of their weights, and the checks of their input.</summary>
/// <param name="gates">The gates of a cell: 1, 3 (GRU) or 4 (LSTM).</param>
internal sealed class RecurrentLayers(int gates, long inputSize, long hiddenSize, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional)
{
    private readonly long _directions = bidirectional ? 2 : 1;

    /// <summary>Each layer's weights, its second direction's after the first's, with PyTorch's names and draws.</summary>
    public IEnumerable<(string name, Parameter parameter)> NewParameters(Device? device, ScalarType? dtype)
    {
        if (dropout is < 0 or > 1)
            throw new ArgumentException($"dropout should be a number in range [0, 1], got {dropout}");
        if (hiddenSize <= 0 || layers <= 0)
            throw new ArgumentException($"hiddenSize and numLayers must be positive, got {hiddenSize} and {layers}");
        var bound = 1 / Math.Sqrt(hiddenSize);
        for (var layer = 0; layer < layers; layer++)
        {
            for (var direction = 0; direction < _directions; direction++)
            {
                var suffix = $"l{layer}{(direction == 1 ? "_reverse" : "")}";
                var width = layer == 0 ? inputSize : hiddenSize * _directions;
                yield return ($"weight_ih_{suffix}", Draw([gates * hiddenSize, width]));
                yield return ($"weight_hh_{suffix}", Draw([gates * hiddenSize, hiddenSize]));
                if (!bias)
                    continue;
                yield return ($"bias_ih_{suffix}", Draw([gates * hiddenSize]));
                yield return ($"bias_hh_{suffix}", Draw([gates * hiddenSize]));
            }
        }

        Parameter Draw(long[] shape)
        {
            var parameter = new Parameter(empty(shape, dtype: dtype, device: device));
            parameter.DetachFromDisposeScope();
            FanInitialization.Uniform(bound, parameter);
            return parameter;
        }
    }

    public void RequireInput(Tensor input)
    {
        if (input.Dimensions != 3)
            throw new ArgumentException($"input must have 3 dimensions, got {input.Dimensions}", nameof(input));
        RequireWidth(input);
    }

    public void RequireWidth(Tensor input)
    {
        var width = input.shape[^1];
        if (width != inputSize)
            throw new ArgumentException($"input.size(-1) must be equal to input_size. Expected {inputSize}, got {width}", nameof(input));
    }

    /// <summary>The start state: the caller's after a check, else zeros.</summary>
    public Tensor State(Tensor? given, Tensor input, long batch)
    {
        long[] expected = [layers * _directions, batch, hiddenSize];
        if (given is null)
            return zeros(expected, dtype: input.dtype, device: input.device);
        if (!given.shape.AsSpan().SequenceEqual(expected))
            throw new ArgumentException($"Expected hidden size ({string.Join(", ", expected)}), got ({string.Join(", ", given.shape)})");
        return given;
    }

    public long Batch(Tensor input) => input.shape[batchFirst ? 0 : 1];

    public static long Batch(PackedSequence input)
    {
        using var first = input.batch_sizes.select(0, 0);
        return first.item<long>();
    }

    public Tensor[] Run(Op op, int results, Tensor input, Arg state, Tensor[] weights, bool training) =>
        op.Many(results, input, state, weights, bias, layers, dropout, training, bidirectional, batchFirst);

    public Tensor[] Run(Op op, int results, PackedSequence input, Arg state, Tensor[] weights, bool training) =>
        op.Many(results, input.data, input.batch_sizes, state, weights, bias, layers, dropout, training, bidirectional);

    /// <summary>A network with one state: its outputs and its last state.</summary>
    public (Tensor, Tensor) Forward(Op op, Tensor input, Tensor? h0, Tensor[] weights, bool training)
    {
        RequireInput(input);
        using var scope = NewDisposeScope();
        var results = Run(op, 2, input, State(h0, input, Batch(input)), weights, training);
        return scope.MoveToOuter(results[0], results[1]);
    }

    /// <inheritdoc cref="Forward(Op, Tensor, Tensor?, Tensor[], bool)"/>
    public (PackedSequence, Tensor) Forward(Op op, PackedSequence input, Tensor? h0, Tensor[] weights, bool training)
    {
        RequireWidth(input.data);
        using var scope = NewDisposeScope();
        var h = Permute(State(h0, input.data, Batch(input)), input.sorted_indices);
        var results = Run(op, 2, input, h, weights, training);
        return (Repacked(results[0], input).MoveToOuterDisposeScope(), Permute(results[1], input.unsorted_indices).MoveToOuterDisposeScope());
    }

    /// <summary>A state whose batch follows the packed order, or back.</summary>
    public static Tensor Permute(Tensor state, Tensor? order) => order is null ? state : state.index_select(1, order);

    public static PackedSequence Repacked(Tensor data, PackedSequence like) =>
        new(data, like.batch_sizes.alias(), like.sorted_indices?.alias(), like.unsorted_indices?.alias());
}
