using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>Activations, losses and layers without parameters, functional and as modules, against what torch_modules.py derives.</summary>
public class FunctionalValueTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> form, Func<Module<Tensor, Tensor>> module)> s_activations = new()
    {
        ["relu"] = (x => F.relu(x), () => ReLU()),
        ["relu6"] = (x => F.relu6(x), () => ReLU6()),
        ["leaky_relu"] = (x => F.leaky_relu(x, 0.2), () => LeakyReLU(0.2)),
        ["celu"] = (x => F.celu(x, 1.3), () => CELU(1.3)),
        ["elu"] = (x => F.elu(x, 0.7), () => ELU(0.7)),
        ["selu"] = (x => F.selu(x), () => SELU()),
        ["silu"] = (x => F.silu(x), () => SiLU()),
        ["mish"] = (x => F.mish(x), () => Mish()),
        ["hardsigmoid"] = (x => F.hardsigmoid(x), () => Hardsigmoid()),
        ["hardswish"] = (x => F.hardswish(x), () => Hardswish()),
        ["hardtanh"] = (x => F.hardtanh(x, -0.5, 0.8), () => Hardtanh(-0.5, 0.8)),
        ["threshold"] = (x => F.threshold(x, 0.3, -1), () => Threshold(0.3, -1)),
        ["tanh"] = (x => F.tanh(x), () => Tanh()),
        ["sigmoid"] = (x => F.sigmoid(x), () => Sigmoid()),
        ["hardshrink"] = (x => F.hardshrink(x), () => Hardshrink()),
        ["softshrink"] = (x => F.softshrink(x), () => Softshrink()),
        ["softplus"] = (x => F.softplus(x, 2, 3), () => Softplus(2, 3)),
        ["logsigmoid"] = (x => F.logsigmoid(x), () => LogSigmoid()),
        ["glu"] = (x => F.glu(x), () => GLU()),
        ["gelu"] = (x => F.gelu(x), () => GELU()),
        ["gelu_tanh"] = (x => F.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh), () => GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
        ["rrelu"] = (x => F.rrelu(x), () => RReLU()),
        ["softmax"] = (x => F.softmax(x, 1), () => Softmax(1)),
        ["log_softmax"] = (x => F.log_softmax(x, 0), () => LogSoftmax(0)),
        ["softmin"] = (x => F.softmin(x, 1), () => Softmin(1)),
        ["softsign"] = (x => F.softsign(x), () => Softsign()),
        ["tanhshrink"] = (x => F.tanhshrink(x), () => Tanhshrink()),
        ["prelu"] = (x => F.prelu(x, tensor(new[] { 0.3 })), () => PReLU(1, 0.3, dtype: ScalarType.Float64)),
    };

    private static readonly Dictionary<string, Func<Dictionary<string, Tensor?>, Reduction, Tensor>> s_losses = new()
    {
        ["mse"] = (x, r) => MSELoss(r).call(x["a"]!, x["b"]!),
        ["l1"] = (x, r) => L1Loss(r).call(x["a"]!, x["b"]!),
        ["smooth_l1"] = (x, r) => SmoothL1Loss(r, 0.8).call(x["a"]!, x["b"]!),
        ["huber"] = (x, r) => HuberLoss(0.9, r).call(x["a"]!, x["b"]!),
        ["cross_entropy"] = (x, r) => new TorchSharp.Modules.CrossEntropyLoss(x["w"], null, r, 0.1).call(x["a"]!, Classes),
        ["cross_entropy_probabilities"] = (x, r) => CrossEntropyLoss(reduction: r).call(x["a"]!, F.softmax(x["b"]!, 1)),
        ["nll"] = (x, r) => NLLLoss(x["w"], r).call(F.log_softmax(x["a"]!, 1), Classes),
        ["bce"] = (x, r) => BCELoss(x["w"], r).call(x["a"]!.sigmoid(), x["b"]!.sigmoid()),
        ["bce_with_logits"] = (x, r) => BCEWithLogitsLoss(x["w"], r, 2 * x["w"]!).call(x["a"]!, x["b"]!.sigmoid()),
        ["kl_div"] = (x, r) => KLDivLoss(reduction: r).call(F.log_softmax(x["a"]!, 1), F.log_softmax(x["b"]!, 1)),
        ["poisson_nll"] = (x, r) => PoissonNLLLoss(full: true, reduction: r).call(x["a"]!, 3 * x["b"]!.sigmoid()),
        ["cosine_embedding"] = (x, r) => CosineEmbeddingLoss(0.1, r).call(x["a"]!, x["b"]!, tensor(new[] { 1.0, -1.0 })),
        ["hinge_embedding"] = (x, r) => HingeEmbeddingLoss(0.6, r).call(x["a"]!, x["b"]!.sign()),
        ["margin_ranking"] = (x, r) => MarginRankingLoss(0.2, r).call(x["a"]!, x["b"]!, x["c"]!.sign()),
        ["soft_margin"] = (x, r) => SoftMarginLoss(r).call(x["a"]!, x["b"]!.sign()),
        ["multi_margin"] = (x, r) => MultiMarginLoss(2, 0.7, x["w"], r).call(x["a"]!, Classes),
        ["multilabel_margin"] = (x, r) => MultiLabelMarginLoss(r).call(x["a"]!, tensor(new long[] { 2, 0, -1, 1, -1, 0 }, [2, 3])),
        ["multilabel_soft_margin"] = (x, r) => MultiLabelSoftMarginLoss(x["w"], r).call(x["a"]!, x["b"]!.sigmoid()),
        ["triplet_margin"] = (x, r) => TripletMarginLoss(0.4, swap: true, reduction: r).call(x["a"]!, x["b"]!, x["c"]!),
        ["triplet_margin_with_distance"] = (x, r) => TripletMarginWithDistanceLoss(margin: 0.4, reduction: r).call(x["a"]!, x["b"]!, x["c"]!),
    };

    private static readonly Dictionary<string, Func<Dictionary<string, Tensor?>, Tensor>> s_layers = new()
    {
        ["avg_pool1d"] = x => AvgPool1d(3, 2, 1, true, false).call(x["s"]!),
        ["avg_pool2d"] = x => AvgPool2d((2, 3), (1, 2), (1, 1), divisor_override: 5).call(x["i"]!),
        ["max_pool1d"] = x => MaxPool1d(3, 2, 1, 2, true).call(x["s"]!),
        ["max_pool2d"] = x => MaxPool2d((2, 3), (1, 2), (1, 1), (1, 2)).call(x["i"]!),
        ["adaptive_avg_pool1d"] = x => AdaptiveAvgPool1d(4).call(x["s"]!),
        ["adaptive_avg_pool2d"] = x => AdaptiveAvgPool2d((2, 3)).call(x["i"]!),
        ["adaptive_max_pool1d"] = x => AdaptiveMaxPool1d(4).call(x["s"]!),
        ["adaptive_max_pool2d"] = x => AdaptiveMaxPool2d([2, 3]).call(x["i"]!),
        ["pad_reflect"] = x => ReflectionPad1d((3, 2)).call(x["s"]!),
        ["pad_replicate"] = x => ReplicationPad2d((1, 2, 2, 0)).call(x["i"]!),
        ["pad_circular"] = x => F.pad(x["i"]!, (1, 2, 2, 1), PaddingModes.Circular),
        ["pad_constant"] = x => ConstantPad1d((1, -2), 0.5).call(x["s"]!),
        ["local_response_norm"] = x => LocalResponseNorm(3, 0.2, 0.6, 1.5).call(x["i"]!),
        ["normalize"] = x => F.normalize(x["i"]!, 3.0, 2),
        ["unfold"] = x => F.unfold(x["i"]!, (2, 3), (1, 2), (0, 1), (1, 2)),
        ["pairwise_distance"] = x => PairwiseDistance(3.0).call(x["a"]!, x["b"]!),
        ["bilinear"] = x => F.bilinear(x["a"]!, x["b"]!, x["s"]!.reshape(4, 3, 3)),
        ["one_hot"] = _ => F.one_hot(Classes, 4),
        ["conv_transpose1d"] = x => F.conv_transpose1d(x["s"]!, x["s"]!.narrow(2, 0, 3), stride: 2, padding: 1, output_padding: 1),
        ["conv_transpose2d"] = x => F.conv_transpose2d(x["i"]!, x["i"]!.narrow(2, 0, 2).narrow(3, 0, 2), strides: [2, 2], dilation: [2, 2]),
    };

    public static TheoryData<string> Activations => [.. GoldenCase.Ids("activation")];

    public static TheoryData<string> Losses => [.. GoldenCase.Ids("loss")];

    public static TheoryData<string> Layers => [.. GoldenCase.Ids("layer")];

    private static Tensor Classes => tensor(new long[] { 2, 0 });

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_AnyForm_GivesPythonsValuesAndGradient(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        var (form, module) = s_activations[golden.Op];
        var (y, gradient) = (golden.Tensors("outputs")["y"], golden.Tensors("grads")["x"]);

        var x = golden.Tensors("inputs")["x"]!.requires_grad_(true);
        var viaForm = form(x);
        Near.Equal(y, viaForm, id);
        viaForm.sum().backward();
        Near.Equal(gradient, x.grad, $"{id} gradient");
        using var layer = module();
        layer.eval();
        Near.Equal(y, layer.call(x), $"{id} as a module");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Loss_EveryReduction_GivesPythonsValue(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        var expected = golden.Tensors("outputs");
        foreach (var (name, reduction) in new[] { ("none", Reduction.None), ("mean", Reduction.Mean), ("sum", Reduction.Sum) })
            Near.Equal(expected[name], s_losses[golden.Op](golden.Tensors("inputs"), reduction), $"{id} {name}");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layer_WithoutParameters_GivesPythonsValue(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        Near.Equal(golden.Tensors("outputs")["y"], s_layers[golden.Op](golden.Tensors("inputs")), id);
    }

    [Fact]
    public void Activation_InPlace_ChangesItsInput()
    {
        var x = tensor(new[] { -1.0, 2.0 });
        using var result = F.relu(x, inplace: true);
        Assert.Equal([0, 2], Near.Values(x));
        Assert.Equal([0, 2], Near.Values(result));
    }

    [Fact]
    public void GaussianNll_TwoElementsASample_SumsThemAndAveragesSamples()
    {
        var (input, target) = (tensor(new[] { 1.0, 2, 3, 4 }, [2, 2]), tensor(new[] { 1.5, 2, 2, 4 }, [2, 2]));
        var variance = tensor(new[] { 0.25, 4.0 }, [2, 1]);
        using var loss = GaussianNLLLoss().call(input, target, variance);
        var first = 0.5 * (2 * Math.Log(0.25) + 0.25 / 0.25);
        var second = 0.5 * (2 * Math.Log(4) + 1.0 / 4);
        Assert.Equal((first + second) / 2, loss.item<double>(), 12);
    }

    [Fact]
    public void GaussianNll_NegativeVariance_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => F.gaussian_nll_loss(ones(2, 2), ones(2, 2), -ones(2, 2)));
        Assert.Contains("negative", error.Message, StringComparison.Ordinal);
    }
}
