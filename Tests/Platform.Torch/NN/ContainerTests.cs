using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>Sequential, and the lists and dictionaries of modules and parameters.</summary>
public class ContainerTests
{
    [Fact]
    public void Sequential_Empty_HandsOnItsInput()
    {
        using var network = nn.Sequential();
        Assert.Equal([1, 2], Near.Values(network.call(tensor(new[] { 1.0, 2.0 }))));
    }

    [Fact]
    public void Sequential_EveryConstructor_AppliesInOrder()
    {
        nn.Module<Tensor, Tensor> Relu() => nn.ReLU();
        nn.Module<Tensor, Tensor> Shrink() => nn.Hardtanh(-3, 3);
        TorchSharp.Modules.Sequential[] networks =
        [
            nn.Sequential(Relu(), Shrink()),
            nn.Sequential(new List<nn.Module<Tensor, Tensor>> { Relu(), Shrink() }),
            nn.Sequential(("a", Relu()), ("b", Shrink())),
            nn.Sequential(new List<(string, nn.Module<Tensor, Tensor>)> { ("a", Relu()), ("b", Shrink()) }),
            nn.Sequential(Tuple.Create("a", Relu()), Tuple.Create("b", Shrink())),
            nn.Sequential().append("a", Relu()).append(Shrink()),
        ];
        foreach (var network in networks)
        {
            Assert.Equal(2, network.Count);
            Assert.Equal([0, 2, 3], Near.Values(network.call(tensor(new[] { -1.0, 2.0, 5.0 }))));
        }
        Assert.Equal(["a", "b"], networks[2].named_children().Select(c => c.name));
        Assert.Equal(["a", "1"], networks[5].named_children().Select(c => c.name));
    }

    [Fact]
    public void Sequential_Slice_SharesTheModules()
    {
        var last = nn.Linear(2, 1);
        using var network = nn.Sequential(nn.Linear(3, 2), nn.ReLU(), last);
        Assert.Same(last, network[2]);
        Assert.Same(last, network[1..][1]);
        Assert.Same(last, network[^2..][1]);
        Assert.Equal(["0", "1"], network[(null, 2)].named_children().Select(c => c.name));
        Assert.Throws<IndexOutOfRangeException>(() => network[(0, 4)]);
    }

    [Fact]
    public void Sequential_Call_KeepsItsInputAndFreesWhatLiesBetween()
    {
        using var network = nn.Sequential(nn.Identity(), nn.ReLU(), nn.Tanh());
        var x = ones(2);
        using var scope = NewDisposeScope();
        using var y = network.call(x);
        Assert.False(x.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void ModuleList_Changes_AppearInItsParameters()
    {
        using var list = nn.ModuleList(nn.Linear(1, 1, hasBias: false));
        list.append(nn.Linear(2, 1, hasBias: false));
        list.Insert(0, nn.Linear(3, 1, hasBias: false));
        Assert.Equal([3, 1, 2], list.named_parameters().Select(p => p.parameter.shape[1]));
        Assert.Equal(["0.weight", "1.weight", "2.weight"], list.state_dict().Keys);
    }

    [Fact]
    public void ModuleDict_Items_KeepTheirNamesAndOrder()
    {
        using var modules = nn.ModuleDict(("second", nn.Linear(1, 2)), ("first", nn.Linear(1, 3)));
        Assert.Equal(["second", "first"], modules.Keys);
        Assert.Equal(3, modules["first"].out_features);
        Assert.True(modules.has_parameter("second.weight"));
        Assert.True(modules.Remove("second"));
        Assert.Equal(["first.weight", "first.bias"], modules.state_dict().Keys);
    }

    [Fact]
    public void ParameterList_To_ReplacesItsParameters()
    {
        using var list = nn.ParameterList(nn.Parameter(ones(2)), nn.Parameter(zeros(1)));
        list.to(ScalarType.Float64);
        Assert.All(list, p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Same(list[1], list.get_parameter("1"));
        Assert.Null(list.get_parameter("2"));
    }

    [Fact]
    public void ParameterDict_To_ReplacesItsParameters()
    {
        using var parameters = nn.ParameterDict(("a", nn.Parameter(ones(2))), ("b", nn.Parameter(zeros(1))));
        parameters.to(ScalarType.Float64);
        Assert.Equal(["a", "b"], parameters.named_parameters(recurse: true).Select(p => p.name));
        Assert.All(parameters.Values, p => Assert.Equal(ScalarType.Float64, p.dtype));
    }
}
