using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using TorchSharp;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes the constraint layer alone as an ONNX model: problems in, weights and their KKT residual out, all float64.</summary>
/// <remarks>What <c>ConstrainedAllocator</c> answers in training, by an interior point in the graph, <see cref="InteriorPointGraph"/>.</remarks>
public static class ConstraintLayerExporter
{
    /// <summary>The model's inputs: (batch, names) μ, (batch, names, names) Σ, (batch) γ and α, (batch, names) weights held, (batch, names) 1 for names that may be bought
    /// and 0 for the others, (batch) 1 where anything is held yet and 0 where nothing is: turnover is then neither limited nor charged.</summary>
    public static IReadOnlyList<TensorSpecification> Inputs(int names) =>
    [
        new TensorSpecification(AllocatorTensors.Returns, [-1, names], TensorType.Float64), new TensorSpecification("covariance", [-1, names, names], TensorType.Float64),
        new TensorSpecification(AllocatorTensors.RiskAversion, [-1], TensorType.Float64), new TensorSpecification(AllocatorTensors.Ridge, [-1], TensorType.Float64),
        .. AllocatorTensors.TradeInputs(names),
    ];

    /// <param name="limits">The constraints, written into the graph.</param>
    /// <returns>The bytes of an .onnx file.</returns>
    public static byte[] Export(AllocationLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var names = limits.Names.Count;
        var graph = new OnnxGraphBuilder("ConstraintLayer");
        string[] inputs = [.. Inputs(names).Select(graph.Input)];
        using var none = new Nothing();
        var layers = new LayerGraph(graph, new NetworkState(none), 1, names);
        GraphValue Value(int at) => new(layers, inputs[at]);
        GraphValue Each(int at) => new(layers, layers.Reshape(inputs[at], -1, 1));
        var (weights, residual) = new InteriorPointGraph(layers, limits).Solve(Value(0), Value(1), Each(2), Each(3), new TradeValues(Value(4), Value(5), Each(6)));
        foreach (var (tensor, value) in AllocatorTensors.OutputsOfWeights(names).Zip([weights.Name, layers.Reshape(residual.Name, -1)])) graph.Output(tensor, value);
        return graph.Build([]);
    }

    private sealed class Nothing() : torch.nn.Module(nameof(Nothing));
}
