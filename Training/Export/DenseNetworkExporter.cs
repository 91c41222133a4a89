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
        var predictions = new DenseGraph(graph, graph.Input(InputName, -1, network.FeatureCount)).Add("", network);
        graph.Output("Identity", OutputName, [-1, network.Options.Outputs], [predictions]);
        return graph.Build(metadata ?? []);
    }
}
