namespace LeanDeep.Training.Export.Allocators;

/// <summary>A float64 value of a graph, so that formulas read as such. Operators act element by element and repeat dimensions of 1.</summary>
/// <param name="Layers">Receives nodes and constants.</param>
/// <param name="Name">Of the value.</param>
internal readonly record struct GraphValue(LayerGraph Layers, string Name)
{
    public static GraphValue operator +(GraphValue a, GraphValue b) => a.With("Add", b);

    public static GraphValue operator -(GraphValue a, GraphValue b) => a.With("Sub", b);

    public static GraphValue operator *(GraphValue a, GraphValue b) => a.With("Mul", b);

    public static GraphValue operator /(GraphValue a, GraphValue b) => a.With("Div", b);

    public static GraphValue operator -(GraphValue a) => a.Of("Neg");

    public static GraphValue operator +(GraphValue a, double b) => b == 0 ? a : a + a.Scalar(b);

    public static GraphValue operator *(double a, GraphValue b) => b * b.Scalar(a);

    /// <summary>1 where a &gt; b, 0 elsewhere and where either is NaN.</summary>
    public static GraphValue operator >(GraphValue a, GraphValue b) => a.With("Greater", b).Number();

    /// <summary>1 where a &lt; b, 0 elsewhere and where either is NaN.</summary>
    public static GraphValue operator <(GraphValue a, GraphValue b) => a.With("Less", b).Number();

    public GraphValue Scalar(double value) => new(Layers, Layers.Scalar(value));

    public GraphValue Abs() => Of("Abs");

    public GraphValue Max(GraphValue other) => With("Max", other);

    public GraphValue Min(GraphValue other) => With("Min", other);

    public GraphValue MatMul(GraphValue other) => With("MatMul", other);

    /// <summary>Sum over the last axis, which stays with size 1.</summary>
    public GraphValue Sum() => new(Layers, Layers.Node("ReduceSum", [Name, Layers.Constant([-1L], 1)]));

    /// <summary>Greatest over the last axis, which stays with size 1.</summary>
    public GraphValue Greatest() => new(Layers, Layers.Node("ReduceMax", [Name], OnnxAttribute.List("axes", -1)));

    /// <summary>Least over the last axis, which stays with size 1.</summary>
    public GraphValue Least() => new(Layers, Layers.Node("ReduceMin", [Name], OnnxAttribute.List("axes", -1)));

    /// <summary>Places from one to another of an axis.</summary>
    public GraphValue Slice(long from, long to, long axis = 1) =>
        new(Layers, Layers.Node("Slice", [Name, Layers.Constant([from], 1), Layers.Constant([to], 1), Layers.Constant([axis], 1)]));

    /// <summary>Where a condition, which is 0 or 1, is above a half: this, elsewhere another.</summary>
    public GraphValue Where(GraphValue condition, GraphValue other) =>
        new(Layers, Layers.Node("Where", [condition.With("Greater", condition.Scalar(0.5)).Name, Name, other.Name]));

    public GraphValue Column() => new(Layers, Layers.Node("Unsqueeze", [Name, Layers.Constant([2L], 1)]));

    public GraphValue Row() => new(Layers, Layers.Node("Unsqueeze", [Name, Layers.Constant([1L], 1)]));

    public GraphValue Flat(long axis = 2) => new(Layers, Layers.Node("Squeeze", [Name, Layers.Constant([axis], 1)]));

    public GraphValue Transposed() => new(Layers, Layers.Transpose(Name, 0, 2, 1));

    /// <summary>This matrix, (batch, rows, columns), times a vector, (batch, columns).</summary>
    public GraphValue Times(GraphValue vector) => MatMul(vector.Column()).Flat();

    /// <summary>A boolean as 0 or 1.</summary>
    public GraphValue Number() => new(Layers, Layers.Double(Name));

    public GraphValue Of(string type) => new(Layers, Layers.Node(type, [Name]));

    public static GraphValue Concat(long axis, params ReadOnlySpan<GraphValue> values)
    {
        var layers = values[0].Layers;
        var names = new string[values.Length];
        for (var i = 0; i < names.Length; i++) names[i] = values[i].Name;
        return new(layers, layers.Node("Concat", names, OnnxAttribute.Of("axis", axis)));
    }

    public GraphValue With(string type, GraphValue other) => new(Layers, Layers.Node(type, [Name, other.Name]));
}
