using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>Writes a tanh network of one output and its gradient with standard operators.</summary>
/// <param name="graph">Receives nodes and constants.</param>
/// <param name="network">One output.</param>
internal sealed class NetworkGraph(PolicyGraph graph, TanhNetwork network)
{
    /// <param name="inputs">(batch, inputs) unscaled.</param>
    /// <returns>(batch, 1) the output; (batch, inputs) its gradient with respect to the unscaled inputs.</returns>
    public (GraphTerm Value, GraphTerm Gradient) Add(GraphTerm inputs)
    {
        if (network.Given > 0 || network.Skip is not null) throw new ArgumentException("network: expected one of its inputs alone, found given inputs or a skip");
        var (n, last) = (network.Inputs.Count, network.Layers - 1);
        var slopes = graph.Matrix([.. Enumerable.Range(0, n).Select(network.Slope)], 1, n);
        var activations = new GraphTerm[last];
        var value = inputs * slopes + graph.Matrix([.. Enumerable.Range(0, n).Select(network.Intercept)], 1, n);
        for (var layer = 0; layer < last; layer++)
            value = activations[layer] = Affine(value, layer).Tanh();
        // Backward: Wᵏ' times the slope, (1 − tanh²) in between.
        var gradient = Transposed(last);
        for (var layer = last - 1; layer >= 0; layer--)
            gradient = (gradient * (1 - activations[layer].Square())).Times(Transposed(layer));
        var (shift, scale) = (network.OutputShift[0], network.OutputScale[0]);
        return (Affine(value, last) * scale + shift, gradient * slopes * scale);
    }

    private GraphTerm Affine(GraphTerm value, int layer) =>
        value.Times(graph.Matrix(network.Weights(layer), network.Incoming(layer), network.Outgoing(layer))) + graph.Matrix(network.Bias(layer), 1, network.Outgoing(layer));

    /// <summary>(out, in) of a layer.</summary>
    private GraphTerm Transposed(int layer)
    {
        var (rows, columns) = (network.Incoming(layer), network.Outgoing(layer));
        var weights = network.Weights(layer);
        var transposed = new double[weights.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                transposed[j * rows + i] = weights[i * columns + j];
        return graph.Matrix(transposed, columns, rows);
    }
}
