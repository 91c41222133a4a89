using Microsoft.ML.OnnxRuntime;

namespace LeanDeep.Models.Inference;

/// <summary>An ONNX graph bound to buffers of its own: a batch of fixed size in, with what is held where the graph reads that; its outputs as doubles.</summary>
internal sealed class BoundGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly int _batch;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _single = [];
    private readonly double[] _double = [];
    private readonly Dictionary<string, double[]> _outputs = [], _others = [];

    /// <param name="session">Owned from here on.</param>
    /// <param name="inputs">The main input, then others, float64; with a batch of any size.</param>
    /// <param name="outputs">Its outputs, float64.</param>
    /// <param name="batch">Samples that are bound.</param>
    public BoundGraph(InferenceSession session, IReadOnlyList<TensorSpecification> inputs, IReadOnlyList<TensorSpecification> outputs, int batch = 1)
    {
        _batch = batch;
        _session = session;
        _binding = session.CreateIoBinding();
        var input = inputs[0];
        if (input.Type == TensorType.Float32) _binding.BindInput(input.Name, Bound(_single = new float[Size(input)], input));
        else _binding.BindInput(input.Name, Bound(_double = new double[Size(input)], input));
        foreach (var other in inputs.Skip(1)) _binding.BindInput(other.Name, Bound(_others[other.Name] = new double[Size(other)], other));
        foreach (var output in outputs)
            _binding.BindOutput(output.Name, Bound(_outputs[output.Name] = new double[Size(output)], output));
    }

    /// <summary>Values of an output in the last run.</summary>
    public double[] this[string output] => _outputs[output];

    /// <summary>Whether the graph reads more than its main input.</summary>
    public bool ReadsMore => _others.Count > 0;

    /// <summary>An input beside the main one, to be filled before a run.</summary>
    public double[] Input(string name) => _others[name];

    /// <param name="input">(batch, …) row-major.</param>
    public void Run(ReadOnlySpan<double> input)
    {
        if (_single.Length > 0)
            for (var i = 0; i < input.Length; i++) _single[i] = (float)input[i];
        else input.CopyTo(_double);
        _session.RunWithBinding(_run, _binding);
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Bound<T>(T[] buffer, TensorSpecification tensor) where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(), [.. tensor.Shape.Select(size => size == -1 ? (long)_batch : size)]);
        _values.Add(value);
        return value;
    }

    private int Size(TensorSpecification tensor) => tensor.Shape.Aggregate(1, (product, size) => product * (size == -1 ? _batch : size));
}
