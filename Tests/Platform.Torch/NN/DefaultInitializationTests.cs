using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>The tests that draw from torch's own generator, which all threads share: they run apart from the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedGenerator
{
    public const string Name = "torch's own generator";
}

/// <summary>New modules, and the methods of nn.init, draw what PyTorch draws from the same seed, under PyTorch's names.</summary>
[Collection(SharedGenerator.Name)]
public class DefaultInitializationTests
{
    private static readonly Dictionary<string, Func<nn.Module>> s_modules = new()
    {
        ["linear"] = () => nn.Linear(3, 2),
        ["linear_float64"] = () => nn.Linear(3, 2, dtype: ScalarType.Float64),
        ["bilinear"] = () => nn.Bilinear(2, 3, 2),
        ["conv1d"] = () => nn.Conv1d(2, 3, 3),
        ["conv2d_groups"] = () => nn.Conv2d(4, 2, (3, 1), groups: 2),
        ["embedding"] = () => nn.Embedding(4, 3, padding_idx: 1),
        ["lstm"] = () => nn.LSTM(2, 3),
        ["gru_bidirectional"] = () => nn.GRU(2, 2, numLayers: 2, bidirectional: true),
        ["rnn"] = () => nn.RNN(3, 2, bias: false),
        ["lstm_cell"] = () => nn.LSTMCell(2, 2),
        ["gru_cell"] = () => nn.GRUCell(2, 2),
        ["rnn_cell"] = () => nn.RNNCell(2, 2),
        ["batch_norm1d"] = () => nn.BatchNorm1d(2),
        ["layer_norm"] = () => nn.LayerNorm(3),
        ["multihead_attention"] = () => nn.MultiheadAttention(4, 2),
        ["multihead_attention_kdim"] = () => nn.MultiheadAttention(4, 2, add_bias_kv: true, kdim: 3, vdim: 5),
        ["transformer_encoder_layer"] = () => nn.TransformerEncoderLayer(4, 2, 6),
        ["conv_transpose1d"] = () => nn.ConvTranspose1d(2, 3, 3),
        ["conv_transpose2d"] = () => nn.ConvTranspose2d(2, 4, (2, 3), groups: 2),
        ["transformer_decoder_layer"] = () => nn.TransformerDecoderLayer(4, 2, 6),
        ["transformer"] = () => nn.Transformer(4, 2, 2, 1, 6),
        ["sequential"] = () => nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1)),
    };

    private static readonly Dictionary<string, Action<Tensor>> s_draws = new()
    {
        ["uniform"] = x => nn.init.uniform_(x, -2, 3),
        ["normal"] = x => nn.init.normal_(x, 0.5, 2),
        ["xavier_uniform"] = x => nn.init.xavier_uniform_(x, 1.5),
        ["xavier_normal"] = x => nn.init.xavier_normal_(x),
        ["kaiming_uniform"] = x => nn.init.kaiming_uniform_(x, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU),
        ["kaiming_normal"] = x => nn.init.kaiming_normal_(x, 0.2),
        ["orthogonal"] = x => nn.init.orthogonal_(x, 1.2),
        ["trunc_normal"] = x => nn.init.trunc_normal_(x, 0.3, 1.5, -1, 2),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_networks = new()
    {
        ["transformer"] = (source, target) => Evaluating(nn.Transformer(4, 2, 2, 1, 6)).call(source, target),
        ["transformer_masks"] = (source, target) => Evaluating(nn.Transformer(4, 2, 1, 2, 6, activation: nn.Activations.GELU))
            .call(source, target, null!, Causal, src_key_padding_mask: Padding, memory_key_padding_mask: Padding),
        ["decoder_layer"] = (source, target) => Evaluating(nn.TransformerDecoderLayer(4, 2, 6)).call(target, source, Causal),
        ["attention_kdim"] = (source, target) => nn.MultiheadAttention(4, 2, add_bias_kv: true, add_zero_attn: true, kdim: 3, vdim: 2)
            .call(target, source.narrow(2, 0, 3), source.narrow(2, 0, 2)).Item1,
        ["conv_transpose1d"] = (source, _) => nn.ConvTranspose1d(4, 3, 3, stride: 2, padding: 1).forward(source.permute(1, 2, 0), [6]),
        ["conv_transpose2d"] = (source, _) => nn.ConvTranspose2d(2, 4, (2, 3), (2, 1), (0, 1), (1, 0), groups: 2).call(source.permute(1, 0, 2)),
    };

    public static TheoryData<string> Networks => [.. GoldenCase.Ids("network")];

    private static Tensor Causal => ones(2, 2, dtype: ScalarType.Bool).triu(1);

    private static Tensor Padding => tensor(new[] { false, false, true, false, false, false }, [2, 3]);

    private static T Evaluating<T>(T module) where T : nn.Module
    {
        module.eval();
        return module;
    }

    public static TheoryData<string> Fresh => [.. GoldenCase.Ids("fresh")];

    public static TheoryData<string> Draws => [.. GoldenCase.Ids("draw")];

    [Theory]
    [MemberData(nameof(Fresh))]
    public void Module_NewFromSeedZero_HasPythonsNamesAndValues(string id)
    {
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        var expected = golden.Tensors("outputs");
        random.manual_seed(0);
        using var module = s_modules[golden.Op]();

        var actual = module.state_dict();

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, value) in expected)
        {
            Assert.Equal(value!.dtype, actual[name].dtype);
            Near.Equal(value, actual[name], $"{id}.{name}", 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Module_NewFromSeedZero_ComputesAsPythons(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        var inputs = golden.Tensors("inputs");
        random.manual_seed(0);
        Near.Equal(golden.Tensors("outputs")["y"], s_networks[golden.Op](inputs["source"]!, inputs["target"]!), id);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public void Init_SeedZero_DrawsAsPython(string id)
    {
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        foreach (var (name, value) in golden.Tensors("outputs"))
        {
            random.manual_seed(0);
            var x = empty(value!.shape, dtype: ScalarType.Float64);
            s_draws[golden.Op](x);
            Near.Equal(value, x, $"{id}.{name}");
        }
    }

    [Fact]
    public void Init_WithGenerator_DrawsFromItAlone()
    {
        using var generator = new Generator(7);
        using var again = new Generator(7);
        var (x, y) = (zeros(5), zeros(5));
        nn.init.normal_(x, generator: generator);
        random.manual_seed(1);
        nn.init.normal_(y, generator: again);
        Assert.Equal(Near.Values(x), Near.Values(y));
    }

    [Fact]
    public void Orthogonal_AnyShape_HasOrthonormalRows()
    {
        var x = nn.init.orthogonal_(empty(3, 5, dtype: ScalarType.Float64));
        Near.Equal(eye(3, dtype: ScalarType.Float64), x.matmul(x.t()), "x·xᵀ", 1e-13);
    }

    [Fact]
    public void Dirac_Kernel_MakesConvolutionTheIdentity()
    {
        var weight = nn.init.dirac_(empty(2, 2, 3));
        var input = rand(1, 2, 6);
        Near.Equal(input, nn.functional.conv1d(input, weight, padding: 1), "identity");
    }

    [Fact]
    public void Sparse_Columns_HaveTheAskedShareOfZeros()
    {
        var x = nn.init.sparse_(empty(10, 4), 0.3);
        Assert.Equal([3, 3, 3, 3], Near.Values(x.eq(0).sum(0L)).Select(v => (int)v));
    }

    [Theory]
    [InlineData(nn.init.NonlinearityType.Linear, 0, 1)]
    [InlineData(nn.init.NonlinearityType.Tanh, 0, 5.0 / 3)]
    [InlineData(nn.init.NonlinearityType.ReLU, 0, 1.4142135623730951)]
    [InlineData(nn.init.NonlinearityType.LeakyReLU, 2, 0.6324555320336759)]
    public void CalculateGain_Nonlinearity_GivesItsConstant(nn.init.NonlinearityType nonlinearity, double slope, double expected) =>
        Assert.Equal(expected, nn.init.calculate_gain(nonlinearity, slope), 15);

    [Fact]
    public void KaimingUniform_Vector_IsRefused() => Assert.Throws<ArgumentException>(() => nn.init.kaiming_uniform_(empty(3)));
}
