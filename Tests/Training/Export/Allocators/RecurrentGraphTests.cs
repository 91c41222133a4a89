using LeanDeep.Models.Inference;
using LeanDeep.Training.Export;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Layers.Transforms;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>Recurrent layers in ONNX Runtime have the states that they have in torch: both directions as one network (few units) and as two (many), layer upon layer.</summary>
[Collection(TorchCollection.Name)]
public sealed class RecurrentGraphTests
{
    private const int Channels = 2, Lookback = 7, Assets = 5, Samples = 3;

    public static TheoryData<RecurrentCell, int, bool, int> Cases()
    {
        var data = new TheoryData<RecurrentCell, int, bool, int>();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
            foreach (var (hidden, both, layers) in (ReadOnlySpan<(int, bool, int)>)[(6, false, 1), (6, false, 2), (6, true, 1), (6, true, 2), (66, true, 1), (66, true, 2)])
                data.Add(cell, hidden, both, layers);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_EachCell_AreThoseOfTorch(RecurrentCell cell, int hidden, bool bidirectional, int layers)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var network = new RecurrentTransform(Channels, hidden, cell, generator, bidirectional, layers);
        var input = randn([Samples, Channels, Lookback, Assets], generator: generator);
        using var still = no_grad();
        var expected = network.call(input);

        var graph = new OnnxGraphBuilder("recurrent");
        var window = graph.Input("window", -1, Channels, Lookback, Assets);
        var recurrent = new RecurrentGraph(new LayerGraph(graph, new NetworkState(network), Lookback, Assets), new NetworkState(network));
        graph.Output(new TensorSpecification("steps", [-1, hidden, Lookback, Assets], TensorType.Float32), recurrent.Steps(window, "cell"));
        graph.Output(new TensorSpecification("newest", [-1, hidden], TensorType.Float32), recurrent.Newest(window, "cell"));
        using var session = OnnxModel.Open(graph.Build([]), "recurrent");
        using var answers = session.Run([NamedOnnxValue.CreateFromTensor("window", new DenseTensor<float>(input.data<float>().ToArray(), [Samples, Channels, Lookback, Assets]))]);

        Near(expected, answers[0]);
        Near(expected.select(2, Lookback - 1).transpose(1, 2), answers[1]);
    }

    private static void Near(Tensor expected, NamedOnnxValue found)
    {
        double[] values = [.. found.AsEnumerable<float>().Select(value => (double)value)];
        Assert.True(AllocatorBundles.Distance([.. expected.to(ScalarType.Float64).contiguous().data<double>()], values) <= 2e-6);
    }
}
