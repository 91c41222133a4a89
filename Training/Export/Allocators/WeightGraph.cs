namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes closed-form weights of scores in float64, with standard operators, and their residual. Scores and weights are (batch, assets), residuals (batch).</summary>
/// <param name="layers">Receives nodes and constants.</param>
/// <param name="assets">Assets.</param>
internal sealed class WeightGraph(LayerGraph layers, int assets)
{
    /// <summary>softmax, or with a cap below 1 the weights at most that which keep most entropy; as <c>SoftmaxAllocator</c>.</summary>
    /// <exception cref="ArgumentException">Assets · cap is below 1.</exception>
    public (string Weights, string Residual) Softmax(string scores, double cap = 1)
    {
        RequireRoom(cap);
        if (cap >= 1) return WithResidual(Op("Softmax", [scores], OnnxAttribute.Of("axis", 1)), cap);
        // With the k largest at the cap, the next would get (1 − k cap) e^x / Σ e^x of those from it on; the first k at which that fits is the answer.
        var sorted = Sort(scores, assets);
        var powers = Op("Exp", [Op("Sub", [sorted[0], Op("ReduceMax", [scores], OnnxAttribute.List("axes", 1))])]);
        var share = Op("Div", [powers, Op("CumSum", [powers, One(1)], OnnxAttribute.Of("reverse", 1))]);
        var free = layers.Constant([.. Enumerable.Range(0, assets).Select(k => 1 - k * cap)], 1, assets);
        // The last of all takes what is left, which fits; rounding must not cap it too.
        var last = layers.Constant([.. Enumerable.Range(0, assets).Select(k => k < assets - 1 ? 1.0 : 0)], 1, assets);
        var over = Op("Mul", [Number(Op("Greater", [Op("Mul", [share, free]), Scalar(cap)])), last]);
        var leading = Number(Op("Equal", [Op("CumSum", [Op("Sub", [Scalar(1), over]), One(1)]), Scalar(0)]));
        var capped = Op("Greater", [Op("ScatterElements", [Op("Mul", [leading, Scalar(0)]), sorted[1], leading], OnnxAttribute.Of("axis", 1)), Scalar(0.5)]);
        var rest = Op("Sub", [Scalar(1), Op("Mul", [Sum(leading), Scalar(cap)])]);
        var others = Op("Softmax", [Op("Where", [capped, Scalar(double.NegativeInfinity), scores])], OnnxAttribute.Of("axis", 1));
        return WithResidual(Op("Where", [capped, Scalar(cap), Op("Mul", [others, rest])]), cap);
    }

    /// <summary>The nearest weights from 0 to a cap that sum to 1; as <c>SparsemaxAllocator</c>.</summary>
    /// <exception cref="ArgumentException">Assets · cap is below 1.</exception>
    public (string Weights, string Residual) CappedSimplex(string scores, double cap = 1)
    {
        RequireRoom(cap);
        var above = Op("Sub", [scores, Level(scores, cap)]);
        var full = Number(Op("GreaterOrEqual", [above, Scalar(cap)]));
        var between = Op("Sub", [Number(Op("Greater", [above, Scalar(0)])), full]);
        var left = Op("Sub", [Scalar(1), Op("Mul", [Sum(full), Scalar(cap)])]);
        var level = Op("Div", [Op("Sub", [Sum(Op("Mul", [scores, between])), left]), Op("Max", [Sum(between), Scalar(1)])]);
        return WithResidual(Op("Add", [Op("Mul", [Op("Sub", [scores, level]), between]), Op("Mul", [full, Scalar(cap)])]), cap);
    }

    /// <summary>t = tanh x, w = t/Σ|t|; as <c>NormalisedTanh</c>.</summary>
    public (string Weights, string Residual) NormalisedTanh(string scores)
    {
        var values = Op("Tanh", [scores]);
        var gross = Sum(Op("Abs", [values]));
        var some = Op("Greater", [gross, Scalar(0)]);
        var weights = Op("Div", [values, Op("Where", [some, gross, Scalar(1)])]);
        var missing = Op("Abs", [Op("Sub", [Sum(Op("Abs", [weights])), Scalar(1)])]);
        return (weights, Flat(Op("Where", [some, missing, Scalar(0)])));
    }

    /// <summary>Weights that are those of no problem: the residual is by how much they leave the simplex.</summary>
    public (string Weights, string Residual) OnSimplex(string weights) => WithResidual(weights, 1);

    // ν within rounding, (batch, 1): Σ min(max(x − ν, 0), cap) falls with ν in straight pieces between the points x and x − cap.
    private string Level(string scores, double cap)
    {
        var count = 2 * assets;
        var sorted = Sort(Op("Concat", [scores, Op("Sub", [scores, Scalar(cap)])], OnnxAttribute.Of("axis", 1)), count);
        var points = sorted[0];
        var slopes = Op("CumSum", [Op("Where", [Op("Less", [sorted[1], One(assets)]), Scalar(1), Scalar(-1)]), One(1)]);
        var falls = Op("Sub", [Slice(points, 0, count - 1), Slice(points, 1, count)]);
        var gains = Op("CumSum", [Op("Mul", [falls, Slice(slopes, 0, count - 1)]), One(1)]);
        var sums = Op("Concat", [Op("Mul", [Slice(slopes, 0, 1), Scalar(0)]), gains], OnnxAttribute.Of("axis", 1)); // Σw at each point
        // The last point at which Σw ≤ 1, and from there on along its slope.
        var reached = Op("Cast", [Op("LessOrEqual", [sums, Scalar(1)])], OnnxAttribute.Of("to", 7));
        var at = Op("Max", [Op("Sub", [Op("ReduceSum", [reached, layers.Constant([1L], 1)]), One(1)]), One(0)]);
        string At(string values) => Op("GatherElements", [values, at], OnnxAttribute.Of("axis", 1));
        return Op("Sub", [At(points), Op("Div", [Op("Sub", [Scalar(1), At(sums)]), Op("Max", [At(slopes), Scalar(1)])])]);
    }

    private (string Weights, string Residual) WithResidual(string weights, double cap)
    {
        var missing = Op("Abs", [Op("Sub", [Sum(weights), Scalar(1)])]);
        var over = Op("Sub", [Op("ReduceMax", [weights], OnnxAttribute.List("axes", 1)), Scalar(cap)]);
        var under = Op("Neg", [Op("ReduceMin", [weights], OnnxAttribute.List("axes", 1))]);
        return (weights, Flat(Op("Max", [missing, over, under])));
    }

    private IReadOnlyList<string> Sort(string values, long count) => layers.Nodes("TopK", 2, [values, layers.Constant([count], 1)], OnnxAttribute.Of("axis", 1));

    private string Op(string type, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes) => layers.Node(type, inputs, attributes);

    private string Sum(string values) => Op("ReduceSum", [values, layers.Constant([1L], 1)]);

    private string Slice(string values, long from, long to) => Op("Slice", [values, layers.Constant([from], 1), layers.Constant([to], 1), layers.Constant([1L], 1)]);

    private string Flat(string values) => layers.Reshape(values, -1);

    private string Number(string boolean) => layers.Double(boolean);

    private string Scalar(double value) => layers.Constant([value]);

    private string One(long value) => layers.Constant([value]);

    private void RequireRoom(double cap)
    {
        if (!(cap > 0) || assets * cap < 1 - 1e-12) throw new ArgumentException($"expected assets · cap ≥ 1, found {assets} assets and cap {cap}", nameof(cap));
    }
}
