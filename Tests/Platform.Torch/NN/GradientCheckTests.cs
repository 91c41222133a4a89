using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>Every layer's derivatives against central differences, in float64: inputs and parameters.</summary>
[Collection(SharedGenerator.Name)]
public class GradientCheckTests
{
    private const double Width = 1e-6;
    private const double Tolerance = 2e-8;

    private static readonly Dictionary<string, (Func<nn.Module> make, long[][] shapes)> s_layers = new()
    {
        ["linear"] = (() => nn.Linear(3, 2), [[4, 3]]),
        ["bilinear"] = (() => nn.Bilinear(2, 3, 2), [[4, 2], [4, 3]]),
        ["conv1d"] = (() => nn.Conv1d(2, 3, 3, stride: 2, padding: 1), [[2, 2, 7]]),
        ["conv1d same"] = (() => nn.Conv1d(2, 2, 4, Padding.Same, dilation: 2), [[2, 2, 7]]),
        ["conv1d circular"] = (() => nn.Conv1d(2, 2, 3, padding: 2, padding_mode: PaddingModes.Circular), [[1, 2, 5]]),
        ["conv2d"] = (() => nn.Conv2d(2, 4, (3, 2), groups: 2, padding: (1, 0)), [[1, 2, 4, 3]]),
        ["conv2d reflect"] = (() => nn.Conv2d(1, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect), [[1, 1, 4, 4]]),
        ["avg_pool2d"] = (() => nn.AvgPool2d(2), [[1, 2, 4, 4]]),
        ["max_pool1d"] = (() => nn.MaxPool1d(2), [[1, 2, 6]]),
        ["adaptive_avg_pool2d"] = (() => nn.AdaptiveAvgPool2d(2), [[1, 2, 3, 5]]),
        ["batch_norm1d"] = (() => nn.BatchNorm1d(3), [[5, 3]]),
        ["batch_norm2d"] = (() => nn.BatchNorm2d(2), [[2, 2, 2, 3]]),
        ["instance_norm1d"] = (() => nn.InstanceNorm1d(2, affine: true), [[2, 2, 5]]),
        ["instance_norm2d"] = (() => nn.InstanceNorm2d(2, affine: true), [[2, 2, 2, 3]]),
        ["group_norm"] = (() => nn.GroupNorm(2, 4), [[2, 4, 3]]),
        ["layer_norm"] = (() => nn.LayerNorm([2, 3]), [[4, 2, 3]]),
        ["rnn"] = (() => nn.RNN(2, 3, numLayers: 2), [[4, 2, 2]]),
        ["gru"] = (() => nn.GRU(2, 3, bidirectional: true), [[4, 2, 2]]),
        ["lstm"] = (() => nn.LSTM(2, 3, batchFirst: true), [[2, 4, 2]]),
        ["rnn_cell"] = (() => nn.RNNCell(2, 3), [[4, 2], [4, 3]]),
        ["gru_cell"] = (() => nn.GRUCell(2, 3), [[4, 2], [4, 3]]),
        ["prelu"] = (() => nn.PReLU(3), [[4, 3]]),
        ["softplus"] = (() => nn.Softplus(), [[4, 3]]),
        ["gelu"] = (() => nn.GELU(), [[4, 3]]),
        ["mish"] = (() => nn.Mish(), [[4, 3]]),
        ["selu"] = (() => nn.SELU(), [[4, 3]]),
        ["log_softmax"] = (() => nn.LogSoftmax(-1), [[4, 3]]),
        ["glu"] = (() => nn.GLU(), [[3, 4]]),
        ["cosine_similarity"] = (() => nn.CosineSimilarity(), [[3, 4], [3, 4]]),
        ["pairwise_distance"] = (() => nn.PairwiseDistance(3), [[3, 4], [3, 4]]),
        ["mse_loss"] = (() => nn.MSELoss(), [[3, 4], [3, 4]]),
        ["huber_loss"] = (() => nn.HuberLoss(0.7), [[3, 4], [3, 4]]),
        ["transformer_encoder_layer"] = (() => nn.TransformerEncoderLayer(4, 2, 5, dropout: 0), [[3, 2, 4]]),
    };

    public static TheoryData<string> Layers => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradient_OfLayer_AgreesWithCentralDifferences(string name)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var (make, shapes) = s_layers[name];
        using var layer = make().to(ScalarType.Float64);
        Tensor[] inputs = [.. shapes.Select(shape => randn(shape, dtype: ScalarType.Float64).requires_grad_(true))];
        // Weights of one would hide errors in what the normalisations make constant.
        using (no_grad())
            foreach (var parameter in layer.parameters())
                parameter.add_(randn_like(parameter), alpha: 0.3);

        Objective(layer, inputs).backward();

        foreach (var (what, variable) in inputs.Select((x, i) => ($"input {i}", x)).Concat(layer.named_parameters().Select(p => (p.name, (Tensor)p.parameter))))
            Near.Equal(Differences(variable, () => Objective(layer, inputs)), variable.grad, $"{name}: {what}", Tolerance);
    }

    [Fact]
    public void Gradient_OfEmbedding_LandsOnTheRowsUsed()
    {
        using var table = nn.Embedding(4, 2, padding_idx: 3, dtype: ScalarType.Float64);
        table.call(tensor(new long[] { 1, 1, 3, 0 })).sum().backward();
        Assert.Equal([1, 1, 2, 2, 0, 0, 0, 0], Near.Values(table.weight!.grad!));
    }

    private static Tensor Objective(nn.Module layer, Tensor[] x)
    {
        IEnumerable<Tensor> outputs = layer switch
        {
            TorchSharp.Modules.LSTM lstm => lstm.call(x[0]) is var (y, h, c) ? [y, h, c] : [],
            TorchSharp.Modules.GRU gru => gru.call(x[0]) is var (y, h) ? [y, h] : [],
            TorchSharp.Modules.RNN rnn => rnn.call(x[0]) is var (y, h) ? [y, h] : [],
            nn.Module<Tensor, Tensor, Tensor> pair => [pair.call(x[0], x[1])],
            _ => [((nn.Module<Tensor, Tensor>)layer).call(x[0])],
        };
        return outputs.Select(y => arange(1, y.numel() + 1, dtype: ScalarType.Float64).mul(0.7).sin().reshape(y.shape).mul(y).sum()).Aggregate((a, b) => a + b);
    }

    private static Tensor Differences(Tensor variable, Func<Tensor> objective)
    {
        using var noGrad = no_grad();
        var flat = variable.detach().view(-1);
        var result = new double[flat.numel()];
        for (var i = 0; i < result.Length; i++)
        {
            var element = flat[i];
            var value = element.item<double>();
            double At(double x)
            {
                element.fill_(x);
                using var scope = NewDisposeScope();
                return objective().item<double>();
            }
            result[i] = (At(value + Width) - At(value - Width)) / (2 * Width);
            element.fill_(value);
        }
        return tensor(result, variable.shape);
    }
}
