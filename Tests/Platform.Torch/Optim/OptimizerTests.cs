using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace LeanDeep.Tests.Platform.Torch.Optim;

/// <summary>Groups, states, files, memory and refusals of the optimizers.</summary>
public class OptimizerTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> s_optimizers = new()
    {
        ["SGD"] = p => SGD(p, 0.05, momentum: 0.9),
        ["Adam"] = p => Adam(p, 0.05, amsgrad: true),
        ["AdamW"] = p => AdamW(p, 0.05, weight_decay: 0.1),
        ["RMSProp"] = p => RMSProp(p, 0.05, momentum: 0.5, centered: true),
        ["Adagrad"] = p => Adagrad(p, 0.05, lr_decay: 0.1),
        ["Adadelta"] = p => Adadelta(p, 0.5),
        ["Adamax"] = p => Adamax(p, 0.05),
        ["NAdam"] = p => NAdam(p, 0.05),
        ["RAdam"] = p => RAdam(p, 0.05),
        ["ASGD"] = p => ASGD(p, 0.05, t0: 1),
        ["Rprop"] = p => Rprop(p, 0.05),
    };

    public static TheoryData<string> Names => [.. s_optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDictionary_SavedMidway_ContinuesTheSameWay(string name)
    {
        using var scope = NewDisposeScope();
        var first = Start();
        using var original = s_optimizers[name](first);
        Walk(original, first, 4);
        var second = Array.ConvertAll(first, p => nn.Parameter(p.detach().clone()));
        using var restored = s_optimizers[name](second);
        original.ParamGroups.First().LearningRate = 0.02;
        using (var file = new MemoryStream())
        {
            using var writer = new BinaryWriter(file);
            original.save_state_dict(writer);
            writer.Flush();
            file.Position = 0;
            using var reader = new BinaryReader(file);
            restored.load_state_dict(reader);
            Assert.Equal(file.Length, file.Position);
        }
        Assert.Equal(0.02, restored.ParamGroups.First().LearningRate);
        Assert.True(original.state_dict().State.Zip(restored.state_dict().State).All(pair => pair.First.ApproximatelyEquals(pair.Second)));
        Walk(original, first, 3);
        Walk(restored, second, 3);
        for (var i = 0; i < first.Length; i++)
            Assert.Equal(Near.Values(first[i]), Near.Values(second[i]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StateDictionary_OfAnother_IsCopiedNotShared(string name)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (Start(), Start());
        using var original = s_optimizers[name](first);
        using var copy = s_optimizers[name](second);
        Walk(original, first, 3);
        copy.load_state_dict(original.state_dict());
        Assert.True(original.state_dict().State.Zip(copy.state_dict().State).All(pair => pair.First.ApproximatelyEquals(pair.Second)));
        Walk(original, first, 1);
        Assert.False(original.state_dict().State.Zip(copy.state_dict().State).All(pair => pair.First.ApproximatelyEquals(pair.Second)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ParameterWithoutGradient_StaysAsItIs(string name)
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [.. Start(), nn.Parameter(ones(2))];
        using var optimizer = s_optimizers[name](parameters);
        Walk(optimizer, parameters[..2], 2);
        Assert.Equal([1, 1], Near.Values(parameters[2]));
        Assert.Equal([[0, 1, 2]], optimizer.state_dict().StateIndexRef);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingStep_InsideAScope_LeavesNoTensors(string name)
    {
        using var outer = NewDisposeScope();
        var parameters = Start();
        using var optimizer = s_optimizers[name](parameters);
        Step();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 3; i++)
            Step();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            Walk(optimizer, parameters, 1);
        }
    }

    [Fact]
    public void Lbfgs_Quadratic_FindsItsMinimumAndFreesItsHistory()
    {
        using var outer = NewDisposeScope();
        var curvature = tensor(new[] { 1.0, 10, 100 });
        var x = nn.Parameter(tensor(new[] { 3.0, -2, 1 }));
        var optimizer = LBFGS([x], lr: 1, max_iter: 60, tolerange_grad: 1e-12, tolerance_change: 1e-16);
        Tensor Loss()
        {
            optimizer.zero_grad();
            var loss = (curvature * x * x).sum();
            loss.backward();
            return loss;
        }
        using (NewDisposeScope())
            Assert.Equal(149, optimizer.step(Loss)!.item<double>(), 10);
        Assert.All(Near.Values(x), v => Assert.Equal(0, v, 1e-8));
        Assert.Throws<ArgumentNullException>(() => optimizer.step(null!));
        optimizer.Dispose();
    }

    [Fact]
    public void Step_Closure_RunsWithGradientsAndItsLossComesBack()
    {
        var x = nn.Parameter(tensor(new[] { 2.0 }));
        using var optimizer = SGD([x], 0.25);
        using var noGrad = no_grad();
        using var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var value = x.square().sum();
            value.backward();
            return value;
        });
        Assert.Equal(4, loss!.item<double>());
        Assert.Equal(1, x.item<double>());
    }

    /// <summary>A step changes parameters in place, which a graph that saved them must notice.</summary>
    [Fact]
    public void Backward_ThroughAnOlderGraph_IsRefusedAfterAStep()
    {
        var w = nn.Parameter(tensor(new[] { 2.0 }));
        using var optimizer = Adam([w]);
        var product = w * w;
        product.sum().backward(retain_graph: true);
        optimizer.step();
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => product.sum().backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZeroGrad_Gradients_AreFilledWithZeros()
    {
        var w = nn.Parameter(ones(2));
        using var optimizer = SGD([w], 0.1);
        w.sum().backward();
        optimizer.zero_grad();
        Assert.Equal([0, 0], Near.Values(w.grad!));
    }

    [Fact]
    public void Groups_OwnOptions_OverrideTheDefaults()
    {
        var (slow, fast) = (nn.Parameter(ones(1)), nn.Parameter(ones(1)));
        using var optimizer = SGD(new[] { new SGD.ParamGroup([slow], lr: 0.01), new SGD.ParamGroup { Parameters = [fast] } }, 0.5);
        (slow.sum() + fast.sum()).backward();
        optimizer.step();
        Assert.Equal(0.99, slow.item<float>(), 6);
        Assert.Equal(0.5, fast.item<float>(), 6);
        Assert.Equal([0.01, 0.5], optimizer.ParamGroups.Select(group => group.LearningRate));
        Assert.Equal(2, optimizer.parameters().Count());
    }

    [EmbeddedFact]
    public void AddParamGroup_ParameterThatIsThere_IsRefused()
    {
        var w = nn.Parameter(ones(1));
        using var optimizer = Adam([w]);
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new Adam.ParamGroup { Parameters = [w] }));
        optimizer.add_param_group(new Adam.ParamGroup { Parameters = [nn.Parameter(ones(1))] });
        Assert.Equal(2, optimizer.ParamGroups.Count());
    }

    [Fact]
    public void Step_AfterItsParametersWereReplaced_SaysSo()
    {
        using var layer = nn.Linear(1, 1);
        using var optimizer = Adam(layer.parameters());
        layer.to(ScalarType.Float64);
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
    }

    [Fact]
    public void LoadStateDict_OtherOptimizer_IsRefused()
    {
        using var adam = Adam(Start());
        using var sgd = SGD(Start(), 0.1);
        using var fewer = Adam([nn.Parameter(ones(1))]);
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        adam.save_state_dict(writer);
        using var reader = new BinaryReader(file);
        file.Position = 0;
        Assert.Contains("expected 'SGD', but found 'Adam'", Assert.Throws<InvalidDataException>(() => sgd.load_state_dict(reader)).Message, StringComparison.Ordinal);
        file.Position = 0;
        Assert.Contains("different number of states", Assert.Throws<ArgumentException>(() => fewer.load_state_dict(reader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructors_BadValues_NameThem()
    {
        Parameter[] p = [nn.Parameter(ones(1))];
        Assert.Contains("learning rate: -1", Assert.Throws<ArgumentException>(() => Adam(p, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("beta2: 1", Assert.Throws<ArgumentException>(() => AdamW(p, beta2: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Nesterov", Assert.Throws<ArgumentException>(() => SGD(p, 0.1, nesterov: true)).Message, StringComparison.Ordinal);
        Assert.Contains("eta", Assert.Throws<ArgumentException>(() => Rprop(p, etaplus: 0.9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClipGradNorm_EveryNorm_ScalesJointlyAndReturnsTheNormBefore()
    {
        foreach (var (type, expected) in new[] { (2.0, 13.0), (1.0, 19.0), (double.PositiveInfinity, 12.0) })
        {
            var (a, b) = (nn.Parameter(zeros(2)), nn.Parameter(zeros(1)));
            (a * tensor(new[] { 3f, -4f })).sum().add((b * 12).sum()).backward();
            Assert.Equal(expected, nn.utils.clip_grad_norm_([a, b, nn.Parameter(zeros(1))], 1.0, type), 5);
            Assert.Equal(12 / expected, b.grad!.item<float>(), 5);
            Assert.Equal(-4 / expected, a.grad![1].item<float>(), 5);
            Assert.True(nn.utils.clip_grad_norm_([a, b], 5.0, type) < 1.0001);
        }
    }

    [Fact]
    public void ClipGradNorm_LongGradient_AgreesWithTorchsNorm()
    {
        var a = nn.Parameter(zeros(1003, dtype: ScalarType.Float64));
        var gradient = arange(1003, dtype: ScalarType.Float64).sin();
        a.grad = gradient.clone();
        Assert.Equal(gradient.norm().item<double>(), nn.utils.clip_grad_norm_([a], 0.5), 1e-12);
        Assert.Equal(0.5, a.grad!.norm().item<double>(), 1e-6);
    }

    [Fact]
    public void ClipGradValue_Gradients_AreLimited()
    {
        var a = nn.Parameter(zeros(3));
        (a * tensor(new[] { 3f, -4f, 0.1f })).sum().backward();
        nn.utils.clip_grad_value_([a], 0.5);
        Assert.Equal([0.5, -0.5, 0.1f], Near.Values(a.grad!));
    }

    [Fact]
    public void ParametersAndVector_ThereAndBack_KeepTheValues()
    {
        using var layer = nn.Linear(2, 3);
        using var vector = nn.utils.parameters_to_vector(layer.parameters());
        Assert.Equal([9], vector.shape);
        nn.utils.vector_to_parameters(vector * 2, layer.parameters());
        Assert.Equal(Near.Values(vector * 2), Near.Values(nn.utils.parameters_to_vector(layer.parameters())));
        Assert.True(layer.weight.requires_grad && layer.weight.is_leaf);
    }

    private static Parameter[] Start() => [nn.Parameter(tensor(new[] { 0.5, -1.5, 2.0 })), nn.Parameter(tensor(new[] { 0.3 }))];

    private static void Walk(Optimizer optimizer, Parameter[] parameters, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            (parameters[0].sin().sum() * parameters[1] + parameters[0].pow(4).sum()).sum().backward();
            optimizer.step();
        }
    }
}
