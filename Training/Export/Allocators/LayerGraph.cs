using System.Globalization;
using LeanDeep.Models.Inference;

namespace LeanDeep.Training.Export.Allocators;

/// <summary>Writes layers on windows, (batch, channels, lookback, assets), with standard operators in float32.</summary>
/// <param name="graph">Receives nodes and constants.</param>
/// <param name="state">Parameters.</param>
/// <param name="lookback">Steps of the window.</param>
/// <param name="assets">Assets.</param>
internal sealed class LayerGraph(OnnxGraphBuilder graph, NetworkState state, int lookback, int assets)
{
    private const float Epsilon = 1e-5f; // of torch's normalisations
    private readonly Dictionary<double, string> _scalars = [];
    private int _constants;

    public int Lookback => lookback;

    public int Assets => assets;

    public string Node(string type, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes) => graph.Node(type, inputs, attributes);

    public IReadOnlyList<string> Nodes(string type, int outputs, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes) => graph.Nodes(type, outputs, inputs, attributes);

    public string Constant(float[] values, params long[] shape) => graph.Constant(NextName(), values, shape);

    public string Constant(double[] values, params long[] shape) => graph.Constant(NextName(), values, shape);

    public string Constant(long[] values, params long[] shape) => graph.Constant(NextName(), values, shape);

    /// <summary>A float64 number, the same constant wherever it is asked for.</summary>
    public string Scalar(double value) => _scalars.TryGetValue(value, out var name) ? name : _scalars[value] = Constant([value]);

    /// <inheritdoc cref="OnnxGraphBuilder.Foreign"/>
    public string Foreign(string domain, string type, params ReadOnlySpan<string> inputs) => graph.Foreign(domain, type, inputs);

    /// <inheritdoc cref="OnnxGraphBuilder.Loop"/>
    public IReadOnlyList<string> Loop(
        int steps, IReadOnlyList<(string Initial, TensorType Type, long[] Shape)> states, Func<IReadOnlyList<string>, (string GoOn, IReadOnlyList<string> Next)> body) =>
        graph.Loop(steps, states, body);

    public string Parameter(string name, params long[] shape) => graph.Constant(name, state.Values(name), shape.Length > 0 ? shape : state.Shape(name));

    public string Double(string value) => Node("Cast", [value], OnnxAttribute.Of("to", 11));

    public string Transpose(string value, params long[] order) => Node("Transpose", [value], OnnxAttribute.List("perm", order));

    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Constant(shape, shape.Length)]);

    /// <summary>Mean over axes that are left out.</summary>
    public string Mean(string value, params long[] axes) => Node("ReduceMean", [value], OnnxAttribute.List("axes", axes), OnnxAttribute.Of("keepdims", 0));

    /// <summary>The newest step: (batch, channels, assets).</summary>
    public string Newest(string values) => Node("Gather", [values, Constant([lookback - 1L])], OnnxAttribute.Of("axis", 2));

    /// <summary>(x − centre)/scale of each channel.</summary>
    public string Standardise(string values, string prefix) =>
        Node("Div", [Node("Sub", [values, Parameter($"{prefix}.centre")]), Parameter($"{prefix}.scale")]);

    /// <summary>Zero mean and unit variance over time and assets of each sample and channel, then an affine map of the channel.</summary>
    public string InstanceNormalise(string values, string prefix) =>
        Node("InstanceNormalization", [values, Parameter($"{prefix}.weight"), Parameter($"{prefix}.bias")], OnnxAttribute.Of("epsilon", Epsilon));

    /// <summary>The same over groups of channels.</summary>
    public string GroupNormalise(string values, string prefix, int groups)
    {
        var channels = state.Shape($"{prefix}.weight")[0];
        string Same(float value) => Constant([.. Enumerable.Repeat(value, groups)], groups);
        var grouped = Node("InstanceNormalization", [Reshape(values, 0, groups, -1), Same(1), Same(0)], OnnxAttribute.Of("epsilon", Epsilon));
        var each = Reshape(grouped, 0, channels, (long)lookback * assets);
        var mapped = Node("Add", [Node("Mul", [each, Parameter($"{prefix}.weight", 1, channels, 1)]), Parameter($"{prefix}.bias", 1, channels, 1)]);
        return Reshape(mapped, 0, channels, lookback, assets);
    }

    /// <summary>Convolution over time alone, the same for every asset: (batch, channels out, lookback, assets).</summary>
    /// <param name="before">Zeros before the window; after it stand as many as keep its length.</param>
    public string Convolve(string values, string prefix, int before)
    {
        var shape = state.Shape($"{prefix}.weight"); // (out, in, kernel) or (out, in, kernel, 1)
        var (outputs, inputs, kernel) = (shape[0], shape[1], shape[2]);
        var padded = Node("Pad", [values, Constant([0, 0, before, 0, 0, 0, kernel - 1 - before, 0], 8)]);
        var taps = new string[kernel];
        for (var tap = 0; tap < kernel; tap++)
            taps[tap] = Node("Slice", [padded, Constant([(long)tap], 1), Constant([tap + (long)lookback], 1), Constant([2L], 1)]);
        var columns = Node("Concat", taps, OnnxAttribute.Of("axis", 1)); // (batch, kernel · in, lookback, assets)
        var weights = state.Values($"{prefix}.weight");
        var matrix = new float[weights.Length];
        for (var o = 0; o < outputs; o++)
            for (var i = 0; i < inputs; i++)
                for (var tap = 0; tap < kernel; tap++)
                    matrix[(o * kernel + tap) * inputs + i] = weights[(o * inputs + i) * kernel + tap];
        var product = Node("MatMul", [Constant(matrix, outputs, kernel * inputs), Reshape(columns, 0, kernel * inputs, lookback * assets)]);
        var sums = Node("Add", [product, Parameter($"{prefix}.bias", outputs, 1)]);
        return Reshape(sums, 0, outputs, lookback, assets);
    }

    /// <summary>x Aᵀ + b on the last axis.</summary>
    public string Linear(string values, string prefix)
    {
        var product = Node("MatMul", [values, Transpose(Parameter($"{prefix}.weight"), 1, 0)]);
        return state.Has($"{prefix}.bias") ? Node("Add", [product, Parameter($"{prefix}.bias")]) : product;
    }

    /// <summary>One score for each asset: (batch · assets, channels) → (batch, assets).</summary>
    public string ScoreEach(string values, string prefix) => Reshape(Linear(values, prefix), -1, assets);

    /// <summary>One score for each asset: (batch, channels, assets) → (batch, assets).</summary>
    public string Score(string values, string prefix) => Reshape(Linear(Transpose(values, 0, 2, 1), prefix), 0, assets);

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"constant.{_constants++}");
}
