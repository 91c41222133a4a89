using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes the decision of a <see cref="SequentialAllocator"/>.</summary>
/// <param name="layers">Receives nodes and constants; its lookback is the policy's field.</param>
/// <param name="assets">Assets.</param>
internal sealed class SequentialGraph(LayerGraph layers, int assets)
{
    /// <param name="inputs">Names of window, held, universe and invested.</param>
    /// <param name="lookback">Steps of the window.</param>
    /// <param name="network">The policy.</param>
    /// <returns>(batch, assets) weights, (batch) residual of the target.</returns>
    public (string Weights, string Residual) Decide(string[] inputs, int lookback, SequentialAllocator network)
    {
        GraphValue Value(string name) => new(layers, name);
        var universe = Value(inputs[2]);
        var equal = universe / universe.Sum().Max(universe.Scalar(1));
        var held = Value(inputs[1]).Where(Value(layers.Reshape(inputs[3], -1, 1)), equal);

        var kernel = (network.Field + 1) / 2;
        var values = layers.Standardise(Value(inputs[0]).Slice(lookback - network.Field, lookback, 2).Name, "standardisation");
        foreach (var layer in (ReadOnlySpan<string>)["first", "second"]) values = layers.Node("Relu", [layers.Convolve(values, $"{layer}.conv", kernel - 1)]);
        var state = layers.Newest(values); // (batch, hidden, assets)
        var seen = layers.Node("Cast", [(assets * held).Row().Name], OnnxAttribute.Of("to", 1L));
        var scores = layers.Double(layers.Score(layers.Node("Concat", [state, seen], OnnxAttribute.Of("axis", 1)), "score"));
        var heads = new WeightGraph(layers, assets);
        var (target, residual) = network.Side == PositionSide.LongShort ? heads.NormalisedTanh(scores) : heads.Softmax(scores);
        var pace = Value(layers.Double(layers.Node("Sigmoid", [layers.Linear(layers.Mean(state, 2), "pace")])));
        return ((held + (Restricted(Value(target), universe) - held) * pace).Name, residual);
    }

    // As Universe.Restrict: the names that stay share the gross exposure that there was.
    private static GraphValue Restricted(GraphValue weights, GraphValue universe)
    {
        var kept = weights * universe;
        var left = kept.Abs().Sum();
        return kept * weights.Abs().Sum() / left.Where(left > left.Scalar(0), left.Scalar(1));
    }
}
