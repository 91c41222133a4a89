namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes recurrent networks over time, the same for every asset, with ONNX's LSTM, GRU and RNN in float32.</summary>
/// <param name="layers">Receives nodes and constants.</param>
/// <param name="state">Parameters.</param>
internal sealed class RecurrentGraph(LayerGraph layers, NetworkState state)
{
    // Up to so many units a direction both are one network with zeros between them: half as many steps and gates, of twice the width, outweigh the products with zeros.
    private const int MergedUnits = 32;

    private string? _backwards;

    /// <summary>All states: (batch, channels, lookback, assets) → (batch, hidden, lookback, assets).</summary>
    public string Steps(string values, string prefix)
    {
        var (states, hidden, mirrored) = States(values, prefix);
        if (mirrored) states = Turned(states);
        // The batch to the front, then one plain matrix transpose: far cheaper than both at once.
        var each = layers.Reshape(layers.Transpose(layers.Reshape(states, layers.Lookback, -1, layers.Assets, hidden), 1, 0, 2, 3), -1, (long)layers.Lookback * layers.Assets, hidden);
        return layers.Reshape(layers.Transpose(each, 0, 2, 1), -1, hidden, layers.Lookback, layers.Assets);
    }

    /// <summary>The states at the newest step: (batch · assets, hidden).</summary>
    public string Newest(string values, string prefix)
    {
        var (states, hidden, mirrored) = States(values, prefix);
        return layers.Node("Gather", [mirrored ? Turned(states) : states, layers.Constant([layers.Lookback - 1L])], OnnxAttribute.Of("axis", 0));
    }

    /// <summary>The mean over channels of the states, averaged over time with weights of softmax over vᵀ(A x + b): (batch, assets).</summary>
    /// <remarks>Scores are linear in the states, vᵀA x, but for a constant, which softmax ignores: one product gives them and the means.</remarks>
    public string Attend(string values, string recurrent, string attention)
    {
        var (states, hidden, mirrored) = States(values, recurrent);
        var (affine, context) = (state.Doubles($"{attention}.affine.weight"), state.Doubles($"{attention}.context_vector.weight"));
        var columns = mirrored ? 4 : 2; // a score and a mean of each half that has a time of its own
        var both = new float[columns * hidden];
        for (var i = 0; i < hidden; i++)
        {
            var score = 0.0;
            for (var j = 0; j < hidden; j++) score += context[j] * affine[j * hidden + i];
            var at = columns * i + (mirrored && i >= hidden / 2 ? 2 : 0);
            (both[at], both[at + 1]) = ((float)score, 1f / hidden);
        }
        var product = layers.Node("MatMul", [states, layers.Constant(both, hidden, columns)]); // (lookback, batch · assets, columns)
        if (mirrored)
        {
            var halves = Halves(product);
            product = layers.Node("Add", [halves[0], Reversed(halves[1])]);
        }
        string Part(long at) => layers.Node("Gather", [product, layers.Constant([at])], OnnxAttribute.Of("axis", 2));
        var shares = layers.Node("Softmax", [Part(0)], OnnxAttribute.Of("axis", 0));
        return layers.Reshape(layers.Node("ReduceSum", [layers.Node("Mul", [Part(1), shares]), layers.Constant([0L], 1)], OnnxAttribute.Of("keepdims", 0)), -1, layers.Assets);
    }

    // (lookback, batch · assets, hidden); hidden; and whether the second half of it still runs against time.
    private (string States, int Hidden, bool Mirrored) States(string values, string prefix)
    {
        var steps = layers.Reshape(layers.Transpose(values, 2, 0, 3, 1), layers.Lookback, -1, state.Shape($"{prefix}.weight_ih_l0")[1]); // (lookback, batch · assets, channels)
        var (hidden, mirrored) = (0, false);
        for (var layer = 0; state.Has($"{prefix}.weight_ih_l{layer}"); layer++)
        {
            if (mirrored) steps = Turned(steps);
            var weights = RecurrentWeights.Of(state, prefix, layer);
            hidden = weights.Directions * weights.Units;
            mirrored = weights is { Directions: 2, Units: <= MergedUnits };
            if (mirrored) (steps, weights) = (layers.Node("Concat", [steps, Reversed(steps)], OnnxAttribute.Of("axis", 2)), weights.Merged());
            var states = Cell(steps, weights); // (lookback, directions, batch · assets, units)
            steps = layers.Reshape(weights.Directions == 2 ? layers.Transpose(states, 0, 2, 1, 3) : states, layers.Lookback, -1, hidden);
        }
        return (steps, hidden, mirrored);
    }

    // The second half of the channels in the order of time.
    private string Turned(string states)
    {
        var halves = Halves(states);
        return layers.Node("Concat", [halves[0], Reversed(halves[1])], OnnxAttribute.Of("axis", 2));
    }

    private IReadOnlyList<string> Halves(string states) => layers.Nodes("Split", 2, [states], OnnxAttribute.Of("axis", 2));

    private string Reversed(string steps) => layers.Node("Gather", [steps, Backwards], OnnxAttribute.Of("axis", 0));

    private string Backwards => _backwards ??= layers.Constant([.. Enumerable.Range(1, layers.Lookback).Select(i => (long)layers.Lookback - i)], layers.Lookback);

    private string Cell(string steps, RecurrentWeights weights)
    {
        var (directions, rows) = (weights.Directions, weights.Recurrent.Length / weights.Directions / weights.Units);
        string[] arguments =
        [
            steps, layers.Constant(weights.Input, directions, rows, weights.Inputs), layers.Constant(weights.Recurrent, directions, rows, weights.Units),
            layers.Constant(weights.Bias, directions, 2L * rows),
        ];
        List<OnnxAttribute> attributes = [OnnxAttribute.Of("hidden_size", weights.Units), OnnxAttribute.Of("direction", directions == 2 ? "bidirectional" : "forward")];
        // torch applies the reset gate after the recurrent product.
        if (weights.Type == "GRU") attributes.Add(OnnxAttribute.Of("linear_before_reset", 1));
        return layers.Node(weights.Type, arguments, [.. attributes]);
    }
}
