using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Training.Export;

namespace LeanDeep.Training.Hjb.Policies;

/// <summary>The ONNX graph of a policy while it is written: its input by columns, constants, and its outputs.</summary>
internal sealed class PolicyGraph
{
    private readonly PolicyDescription _description;
    private readonly Dictionary<double, GraphTerm> _scalars = [];
    private readonly Dictionary<long, string> _indices = [];
    private int _constants;

    /// <param name="description">Columns of the input, and what the graph gives.</param>
    public PolicyGraph(PolicyDescription description)
    {
        _description = description;
        Builder = new OnnxGraphBuilder("Policy");
        Inputs = new(this, Builder.Input(PolicyTensors.Inputs, TensorType.Float64, -1, description.Inputs.Count));
    }

    public OnnxGraphBuilder Builder { get; }

    /// <summary>(batch, columns).</summary>
    public GraphTerm Inputs { get; }

    /// <summary>(batch, 1) the input that holds a quantity.</summary>
    public GraphTerm this[PolicyQuantity quantity] => Inputs.Columns(_description.Inputs.Select(input => input.Quantity).ToList().IndexOf(quantity), 1);

    /// <summary>(batch, states) the states of the value function, which come first.</summary>
    public GraphTerm States => Inputs.Columns(0, _description.States());

    /// <summary>A number.</summary>
    public GraphTerm Constant(double value)
    {
        // NaN and −0 need no place of their own: formulas have neither.
        if (!_scalars.TryGetValue(value, out var term)) _scalars[value] = term = new(this, Builder.Constant(NextName(), [value]));
        return term;
    }

    /// <summary>(rows, columns) row-major.</summary>
    public GraphTerm Matrix(ReadOnlySpan<double> values, int rows, int columns) => new(this, Builder.Constant(NextName(), values, rows, columns));

    /// <summary>(1) an axis or a place.</summary>
    public string Indices(long value)
    {
        if (!_indices.TryGetValue(value, out var name)) _indices[value] = name = Builder.Constant(NextName(), [value], 1);
        return name;
    }

    /// <summary>Declares the outputs and gives the file.</summary>
    /// <param name="value">(batch, 1) l.</param>
    /// <param name="slope">(batch, states) ∇l.</param>
    /// <param name="policy">(batch, outputs).</param>
    /// <param name="myopic">(batch, outputs).</param>
    /// <param name="consumption">(batch, 1).</param>
    /// <param name="metadata">Written into the file.</param>
    public byte[] Build(GraphTerm value, GraphTerm slope, GraphTerm policy, GraphTerm myopic, GraphTerm consumption, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        GraphTerm[] terms = [Flat(value), slope, policy, myopic, Flat(consumption)];
        foreach (var (tensor, term) in PolicyTensors.OutputsOf(_description).Zip(terms)) Builder.Output(tensor, term.Name);
        return Builder.Build(metadata);
    }

    private GraphTerm Flat(GraphTerm column) => new(this, Builder.Node("Reshape", [column.Name, Indices(-1)]));

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"constant_{++_constants}");
}
