using Microsoft.ML.OnnxRuntime;

namespace LeanDeep.Models.Inference;

/// <summary>An allocator's ONNX graph with its buffers: one window in, and what is held where it reads that; its outputs as doubles.</summary>
internal sealed class AllocatorGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];
    private readonly float[] _single = [];
    private readonly double[] _double = [];
    private readonly Dictionary<string, double[]> _outputs = [], _trade = [];

    /// <param name="session">Owned from here on.</param>
    /// <param name="inputs">The window, then what it reads of the portfolio, float64; with a batch of any size, of which one sample is bound.</param>
    /// <param name="outputs">Its outputs, float64.</param>
    public AllocatorGraph(InferenceSession session, IReadOnlyList<TensorSpecification> inputs, IReadOnlyList<TensorSpecification> outputs)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        var input = inputs[0];
        if (input.Type == TensorType.Float32) _binding.BindInput(input.Name, Bound(_single = new float[Size(input)], input));
        else _binding.BindInput(input.Name, Bound(_double = new double[Size(input)], input));
        foreach (var other in inputs.Skip(1)) _binding.BindInput(other.Name, Bound(_trade[other.Name] = new double[Size(other)], other));
        foreach (var output in outputs)
            _binding.BindOutput(output.Name, Bound(_outputs[output.Name] = new double[Size(output)], output));
    }

    /// <summary>Values of an output in the last run.</summary>
    public double[] this[string output] => _outputs[output];

    /// <summary>Whether the graph reads what is held.</summary>
    public bool ReadsTrade => _trade.Count > 0;

    /// <summary>An input beside the window, to be filled before a run.</summary>
    public double[] Input(string name) => _trade[name];

    public void Run(ReadOnlySpan<double> window)
    {
        if (_single.Length > 0)
            for (var i = 0; i < window.Length; i++) _single[i] = (float)window[i];
        else window.CopyTo(_double);
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
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(), [.. tensor.Shape.Select(size => size == -1 ? 1L : size)]);
        _values.Add(value);
        return value;
    }

    private static int Size(TensorSpecification tensor) => tensor.Shape.Aggregate(1, (product, size) => product * (size == -1 ? 1 : size));
}
