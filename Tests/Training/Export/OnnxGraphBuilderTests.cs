using LeanDeep.Models.Inference;
using LeanDeep.Training.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LeanDeep.Tests.Training.Export;

public sealed class OnnxGraphBuilderTests
{
    [Fact]
    public void Build_EveryKindOfAttributeAndConstant_RunsInOnnxRuntime()
    {
        var graph = new OnnxGraphBuilder("all");
        var x = graph.Input("x", -1, 2, 3);
        var turned = graph.Node("Transpose", [x], OnnxAttribute.List("perm", 0, 2, 1));
        var flat = graph.Node("Reshape", [turned, graph.Constant("shape", [0L, 6], 2)]);
        var leaky = graph.Node("LeakyRelu", [flat], OnnxAttribute.Of("alpha", 0.5f));
        var softened = graph.Node("Softplus", [leaky]);
        graph.Output("Add", "y", [-1, 6], [leaky, graph.Node("Mul", [softened, graph.Constant("zero", [0f])])]);

        using var session = OnnxModel.Open(graph.Build([]), "built");
        var input = new DenseTensor<float>(new float[] { 1, -2, 3, -4, 5, -6 }, [1, 2, 3]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", input)]);

        Assert.Equal([1, -2, -1, 5, 3, -3], results[0].AsEnumerable<float>());
    }

    [Fact]
    public void Constant_WrongShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new OnnxGraphBuilder("g").Constant("c", [1f, 2f], 3));

    [Fact]
    public void Node_UnknownInput_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new OnnxGraphBuilder("g").Node("Relu", ["nothing"]));

    [Fact]
    public void Input_NameTaken_IsRefused()
    {
        var graph = new OnnxGraphBuilder("g");
        graph.Input("x", 1);
        Assert.Throws<ArgumentException>(() => graph.Input("x", 1));
    }

    [Fact]
    public void Build_NoOutput_IsRefused() => Assert.Throws<InvalidOperationException>(() => new OnnxGraphBuilder("g").Build([]));
}
