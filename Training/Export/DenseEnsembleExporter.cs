using System.Globalization;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Export;

/// <summary>Writes several dense networks as one ONNX model that answers the mean of their predictions. Each has its own scalings, layers and
/// activations; dropout is left out.</summary>
/// <remarks>Inputs and outputs are those of <see cref="DenseNetworkExporter"/> for one member. On the same rows it answers what the mean of the
/// networks' own predictions is, but for the order in which sums are rounded.</remarks>
public static class DenseEnsembleExporter
{
    /// <param name="members">At least one, of the same features, each with one output.</param>
    /// <param name="metadata">Written into the file as metadata_props, in this order; null for none.</param>
    /// <returns>The bytes of an .onnx file.</returns>
    /// <exception cref="ArgumentException">No members, or they do not fit each other.</exception>
    public static byte[] Export(IReadOnlyList<DenseParameters> members, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("expected at least one network, found none", nameof(members));
        var features = members[0].FeatureCount;
        foreach (var member in members)
        {
            if (member.FeatureCount != features)
                throw new ArgumentException($"expected networks of {features} features, found one of {member.FeatureCount}", nameof(members));
            if (member.Options.Outputs != 1)
                throw new ArgumentException($"expected networks of 1 output, found one of {member.Options.Outputs}", nameof(members));
        }
        var graph = new OnnxGraphBuilder("DenseEnsemble");
        var networks = new DenseGraph(graph, graph.Input(DenseNetworkExporter.InputName, -1, features));
        var predictions = new string[members.Count];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = networks.Add(string.Create(CultureInfo.InvariantCulture, $"member.{i}."), members[i]);
        graph.Output("Mean", DenseNetworkExporter.OutputName, [-1, 1], predictions);
        return graph.Build(metadata ?? []);
    }
}
