using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>What every module does: registration, names, modes, moves, saving, hooks and disposal.</summary>
public class ModuleTests
{
    /// <summary>Fields of every kind that registration meets.</summary>
    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(3, 4);
        private readonly ModuleList<Linear> towers = nn.ModuleList(nn.Linear(4, 2), nn.Linear(4, 2));
        private readonly Parameter scale = nn.Parameter(ones(2));
        private readonly Tensor offset = zeros(2);
        private readonly Dropout drop = nn.Dropout(0.5);

        public Network() : base(nameof(Network))
        {
            RegisterComponents();
            register_buffer("scratch", zeros(1), persistent: false);
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var hidden = drop.call(first.call(x).relu());
            return (towers[0].call(hidden) + towers[1].call(hidden)).mul(scale).add(offset).MoveToOuterDisposeScope();
        }
    }

    private static readonly string[] s_parameters = ["scale", "first.weight", "first.bias", "towers.0.weight", "towers.0.bias", "towers.1.weight", "towers.1.bias"];

    [Fact]
    public void RegisterComponents_Fields_AppearUnderTheirNames()
    {
        using var network = new Network();
        Assert.Equal(s_parameters, network.named_parameters().Select(p => p.name));
        Assert.Equal(["offset", "scratch"], network.named_buffers().Select(b => b.name));
        Assert.Equal(["offset"], network.named_buffers(include_nonpersistent: false).Select(b => b.name));
        Assert.Equal(["first", "towers", "drop"], network.named_children().Select(c => c.name));
        Assert.Equal(["first", "towers", "drop", "towers.0", "towers.1"], network.named_modules().Select(c => c.name));
        Assert.Equal([.. s_parameters, "offset"], network.state_dict().Keys);
        Assert.Equal("Network", network.GetName());
        Assert.True(network.has_parameter("towers.1.bias") && network.has_buffer("offset"));
        Assert.False(network.has_parameter("towers.2.bias") || network.has_parameter("offset"));
    }

    [Fact]
    public void NamedParameters_SharedParameter_AppearsOnce()
    {
        var shared = nn.Linear(2, 2);
        using var network = nn.Sequential(shared, nn.ReLU(), shared);
        Assert.Equal(["0.weight", "0.bias"], network.named_parameters().Select(p => p.name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    public void RegisterModule_BadName_IsRefused(string name)
    {
        using var network = new Network();
        Assert.Throws<ArgumentException>(() => network.register_module(name, nn.Linear(1, 1)));
    }

    [Fact]
    public void Register_SameNameTwice_IsRefused()
    {
        using var network = new Network();
        Assert.Throws<InvalidOperationException>(() => network.register_module("first", nn.Linear(1, 1)));
        Assert.Throws<InvalidOperationException>(() => network.register_parameter("scale", nn.Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => network.register_buffer("offset", ones(1)));
        Assert.Throws<ArgumentNullException>(() => network.register_buffer("nothing", null!));
    }

    [Fact]
    public void ParameterlessModule_Parameter_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_parameter("weight", nn.Parameter(ones(1))));

    [Fact]
    public void Eval_Network_ReachesEveryModuleAndBack()
    {
        using var network = new Network();
        network.eval();
        Assert.All(network.modules().Prepend(network), module => Assert.False(module.training));
        network.train();
        Assert.All(network.modules().Prepend(network), module => Assert.True(module.training));
    }

    [Fact]
    public void Apply_Action_SeesChildrenFirst()
    {
        using var network = new Network();
        var seen = new List<string>();
        network.apply(module => seen.Add(module.GetName()));
        Assert.Equal(["Linear", "Linear", "Linear", "ModuleList", "Dropout", "Network"], seen);
    }

    [Fact]
    public void ZeroGrad_AfterBackward_DropsOrZeroesGradients()
    {
        using var network = new Network();
        network.call(ones(1, 3)).sum().backward();
        network.zero_grad(set_to_none: false);
        Assert.All(network.parameters(), p => Assert.Equal(0, p.grad!.abs().sum().item<float>()));
        network.zero_grad();
        Assert.All(network.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void RequiresGrad_FrozenLayer_GetsNoGradient()
    {
        using var network = new Network();
        foreach (var parameter in network.named_children().First().module.parameters())
            parameter.requires_grad = false;
        network.call(ones(1, 3)).sum().backward();
        Assert.Null(network.get_parameter("first.weight")!.grad);
        Assert.NotNull(network.get_parameter("towers.0.weight")!.grad);
    }

    [Fact]
    public void To_Float64_ConvertsParametersBuffersAndWhatForwardUses()
    {
        using var network = new Network();
        network.call(ones(1, 3)).sum().backward();
        var result = network.to(ScalarType.Float64);
        Assert.Same(network, result);
        Assert.All(network.state_dict().Values, value => Assert.Equal(ScalarType.Float64, value.dtype));
        Assert.All(network.parameters(), p => Assert.True(p.requires_grad && p.is_leaf && p.grad!.dtype == ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, network.call(ones(1, 3, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void To_Float64_KeepsIntegerBuffersAndFollowsInPlaceUse()
    {
        using var norm = nn.BatchNorm1d(2).to(ScalarType.Float64);
        Assert.Equal(ScalarType.Int64, norm.num_batches_tracked!.dtype);
        norm.call(rand(4, 2, dtype: ScalarType.Float64));
        Assert.Equal(1, norm.get_buffer("num_batches_tracked")!.item<long>());
        Assert.Same(norm.running_mean, norm.get_buffer("running_mean"));
    }

    [Fact]
    public void To_Recurrent_KeepsWorkingAfterTheMove()
    {
        using var lstm = nn.LSTM(2, 3).@double();
        var (output, _, _) = lstm.call(ones(4, 1, 2, dtype: ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, output.dtype);
    }

    [Fact]
    public void To_IntegerType_IsRefused()
    {
        using var network = new Network();
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => network.to(ScalarType.Int64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void To_CudaWithoutCuda_IsRefused()
    {
        if (cuda.is_available())
            return;
        using var network = new Network();
        Assert.Throws<InvalidOperationException>(() => network.to(DeviceType.CUDA));
    }

    [Fact]
    public void SaveLoad_OtherNetwork_TakesTheValues()
    {
        using var network = new Network();
        using var other = new Network();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.module");
        try
        {
            network.save(path);
            var loaded = new Dictionary<string, bool>();
            other.load(path, loadedParameters: loaded);
            Assert.Equal(network.state_dict().Keys, loaded.Keys);
            foreach (var (name, value) in network.state_dict())
                Assert.Equal(Near.Values(value), Near.Values(other.state_dict()[name]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>TorchSharp's form, byte by byte: count, then name, type, dimensions and elements.</summary>
    [Fact]
    public void Save_SmallModule_WritesTorchSharpsBytes()
    {
        using var module = nn.Linear(nn.Parameter(tensor(new[] { 1f, -2f }, [1, 2])), nn.Parameter(tensor(new[] { 0.5f })));
        using var stream = new MemoryStream();
        module.save(stream);
        byte[] expected =
        [
            2,
            6, .. "weight"u8, 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f),
            4, .. "bias"u8, 6, 1, 1, .. BitConverter.GetBytes(0.5f),
        ];
        Assert.Equal(expected, stream.ToArray());
    }

    [EmbeddedFact]
    public void Load_OtherStructure_NamesWhatDiffers()
    {
        using var network = new Network();
        using var wider = nn.Linear(3, 5);
        using var saved = new MemoryStream();
        nn.Linear(3, 4).save(saved);
        saved.Position = 0;
        Assert.Contains("(5, 3)", Assert.Throws<ArgumentException>(() => wider.load(saved)).Message, StringComparison.Ordinal);
        saved.Position = 0;
        Assert.Contains("expected 8, but found 2", Assert.Throws<ArgumentException>(() => network.load(saved)).Message, StringComparison.Ordinal);
        saved.Position = 0;
        using var typed = nn.Linear(3, 4, dtype: ScalarType.Float64);
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => typed.load(saved)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotStrict_SkipsUnknownNames()
    {
        using var source = nn.Sequential(("known", nn.Linear(1, 1)), ("unknown", nn.Linear(2, 2)));
        using var target = nn.Sequential(("known", nn.Linear(1, 1)));
        using var saved = new MemoryStream();
        source.save(saved);
        saved.Position = 0;
        var loaded = new Dictionary<string, bool>();
        target.load(saved, strict: false, loadedParameters: loaded);
        Assert.Equal(Near.Values(source.get_parameter("known.weight")!), Near.Values(target.get_parameter("known.weight")!));
        Assert.False(loaded["unknown.weight"]);
    }

    [EmbeddedFact]
    public void Load_TruncatedFile_NamesTheFile()
    {
        using var network = new Network();
        using var saved = new MemoryStream();
        network.save(saved);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.module");
        try
        {
            File.WriteAllBytes(path, saved.ToArray()[..^5]);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => network.load(path)).Message, StringComparison.Ordinal);
            Assert.Throws<FileNotFoundException>(() => network.load(path + ".absent"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [EmbeddedFact]
    public void LoadStateDict_OtherNames_ReportsOrRefuses()
    {
        using var layer = nn.Linear(2, 2);
        var source = new Dictionary<string, Tensor> { ["weight"] = ones(2, 2), ["extra"] = ones(1) };
        var error = Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(source));
        Assert.Contains("bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("extra", error.Message, StringComparison.Ordinal);
        var (missing, unexpected) = layer.load_state_dict(source, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal([1, 1, 1, 1], Near.Values(layer.weight));
    }

    [Fact]
    public void Hooks_AroundCall_ChangeInputAndOutputUntilRemoved()
    {
        using var identity = nn.Identity();
        var before = identity.register_forward_pre_hook((_, x) => x + 1);
        var after = identity.register_forward_hook((_, _, y) => y * 10);
        Assert.Equal(20, identity.call(tensor(1.0)).item<double>());
        Assert.Equal(1, identity.forward(tensor(1.0)).item<double>());
        before.remove();
        Assert.Equal(10, identity.call(tensor(1.0)).item<double>());
        after.remove();
        Assert.Equal(1, identity.call(tensor(1.0)).item<double>());
    }

    [Fact]
    public void Dispose_Network_FreesEveryTensor()
    {
        var network = new Network();
        var tensors = network.state_dict().Values.ToList();
        network.Dispose();
        Assert.All(tensors, value => Assert.True(value.IsInvalid));
    }

    [Fact]
    public void Parameters_MadeInsideAScope_OutliveIt()
    {
        Linear layer;
        using (NewDisposeScope())
            layer = nn.Linear(2, 2);
        Assert.Equal(2, layer.call(ones(1, 2)).shape[1]);
        layer.Dispose();
    }
}
