using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Export;

/// <summary>Writes a dense network as an ONNX model: both scalings, layers and activations; dropout is left out.</summary>
/// <remarks>Input <c>features</c> (batch, features) and output <c>prediction</c> (batch, outputs), float32. On the same rows it
/// answers what the network answers in evaluation mode, but for the order in which sums are rounded. A row with a NaN
/// gets what ONNX Runtime's operators make of it and leaves the other rows alone.</remarks>
public static class DenseNetworkExporter
{
    public const string InputName = "features";
    public const string OutputName = "prediction";

    /// <summary>The model's inputs as a manifest states them.</summary>
    public static IReadOnlyList<TensorSpecification> Inputs(DenseParameters network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [new TensorSpecification(InputName, [-1, network.FeatureCount], TensorType.Float32)];
    }

    /// <summary>The model's outputs as a manifest states them.</summary>
    public static IReadOnlyList<TensorSpecification> Outputs(DenseParameters network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [new TensorSpecification(OutputName, [-1, network.Options.Outputs], TensorType.Float32)];
    }

    /// <param name="network">What to write.</param>
    /// <param name="metadata">Written into the file as metadata_props, in this order; null for none.</param>
    /// <returns>The bytes of an .onnx file.</returns>
    public static byte[] Export(DenseParameters network, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var graph = new OnnxGraphBuilder("DenseNetwork");
        var features = network.FeatureCount;
        var values = graph.Input(InputName, -1, features);
        values = graph.Node("Sub", [values, graph.Constant("mean", network.Scaling.Mean, features)]);
        values = graph.Node("Div", [values, graph.Constant("scale", network.Scaling.Scale, features)]);
        foreach (var (i, units) in network.Options.HiddenLayers.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"hidden.{i}");
            values = graph.Node("Gemm", Sum(graph, values, name, network.Layers[i]), OnnxAttribute.Of("transB", 1));
            values = Activate(graph, values, name, network.Options, units);
        }
        values = graph.Node("Gemm", Sum(graph, values, "output", network.Layers[^1]), OnnxAttribute.Of("transB", 1));
        values = graph.Node("Mul", [values, graph.Constant("label_scale", [network.Labels.Scale])]);
        graph.Output("Add", OutputName, [-1, network.Options.Outputs], [values, graph.Constant("label_mean", [network.Labels.Mean])]);
        return graph.Build(metadata ?? []);
    }

    private static string[] Sum(OnnxGraphBuilder graph, string values, string name, DenseLayer layer) =>
    [
        values, graph.Constant($"{name}.weight", layer.Weights, layer.Outputs, layer.Inputs), graph.Constant($"{name}.bias", layer.Biases, layer.Outputs),
    ];

    private static string Activate(OnnxGraphBuilder graph, string sums, string name, DenseNetworkOptions options, int units)
    {
        switch (options.Activation)
        {
            case Activation.Tanh:
                return graph.Node("Tanh", [sums]);
            case Activation.Relu:
                return graph.Node("Relu", [sums]);
            case Activation.LeakyRelu:
                return graph.Node("LeakyRelu", [sums], OnnxAttribute.Of("alpha", (float)options.NegativeSlope));
            case Activation.Sigmoid:
                return graph.Node("Sigmoid", [sums]);
            case Activation.Maxout:
                // (batch, units · k) → (batch, units, k) → largest of the k; a 0 in the shape keeps the batch.
                var shape = graph.Constant($"{name}.pieces", [0L, units, options.MaxoutPieces], 3);
                var pieces = graph.Node("Reshape", [sums, shape]);
                return graph.Node("ReduceMax", [pieces], OnnxAttribute.List("axes", 2), OnnxAttribute.Of("keepdims", 0));
            default:
                throw new InvalidOperationException($"activation {options.Activation}");
        }
    }
}
