using System.Text.Json;
using LeanDeep.Tests.Training.Layers;
using LeanDeep.Training.Layers.Matrices;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Networks.Allocators;

/// <summary>DeepDow's networks with their weights: outputs, gradients, and what training mode does to running statistics.</summary>
[Collection(TorchCollection.Name)]
public sealed class GoldenNetworkTests
{
    private const string Golden = "deepdow_networks.json";

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, _ => true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ReferenceWeights_EqualsDeepDow(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        var single = json.Text("dtype") == "float32";
        using var network = Create(json).to(single ? float32 : float64);
        GoldenLayerTests.Load(network, json);
        network.train(json.Text("mode") == "train");
        var input = json.GetProperty("inputs").Tensor("x").requires_grad_();
        var weights = ((AllocatorNetwork)network).call(input);
        GoldenTensors.Weighted(weights).backward();

        GoldenTensors.AssertClose(json.Find("expected_fixed") ?? json.GetProperty("output"), weights, json.Find("solver") != null ? 1e-7 : single ? 1e-5 : 1e-11, id);
        if (json.Find("grad_x") is { } gradient)
            GoldenTensors.AssertClose(gradient, input.grad!, single ? 1e-5 : 1e-11, $"{id} gradient of the inputs");
        if (json.Find("grad_parameters") is not { } gradients)
            return;
        foreach (var (name, parameter) in network.named_parameters())
            if (gradients.Find(name) is { } expected)
                GoldenTensors.AssertClose(expected, parameter.grad!, single ? 1e-5 : 1e-11, $"{id} gradient of {name}");
        if (json.Find("parameters_after") is { } after)
            foreach (var buffer in after.EnumerateObject())
                GoldenTensors.AssertClose(buffer.Value, network.state_dict()[buffer.Name], single ? 1e-5 : 1e-11, $"{id} {buffer.Name}");
    }

    internal static nn.Module Create(JsonElement json)
    {
        var args = json.GetProperty("args");
        int Integer(string name) => args.GetProperty(name).GetInt32();
        return json.Text("network") switch
        {
            "KeynesNet" => new KeynesNetwork(
                Integer("n_input_channels"), args.Text("transform_type") == "RNN" ? KeynesTransform.Lstm : KeynesTransform.Convolution, seed: 1, Integer("hidden_size"), Integer("n_groups")),
            "LinearNet" => new LinearNetwork(Integer("n_channels"), Integer("lookback"), Integer("n_assets"), seed: 1, args.GetProperty("p").GetDouble()),
            "MinimalNet" => new MinimalNetwork(Integer("n_assets")),
            "ThorpNet" => new ThorpNetwork(Integer("n_assets"), args.GetProperty("max_weight").GetDouble(), args.GetProperty("force_symmetric").GetBoolean()),
            "BachelierNet" => new BachelierNetwork(
                Integer("n_input_channels"), Integer("n_assets"), seed: 1, Integer("hidden_size"), args.GetProperty("max_weight").GetDouble(),
                args.Text("shrinkage_strategy") == "diagonal" ? ShrinkageTarget.Diagonal : ShrinkageTarget.ScaledIdentity, args.GetProperty("p").GetDouble()),
            "DummyNet" => new DummyNetwork(Integer("n_channels")),
            var other => throw new InvalidDataException($"network {other} is not expected"),
        };
    }
}
