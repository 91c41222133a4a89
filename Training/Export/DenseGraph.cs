using System.Globalization;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Export;

/// <summary>Writes dense networks into one graph; those with the same scaling of inputs share its nodes.</summary>
/// <param name="graph">Receives nodes and constants.</param>
/// <param name="input">Value of shape (batch, features).</param>
internal sealed class DenseGraph(OnnxGraphBuilder graph, string input)
{
    private readonly List<(InputScaling Scaling, string Value)> _standardised = [];

    /// <summary>Adds a network without its dropout.</summary>
    /// <param name="prefix">Begins the names of its constants; distinct.</param>
    /// <param name="network">What to write.</param>
    /// <returns>Name of its predictions, (batch, outputs), in the labels' units.</returns>
    public string Add(string prefix, DenseParameters network)
    {
        var values = Standardise(prefix, network.Scaling);
        var hidden = network.Layers.Count - 1;
        for (var i = 0; i < hidden; i++)
        {
            var layer = string.Create(CultureInfo.InvariantCulture, $"{prefix}hidden.{i}");
            values = Activate(Sum(values, layer, network.Layers[i]), layer, network.Options, network.Options.HiddenLayers[i]);
        }
        values = Sum(values, $"{prefix}output", network.Layers[hidden]);
        values = graph.Node("Mul", [values, graph.Constant($"{prefix}label_scale", [network.Labels.Scale])]);
        return graph.Node("Add", [values, graph.Constant($"{prefix}label_mean", [network.Labels.Mean])]);
    }

    private string Standardise(string prefix, InputScaling scaling)
    {
        foreach (var (known, value) in _standardised)
            if (known.Mean.AsSpan().SequenceEqual(scaling.Mean) && known.Scale.AsSpan().SequenceEqual(scaling.Scale))
                return value;
        var centred = graph.Node("Sub", [input, graph.Constant($"{prefix}mean", scaling.Mean, scaling.Mean.Length)]);
        var standardised = graph.Node("Div", [centred, graph.Constant($"{prefix}scale", scaling.Scale, scaling.Scale.Length)]);
        _standardised.Add((scaling, standardised));
        return standardised;
    }

    private string Sum(string values, string name, DenseLayer layer) => graph.Node(
        "Gemm",
        [values, graph.Constant($"{name}.weight", layer.Weights, layer.Outputs, layer.Inputs), graph.Constant($"{name}.bias", layer.Biases, layer.Outputs)],
        OnnxAttribute.Of("transB", 1));

    private string Activate(string sums, string name, DenseNetworkOptions options, int units)
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
                var pieces = graph.Node("Reshape", [sums, graph.Constant($"{name}.pieces", [0L, units, options.MaxoutPieces], 3)]);
                return graph.Node("ReduceMax", [pieces], OnnxAttribute.List("axes", 2), OnnxAttribute.Of("keepdims", 0));
            default:
                throw new InvalidOperationException($"activation {options.Activation}");
        }
    }
}
