using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>Functional forms against Python's torch (Tests/Golden/torch_ops.json), with gradients.</summary>
public class GoldenFunctionalTests
{
    private static readonly Dictionary<string, Func<GoldenCase, Func<string, Tensor>, Tensor[]>> s_forms = new()
    {
        ["linear"] = (_, x) => [F.linear(x("input"), x("weight"), x("bias"))],
        ["linear_nobias_3d"] = (_, x) => [F.linear(x("input"), x("weight"))],
        ["conv1d"] = (c, x) => [F.conv1d(x("input"), x("weight"), x("bias"), 1, c.Integer("padding"), c.Integer("dilation"))],
        ["conv2d"] = Convolve,
        ["conv2d_groups"] = (c, x) => [F.conv2d(x("input"), x("weight"), null, null, [c.Integer("padding")], null, c.Integer("groups"))],
        ["cosine_similarity"] = (_, x) => [F.cosine_similarity(x("a"), x("b"))],
        ["normalize"] = (_, x) => [F.normalize(x("x"))],
        ["grid_sample"] = (_, x) => [F.grid_sample(x("x"), x("grid"), GridSampleMode.Bilinear, GridSamplePaddingMode.Reflection, true)],
        ["mse_loss"] = (_, x) => [F.mse_loss(x("input"), x("target"))],
        ["l1_loss"] = (_, x) => [F.l1_loss(x("input"), x("target"))],
        ["smooth_l1_loss"] = (_, x) => [F.smooth_l1_loss(x("input"), x("target"))],
        ["huber_loss"] = (c, x) => [F.huber_loss(x("input"), x("target"), c.Number("delta"))],
        ["bce_with_logits"] = (_, x) => [F.binary_cross_entropy_with_logits(x("input"), x("target"))],
        ["cross_entropy"] = (_, x) => [F.cross_entropy(x("input"), x("target"))],
        ["scaled_dot_product_attention"] = (_, x) => [F.scaled_dot_product_attention(x("q"), x("k_"), x("v"))],
        ["softmax"] = (c, x) => [F.softmax(x("x"), c.Integer("dim"))],
        ["log_softmax"] = (_, x) => [F.log_softmax(x("x"), 1)],
        ["relu"] = (_, x) => [F.relu(x("x"))],
        ["gelu"] = (_, x) => [F.gelu(x("x"))],
    };

    public static TheoryData<string> Ids => [.. GoldenCase.Ids(GoldenCase.Operators, c => s_forms.ContainsKey(c.Op))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Functional_GoldenCase_GivesPythonsValuesAndGradients(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Operators, id);
        var inputs = golden.Tensors("inputs");
        var grads = golden.Tensors("grads");
        foreach (var (name, input) in inputs)
            if (grads.ContainsKey(name))
                input!.requires_grad = true;

        var outputs = s_forms[golden.Op](golden, name => inputs[name]!);

        foreach (var ((name, value), output) in golden.Tensors("outputs").Zip(outputs))
            Near.Equal(value, output, $"{id}.{name}");
        GoldenCase.Weighted(outputs).backward();
        foreach (var (name, gradient) in grads)
            Near.Equal(gradient, inputs[name]!.grad, $"{id}.d{name}");
    }

    private static Tensor[] Convolve(GoldenCase c, Func<string, Tensor> x)
    {
        var input = c.Has("left_pad_time") ? F.pad(x("input"), (0, 0, c.Integer("left_pad_time"), 0)) : x("input");
        return [F.conv2d(input, x("weight"), x("bias"), c.Integers("stride"), c.Integers("padding"), c.Integers("dilation"))];
    }
}
