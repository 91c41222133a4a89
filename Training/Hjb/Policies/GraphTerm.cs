using LeanDeep.Training.Export;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>A float64 value of an ONNX graph; arithmetic on it adds standard operators, so that formulas are written as formulas.</summary>
/// <remarks>Shapes follow ONNX's broadcasting; columns are (batch, 1).</remarks>
internal readonly record struct GraphTerm(PolicyGraph Graph, string Name)
{
    public static GraphTerm operator -(GraphTerm value) => value.Apply("Neg");
    public static GraphTerm operator +(GraphTerm left, GraphTerm right) => left.Apply("Add", right);
    public static GraphTerm operator -(GraphTerm left, GraphTerm right) => left.Apply("Sub", right);
    public static GraphTerm operator *(GraphTerm left, GraphTerm right) => left.Apply("Mul", right);
    public static GraphTerm operator /(GraphTerm left, GraphTerm right) => left.Apply("Div", right);
    public static GraphTerm operator +(GraphTerm left, double right) => left + left.Graph.Constant(right);
    public static GraphTerm operator -(GraphTerm left, double right) => left - left.Graph.Constant(right);
    public static GraphTerm operator *(GraphTerm left, double right) => left * left.Graph.Constant(right);
    public static GraphTerm operator /(GraphTerm left, double right) => left / left.Graph.Constant(right);
    public static GraphTerm operator +(double left, GraphTerm right) => right.Graph.Constant(left) + right;
    public static GraphTerm operator -(double left, GraphTerm right) => right.Graph.Constant(left) - right;
    public static GraphTerm operator *(double left, GraphTerm right) => right.Graph.Constant(left) * right;
    public static GraphTerm operator /(double left, GraphTerm right) => right.Graph.Constant(left) / right;

    public GraphTerm Exp() => Apply("Exp");
    public GraphTerm Log() => Apply("Log");
    public GraphTerm Sqrt() => Apply("Sqrt");
    public GraphTerm Tanh() => Apply("Tanh");
    public GraphTerm Square() => this * this;

    /// <summary>Matrix product.</summary>
    public GraphTerm Times(GraphTerm right) => Apply("MatMul", right);

    /// <summary>Sum over the second axis, which stays as one column.</summary>
    public GraphTerm SumOfColumns() => new(Graph, Graph.Builder.Node("ReduceSum", [Name, Graph.Indices(1)], OnnxAttribute.Of("keepdims", 1)));

    /// <summary>Inner product of each row with that of another: (batch, 1).</summary>
    public GraphTerm Sum(GraphTerm weights) => (this * weights).SumOfColumns();

    /// <summary>Columns from first on: (batch, count).</summary>
    public GraphTerm Columns(int first, int count) =>
        new(Graph, Graph.Builder.Node("Slice", [Name, Graph.Indices(first), Graph.Indices(first + count), Graph.Indices(1)]));

    /// <summary>Columns one after another.</summary>
    public GraphTerm Beside(GraphTerm right) => new(Graph, Graph.Builder.Node("Concat", [Name, right.Name], OnnxAttribute.Of("axis", 1)));

    private GraphTerm Apply(string type) => new(Graph, Graph.Builder.Node(type, [Name]));

    private GraphTerm Apply(string type, GraphTerm right) => new(Graph, Graph.Builder.Node(type, [Name, right.Name]));
}
