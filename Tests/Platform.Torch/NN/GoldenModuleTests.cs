using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>Modules with given parameters against Python's torch (Tests/Golden/torch_ops.json): outputs, gradients, statistics, and PyTorch's names.</summary>
public class GoldenModuleTests
{
    private static readonly Dictionary<string, Func<GoldenCase, nn.Module>> s_modules = new()
    {
        ["layer_norm"] = c => nn.LayerNorm(4, c.Number("eps")),
        ["lstm"] = c => nn.LSTM(3, 4, c.Integer("num_layers"), batchFirst: c.Flag("batch_first"), bidirectional: c.Flag("bidirectional")),
        ["gru"] = c => nn.GRU(3, 4, c.Integer("num_layers"), batchFirst: c.Flag("batch_first"), bidirectional: c.Flag("bidirectional")),
        ["rnn"] = c => nn.RNN(3, 4, c.Integer("num_layers"), batchFirst: c.Flag("batch_first"), bidirectional: c.Flag("bidirectional")),
        ["instance_norm2d"] = c => nn.InstanceNorm2d(c.Integer("num_features"), c.Number("eps"), affine: true),
        ["instance_norm2d_tracked"] = c => nn.InstanceNorm2d(c.Integer("num_features"), momentum: c.Number("momentum"), affine: true, track_running_stats: true),
        ["group_norm"] = c => nn.GroupNorm(c.Integer("num_groups"), c.Integer("num_channels")),
        ["batch_norm1d"] = c => nn.BatchNorm1d(c.Integer("num_features"), c.Number("eps"), c.Number("momentum")),
        ["batch_norm1d_3d"] = c => nn.BatchNorm1d(c.Integer("num_features"), momentum: c.Number("momentum")),
        ["batch_norm2d"] = c => nn.BatchNorm2d(c.Integer("num_features")),
        ["dropout_eval"] = c => nn.Dropout(c.Number("p")),
        ["dropout_zero_train"] = c => nn.Dropout(c.Number("p")),
        ["transformer_encoder_layer"] = c => nn.TransformerEncoderLayer(c.Integer("d_model"), c.Integer("nhead"), c.Integer("dim_feedforward"), c.Number("dropout")),
    };

    public static TheoryData<string> Ids => [.. GoldenCase.Ids(GoldenCase.Operators, c => s_modules.ContainsKey(c.Op))];

    public static TheoryData<string> Cells => [.. GoldenCase.Ids(GoldenCase.Operators, c => c.Op.EndsWith("_cell", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Module_GoldenCase_GivesPythonsValuesAndGradients(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Operators, id);
        var parameters = golden.Tensors("parameters").ToDictionary(p => p.Key, p => p.Value!);
        var x = golden.Tensors("inputs")["x"]!.requires_grad_(true);
        using var module = s_modules[golden.Op](golden).to(x.dtype);
        module.load_state_dict(parameters);
        module.train(golden.Json.GetProperty("mode").GetString() == "train");

        var outputs = Call(module, x);

        var expected = golden.Tensors("outputs");
        Assert.Equal(expected.Count, outputs.Length);
        foreach (var ((name, value), output) in expected.Zip(outputs))
            Near.Equal(value, output, $"{id}.{name}");
        GoldenCase.Weighted(outputs).backward();
        foreach (var (name, gradient) in golden.Tensors("grads"))
            Near.Equal(gradient, name == "x" ? x.grad : module.get_parameter(name)!.grad, $"{id}.d{name}");
        foreach (var (name, value) in golden.Tensors("parameters_after"))
            Near.Equal(value, module.state_dict()[name], $"{id}.{name} after");
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cell_GoldenCase_GivesPythonsValuesAndGradients(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Operators, id);
        var inputs = golden.Tensors("inputs").ToDictionary(p => p.Key, p => p.Value!);
        string[] states = ["x", "h", "c"];
        using nn.Module cell = golden.Op switch
        {
            "rnn_cell" => nn.RNNCell(3, 4),
            "gru_cell" => nn.GRUCell(3, 4),
            _ => nn.LSTMCell(3, 4),
        };
        cell.to(ScalarType.Float64).load_state_dict(inputs.Where(p => !states.Contains(p.Key)).ToDictionary());
        foreach (var name in states.Where(inputs.ContainsKey))
            inputs[name].requires_grad = true;

        Tensor[] outputs = cell switch
        {
            TorchSharp.Modules.RNNCell rnn => [rnn.call(inputs["x"], inputs["h"])],
            TorchSharp.Modules.GRUCell gru => [gru.call(inputs["x"], inputs["h"])],
            _ => ((TorchSharp.Modules.LSTMCell)cell).call(inputs["x"], (inputs["h"], inputs["c"])) is var (h, c) ? [h, c] : [],
        };

        foreach (var ((name, value), output) in golden.Tensors("outputs").Zip(outputs))
            Near.Equal(value, output, $"{id}.{name}");
        GoldenCase.Weighted(outputs).backward();
        foreach (var (name, gradient) in golden.Tensors("grads"))
            Near.Equal(gradient, states.Contains(name) ? inputs[name].grad : cell.get_parameter(name)!.grad, $"{id}.d{name}");
    }

    private static Tensor[] Call(nn.Module module, Tensor x) => module switch
    {
        TorchSharp.Modules.LSTM lstm => lstm.call(x) is var (y, h, c) ? [y, h, c] : [],
        TorchSharp.Modules.GRU gru => gru.call(x) is var (y, h) ? [y, h] : [],
        TorchSharp.Modules.RNN rnn => rnn.call(x) is var (y, h) ? [y, h] : [],
        _ => [((nn.Module<Tensor, Tensor>)module).call(x)],
    };
}
