using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>What training and evaluation change, and what bad inputs say.</summary>
[Collection(SharedGenerator.Name)]
public class ModeTests
{
    [Fact]
    public void Dropout_Training_DropsItsShareAndKeepsTheMean()
    {
        random.manual_seed(5);
        using var dropout = nn.Dropout(0.3);
        var values = Near.Values(dropout.call(ones(20000)));
        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.7) < 1e-6));
        // The share dropped has standard error √(0.3·0.7/20000) = 0.0032.
        Assert.InRange(values.Count(v => v == 0) / 20000.0, 0.28, 0.32);
        dropout.eval();
        Assert.All(Near.Values(dropout.call(ones(100))), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Dropout2d_Training_DropsWholeChannels()
    {
        random.manual_seed(5);
        using var dropout = nn.Dropout2d();
        var sums = Near.Values(dropout.call(ones(4, 50, 2, 3)).sum([2, 3]));
        Assert.All(sums, s => Assert.True(s is 0 or 12));
        Assert.Contains(0, sums);
        Assert.Contains(12, sums);
    }

    [Fact]
    public void AlphaDropout_Training_KeepsMeanAndVariance()
    {
        random.manual_seed(5);
        using var dropout = nn.AlphaDropout(0.2);
        var values = Near.Values(dropout.call(randn(50000)));
        var mean = values.Average();
        Assert.InRange(mean, -0.03, 0.03);
        Assert.InRange(values.Average(v => (v - mean) * (v - mean)), 0.95, 1.05);
    }

    [Fact]
    public void Lstm_DropoutBetweenLayers_ActsInTrainingOnly()
    {
        random.manual_seed(5);
        using var lstm = nn.LSTM(3, 8, numLayers: 2, dropout: 0.5);
        var x = randn(5, 2, 3);
        Assert.NotEqual(Near.Values(lstm.call(x).Item1), Near.Values(lstm.call(x).Item1));
        lstm.eval();
        Assert.Equal(Near.Values(lstm.call(x).Item1), Near.Values(lstm.call(x).Item1));
    }

    [Fact]
    public void BatchNorm_WithoutMomentum_AveragesAllBatches()
    {
        using var norm = nn.BatchNorm1d(1);
        norm.momentum = null;
        norm.call(tensor(new[] { 0f, 2f }, [2, 1]));
        norm.call(tensor(new[] { 4f, 6f }, [2, 1]));
        Assert.Equal(3, norm.running_mean!.item<float>(), 5);
        norm.reset_running_stats();
        Assert.Equal(0, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void BatchNorm_WithoutRunningStatistics_UsesTheBatchInEvaluation()
    {
        using var norm = nn.BatchNorm1d(1, track_running_stats: false);
        norm.eval();
        Assert.Null(norm.running_mean);
        Assert.Equal([-1, 1], Near.Values(norm.call(tensor(new[] { 0f, 2f }, [2, 1]))).Select(v => Math.Round(v, 3)));
    }

    [Fact]
    public void InstanceNorm_Unbatched_TreatsItAsOneSample()
    {
        using var norm = nn.InstanceNorm1d(2);
        var x = rand(2, 5);
        Assert.Equal(Near.Values(norm.call(x.unsqueeze(0))), Near.Values(norm.call(x)));
    }

    [Fact]
    public void Convolution_PaddingModes_AgreeWithPaddingFirst()
    {
        var x = rand(1, 2, 6);
        foreach (var mode in new[] { PaddingModes.Reflect, PaddingModes.Replicate, PaddingModes.Circular })
        {
            using var convolution = nn.Conv1d(2, 3, 3, padding: 2, padding_mode: mode);
            var expected = nn.functional.conv1d(nn.functional.pad(x, (2, 2), mode), convolution.weight, convolution.bias);
            Assert.Equal(Near.Values(expected), Near.Values(convolution.call(x)));
        }
    }

    [Fact]
    public void Convolution_Same_KeepsTheLength()
    {
        using var even = nn.Conv1d(2, 3, 4, Padding.Same, dilation: 3);
        Assert.Equal([1, 3, 9], even.call(rand(1, 2, 9)).shape);
        Assert.Throws<ArgumentException>(() => nn.Conv1d(2, 3, 3, Padding.Same, stride: 2));
    }

    [Fact]
    public void Packed_Sequences_GiveEachItsOwnResult()
    {
        using var lstm = nn.LSTM(2, 3);
        Tensor[] sequences = [rand(2, 2), rand(4, 2), rand(3, 2)];
        using var packed = nn.utils.rnn.pack_sequence(sequences, enforce_sorted: false);
        var (packedOutput, h, c) = lstm.call(packed);
        var (output, lengths) = nn.utils.rnn.pad_packed_sequence(packedOutput, padding_value: -1);
        Assert.Equal([2, 4, 3], Near.Values(lengths));
        for (var i = 0; i < sequences.Length; i++)
        {
            var (alone, hAlone, cAlone) = lstm.call(sequences[i].unsqueeze(1));
            Near.Equal(alone.squeeze(1), output.select(1, i).narrow(0, 0, sequences[i].shape[0]), $"sequence {i}", 1e-6);
            Near.Equal(hAlone.select(1, 0), h.select(1, i), $"hidden {i}", 1e-6);
            Near.Equal(cAlone.select(1, 0), c.select(1, i), $"cell {i}", 1e-6);
        }
        Assert.Equal(-1, output[3, 0, 0].item<float>());
    }

    [Fact]
    public void Packed_InAScope_IsFreedWithItUnlessMoved()
    {
        nn.utils.rnn.PackedSequence kept;
        nn.utils.rnn.PackedSequence freed;
        using var outer = NewDisposeScope();
        using (var scope = NewDisposeScope())
        {
            kept = nn.utils.rnn.pack_sequence([rand(2, 1), rand(1, 1)]).MoveToOuterDisposeScope();
            freed = nn.utils.rnn.pack_sequence([rand(1, 1), rand(3, 1)], enforce_sorted: false);
        }
        Assert.True(freed.data.IsInvalid && freed.unsorted_indices.IsInvalid);
        Assert.Equal(2, nn.utils.rnn.pad_packed_sequence(kept).Item1.shape[0]);
        kept.Dispose();
        kept.Dispose();
        Assert.True(kept.batch_sizes.IsInvalid);
    }

    [Fact]
    public void Attention_Masks_HideWhatTheyForbid()
    {
        using var attention = nn.MultiheadAttention(4, 2);
        var x = rand(3, 2, 4);
        var padding = tensor(new[] { false, false, true, false, false, false }, [2, 3]);
        var causal = ones(3, 3, dtype: ScalarType.Bool).triu(1);
        var (_, weights) = attention.call(x, x, x, padding, true, causal);
        Assert.Equal([2, 3, 3], weights.shape);
        Near.Equal(ones(2, 3), weights.sum(-1), "sums", 1e-6);
        Assert.Equal(0, weights[0].select(1, 2).sum().item<float>());
        Assert.Equal(0, weights[1][0, 1].item<float>());
        var additive = zeros(3, 3).masked_fill(causal, float.NegativeInfinity);
        Near.Equal(weights, attention.call(x, x, x, padding, true, additive).Item2, "additive mask", 1e-6);
        Assert.Null(attention.call(x, x, x, need_weights: false).Item2);
    }

    [Fact]
    public void Attention_CasualFunction_EqualsItsMask()
    {
        var (q, k, v) = (rand(2, 3, 4), rand(2, 3, 4), rand(2, 3, 5));
        var mask = ones(3, 3, dtype: ScalarType.Bool).tril();
        Near.Equal(nn.functional.scaled_dot_product_attention(q, k, v, mask),
            nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true), "casual");
        Assert.Throws<ArgumentException>(() => nn.functional.scaled_dot_product_attention(q, k, v, mask, is_casual: true));
    }

    [Fact]
    public void TransformerEncoder_Layers_StartAsCopiesOfTheirOwn()
    {
        using var layer = nn.TransformerEncoderLayer(4, 2, 6);
        using var encoder = nn.TransformerEncoder(layer, 2);
        encoder.eval();
        layer.eval();
        var x = rand(3, 1, 4);
        Near.Equal(layer.call(layer.call(x)), encoder.call(x), "two layers", 1e-6);
        Assert.Contains("layers.1.self_attn.out_proj.bias", encoder.state_dict().Keys);
        Assert.NotSame(encoder.get_parameter("layers.0.linear1.weight"), layer.get_parameter("linear1.weight"));
    }

    [Fact]
    public void Embedding_MaxNorm_ShortensTheRowsUsed()
    {
        using var table = nn.Embedding_from_pretrained(tensor(new[] { 3f, 4f, 6f, 8f }, [2, 2]), max_norm: 1);
        Near.Equal(tensor(new[] { 0.6f, 0.8f }), table.call(tensor(new long[] { 1 })).squeeze(0), "row", 1e-5);
        Assert.False(table.weight!.requires_grad);
        Assert.Equal(3, table.weight[0, 0].item<float>());
    }

    public static TheoryData<string, Action> BadInputs => new()
    {
        { "valid sizes range from 5 to 6", () => nn.ConvTranspose1d(2, 3, 3, stride: 2, padding: 1).forward(rand(1, 2, 3), [7]) },
        { "got shape (4, 5, 6)", () => nn.Conv1d(2, 3, 3).call(rand(4, 5, 6)) },
        { "2D or 3D input, but got 4D", () => nn.BatchNorm1d(2).call(rand(1, 2, 3, 4)) },
        { "expected 4D input, but got 3D", () => nn.BatchNorm2d(2).call(rand(1, 2, 3)) },
        { "match num_features (3), but got: 2", () => nn.InstanceNorm1d(3).call(rand(1, 2, 4)) },
        { "Expected 3, got 4", () => nn.LSTM(3, 2).call(rand(5, 1, 4)) },
        { "3 dimensions, got 2", () => nn.GRU(3, 2).call(rand(5, 3)) },
        { "Expected hidden size (1, 4, 2), got (1, 3, 2)", () => nn.RNN(3, 2).call(rand(5, 4, 3), rand(1, 3, 2)) },
        { "expected (4, 2), got (3, 2)", () => nn.GRUCell(3, 2).call(rand(4, 3), rand(3, 2)) },
        { "between 0 and 1, but got 1.5", () => nn.Dropout(1.5).call(rand(2)) },
        { "divisible by groups: 3, 2", () => nn.Conv2d(3, 4, 3, groups: 2) },
        { "divisible by num_groups: 5, 2", () => nn.GroupNorm(2, 5) },
        { "divisible by num_heads: 5, 2", () => nn.MultiheadAttention(5, 2) },
        { "padding_idx must be within num_embeddings", () => nn.Embedding(3, 2, padding_idx: 3) },
        { "Int64, got Float32", () => nn.functional.one_hot(rand(2)) },
        { "expected a vector of 3 elements", () => nn.utils.vector_to_parameters(rand(4), nn.Linear(2, 1).parameters()) },
    };

    [EmbeddedTheory]
    [MemberData(nameof(BadInputs))]
    public void Layer_BadInput_SaysWhatItExpected(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void Linear_BadShape_GivesTorchsMessage()
    {
        using var layer = nn.Linear(3, 2);
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => layer.call(rand(4, 5)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied", error.Message, StringComparison.Ordinal);
        Assert.Equal([4, 2], layer.call(rand(4, 3)).shape);
    }
}
