using System.Runtime.InteropServices;
using Google.Protobuf;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Export.Format;

namespace LeanDeep.Training.Export;

/// <summary>Writes an ONNX model node by node. Values are named by text.</summary>
/// <remarks>A dimension of −1 is the batch: it is written with the name <see cref="BatchDimension"/> and may have any
/// size at run time. The same calls give the same bytes.</remarks>
public sealed class OnnxGraphBuilder
{
    /// <summary>Version of the operator set that node types are taken from.</summary>
    public const int OperatorSet = 17;

    /// <summary>Version of the file format; the one that came with operator set 17.</summary>
    public const int FormatVersion = 8;

    /// <summary>Name of the dynamic dimension.</summary>
    public const string BatchDimension = "batch";

    private readonly GraphProto _graph;
    private readonly SortedSet<string> _domains = new(StringComparer.Ordinal);
    private GraphProto _current;
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nodesOfType = new(StringComparer.Ordinal);

    /// <param name="name">Name of the graph.</param>
    public OnnxGraphBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _current = _graph = new GraphProto { Name = name };
    }

    /// <summary>A float input of the model.</summary>
    /// <param name="name">Distinct from all other values.</param>
    /// <param name="shape">Dimensions; −1 for the batch.</param>
    /// <returns>The name.</returns>
    public string Input(string name, params long[] shape) => Input(name, TensorType.Float32, shape);

    /// <summary>An input of the model.</summary>
    /// <param name="name">Distinct from all other values.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="shape">Dimensions; −1 for the batch.</param>
    /// <returns>The name.</returns>
    public string Input(string name, TensorType type, params long[] shape)
    {
        Define(name);
        _graph.Input.Add(Describe(name, type, shape));
        return name;
    }

    /// <inheritdoc cref="Input(string, TensorType, long[])"/>
    /// <param name="tensor">Name, shape (−1 for the batch) and type of the input.</param>
    public string Input(TensorSpecification tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Input(tensor.Name, tensor.Type, [.. tensor.Shape.Select(size => (long)size)]);
    }

    /// <summary>A constant.</summary>
    /// <param name="name">Distinct from all other values.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Dimensions; none for a scalar.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many values, or the name is taken.</exception>
    public string Constant(string name, ReadOnlySpan<float> values, params long[] shape) =>
        Constant(name, MemoryMarshal.AsBytes(values), values.Length, TensorProto.Types.DataType.Float, shape);

    /// <inheritdoc cref="Constant(string, ReadOnlySpan{float}, long[])"/>
    public string Constant(string name, ReadOnlySpan<long> values, params long[] shape) =>
        Constant(name, MemoryMarshal.AsBytes(values), values.Length, TensorProto.Types.DataType.Int64, shape);

    /// <inheritdoc cref="Constant(string, ReadOnlySpan{float}, long[])"/>
    public string Constant(string name, ReadOnlySpan<double> values, params long[] shape) =>
        Constant(name, MemoryMarshal.AsBytes(values), values.Length, TensorProto.Types.DataType.Double, shape);

    /// <summary>Adds a node and returns the name of its output.</summary>
    /// <param name="type">Operator, for example <c>Gemm</c>.</param>
    /// <param name="inputs">Names of values that exist already.</param>
    /// <param name="attributes">Constants of the node.</param>
    /// <exception cref="ArgumentException">An input is not defined yet.</exception>
    public string Node(string type, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes)
    {
        return Node(type, NextName(type), inputs, attributes);
    }

    /// <summary>Adds a node of several outputs and returns their names.</summary>
    /// <param name="type">Operator, for example <c>TopK</c>.</param>
    /// <param name="outputs">How many of its outputs, from the first on.</param>
    /// <param name="inputs">Names of values that exist already.</param>
    /// <param name="attributes">Constants of the node.</param>
    /// <exception cref="ArgumentException">An input is not defined yet.</exception>
    public IReadOnlyList<string> Nodes(string type, int outputs, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes)
    {
        return Nodes(type, NextName(type), outputs, inputs, attributes);
    }

    private Google.Protobuf.Collections.RepeatedField<string> Nodes(string type, string name, int outputs, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Node(type, name, inputs, attributes);
        var node = _current.Node[^1];
        for (var i = 1; i < outputs; i++)
        {
            Define($"{name}_{i}");
            node.Output.Add($"{name}_{i}");
        }
        return node.Output;
    }

    /// <summary>Adds a node of an operator that is not ONNX's own and returns the name of its output.</summary>
    /// <param name="domain">Whose operator, for example <c>com.microsoft</c>; its version is 1.</param>
    /// <inheritdoc cref="Node(string, ReadOnlySpan{string}, OnnxAttribute[])"/>
    public string Foreign(string domain, string type, params ReadOnlySpan<string> inputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(domain);
        var output = Node(type, inputs);
        _current.Node[^1].Domain = domain;
        _domains.Add(domain);
        return output;
    }

    /// <summary>Adds a loop whose body carries values from step to step.</summary>
    /// <param name="steps">At most so many.</param>
    /// <param name="states">Their first values, with what they are.</param>
    /// <param name="body">Given the names of the states, adds the nodes of one step, which may read what lies outside, and returns the names of a boolean, whether to go on,
    /// and of the next states.</param>
    /// <returns>Names of the states after the last step.</returns>
    public IReadOnlyList<string> Loop(
        int steps, IReadOnlyList<(string Initial, TensorType Type, long[] Shape)> states, Func<IReadOnlyList<string>, (string GoOn, IReadOnlyList<string> Next)> body)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(body);
        var name = NextName("Loop");
        string[] inputs = [Constant($"{name}.steps", [(long)steps]), Constant($"{name}.begin", [true], TensorProto.Types.DataType.Bool), .. states.Select(state => state.Initial)];
        var (outside, graph) = (_current, new GraphProto { Name = name });
        string[] visible = [.. _values];
        _current = graph;
        string Into(string what, TensorType type, long[] shape)
        {
            Define(what);
            graph.Input.Add(Describe(what, type, shape));
            return what;
        }
        Into($"{name}.step", TensorType.Int64, []);
        Into($"{name}.going", TensorType.Bool, []);
        string[] carried = [.. states.Select((state, i) => Into($"{name}.state{i}", state.Type, state.Shape))];
        var (goOn, next) = body(carried);
        graph.Output.Add(Describe(Node("Identity", [goOn]), TensorType.Bool, []));
        foreach (var (value, state) in next.Zip(states)) graph.Output.Add(Describe(Node("Identity", [value]), state.Type, state.Shape));
        var made = _graph.Initializer.Select(constant => constant.Name);
        _values.IntersectWith([.. visible, .. made]);
        _current = outside;
        return Nodes("Loop", name, states.Count, inputs, OnnxAttribute.Of("body", graph));
    }

    /// <summary>Adds the node whose output is an output of the model.</summary>
    /// <param name="type">Operator.</param>
    /// <param name="name">Name of the output.</param>
    /// <param name="shape">Dimensions of the output; −1 for the batch.</param>
    /// <param name="inputs">Names of values that exist already.</param>
    /// <param name="attributes">Constants of the node.</param>
    public void Output(string type, string name, long[] shape, ReadOnlySpan<string> inputs, params OnnxAttribute[] attributes)
    {
        Node(type, name, inputs, attributes);
        _graph.Output.Add(Describe(name, TensorType.Float32, shape));
    }

    /// <summary>Makes a value an output of the model.</summary>
    /// <param name="tensor">Name, shape (−1 for the batch) and type of the output.</param>
    /// <param name="value">Name of a value that exists already.</param>
    public void Output(TensorSpecification tensor, string value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Node("Identity", tensor.Name, [value], []);
        _graph.Output.Add(Describe(tensor.Name, tensor.Type, [.. tensor.Shape.Select(size => (long)size)]));
    }

    /// <summary>The model as the bytes of an .onnx file.</summary>
    /// <param name="metadata">Written as the model's metadata_props, in this order.</param>
    /// <exception cref="InvalidOperationException">The graph has no output.</exception>
    public byte[] Build(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (_graph.Output.Count == 0)
            throw new InvalidOperationException($"graph {_graph.Name}: expected an output, found none");
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "LeanDeep",
            ProducerVersion = typeof(OnnxGraphBuilder).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
        };
        foreach (var domain in _domains) model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        foreach (var (key, value) in metadata)
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }

    private string Node(string type, string output, ReadOnlySpan<string> inputs, OnnxAttribute[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = output };
        foreach (var input in inputs)
        {
            if (!_values.Contains(input))
                throw new ArgumentException($"expected a value defined before {output}, found {input}", nameof(inputs));
            node.Input.Add(input);
        }
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute.Proto);
        Define(output);
        node.Output.Add(output);
        _current.Node.Add(node);
        return output;
    }

    private string Constant(string name, ReadOnlySpan<bool> values, TensorProto.Types.DataType type) => Constant(name, MemoryMarshal.AsBytes(values), values.Length, type, []);

    private string Constant(string name, ReadOnlySpan<byte> bytes, int count, TensorProto.Types.DataType type, long[] shape)
    {
        if (shape.Aggregate(1L, (product, d) => product * d) != count)
            throw new ArgumentException($"expected values of shape [{string.Join(", ", shape)}], found {count}", nameof(shape));
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX files hold little-endian numbers; this machine is big-endian");
        Define(name);
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(bytes) });
        return name;
    }

    private void Define(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_values.Add(name))
            throw new ArgumentException($"expected a name that is not taken, found {name}", nameof(name));
    }

    private string NextName(string type)
    {
        var number = _nodesOfType[type] = _nodesOfType.GetValueOrDefault(type) + 1;
        return $"{type}_{number}";
    }

    private static ValueInfoProto Describe(string name, TensorType type, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (var size in shape)
            dimensions.Dim.Add(size == -1
                ? new TensorShapeProto.Types.Dimension { DimParam = BatchDimension }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)ElementType(type), Shape = dimensions } },
        };
    }

    private static TensorProto.Types.DataType ElementType(TensorType type) => type switch
    {
        TensorType.Float32 => TensorProto.Types.DataType.Float,
        TensorType.Float64 => TensorProto.Types.DataType.Double,
        TensorType.Int64 => TensorProto.Types.DataType.Int64,
        TensorType.Bool => TensorProto.Types.DataType.Bool,
        var other => throw new ArgumentException($"expected float32, float64, int64 or bool, found {other}", nameof(type)),
    };
}
