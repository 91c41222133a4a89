using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Policies;

/// <summary>A solved HJB problem at trading time: states, parameters and time to go in; value, its gradient, policy and its myopic part out.</summary>
/// <remarks>An input outside the domain is taken at the nearest value inside, and told. Evaluating allocates nothing. Not safe for use from several threads.</remarks>
public sealed class PolicyModel : IDisposable
{
    private readonly BoundGraph _graph;
    private readonly bool _allowInSample;
    private readonly double[] _inputs;
    private readonly bool[] _clipped;

    private PolicyModel(ModelBundle bundle, PolicyDescription description, BoundGraph graph, int rows, bool allowInSample)
    {
        (Manifest, Path, Description, Rows, _graph, _allowInSample) = (bundle.Manifest, bundle.Path, description, rows, graph, allowInSample);
        _inputs = new double[rows * description.Inputs.Count];
        _clipped = new bool[_inputs.Length];
    }

    public ModelManifest Manifest { get; }

    /// <summary>Key of the bundle's folder in the object store.</summary>
    public string Path { get; }

    /// <summary>The manifest's own.</summary>
    public PolicyDescription Description { get; }

    /// <summary>Points that one evaluation takes.</summary>
    public int Rows { get; }

    /// <summary>(rows) l = ln J of the last evaluation.</summary>
    public ReadOnlySpan<double> Value => _graph[PolicyTensors.Value];

    /// <summary>(rows, states) ∇l.</summary>
    public ReadOnlySpan<double> Slope => _graph[PolicyTensors.Slope];

    /// <summary>(rows, outputs).</summary>
    public ReadOnlySpan<double> Policy => _graph[PolicyTensors.Policy];

    /// <summary>(rows, outputs) the policy of an investor who does not hedge; the rest of <see cref="Policy"/> hedges.</summary>
    public ReadOnlySpan<double> Myopic => _graph[PolicyTensors.Myopic];

    /// <summary>(rows) consumption over wealth a year.</summary>
    public ReadOnlySpan<double> Consumption => _graph[PolicyTensors.Consumption];

    /// <summary>(rows, columns) the inputs as they were evaluated.</summary>
    public ReadOnlySpan<double> Inputs => _inputs;

    /// <summary>(rows, columns) which of the last inputs lay outside the domain.</summary>
    public ReadOnlySpan<bool> Clipped => _clipped;

    /// <summary>Opens the newest bundle that may trade from a date on: the last whose <see cref="ModelManifest.TrainedThrough"/> lies before it.</summary>
    /// <param name="keys">All keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="firstTradingDate">The first date on which it decides.</param>
    /// <param name="rows">Points that one evaluation takes, 1 or more.</param>
    /// <param name="allowInSample">Open the newest bundle whatever its calibration has seen, and never refuse a date. For diagnosis.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static PolicyModel Load(
        IEnumerable<string> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, int rows = 1, bool allowInSample = false) =>
        Load(ModelBundle.ReadNewest(keys, read, name, firstTradingDate, allowInSample), rows, allowInSample);

    /// <summary>Opens a bundle that has been read.</summary>
    /// <exception cref="InvalidDataException">The bundle does not fit: says where, what was expected, what was found.</exception>
    public static PolicyModel Load(ModelBundle bundle, int rows = 1, bool allowInSample = false)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        BundleRules.RequireKind(bundle, BundleKind.Policy);
        var description = bundle.Manifest.Policy!;
        var manifestPath = $"{bundle.Path}/{ModelBundle.ManifestFile}";
        BundleRules.RequireSame(PolicyTensors.InputsOf(description), bundle.Manifest.Inputs, "inputs", manifestPath);
        BundleRules.RequireSame(PolicyTensors.OutputsOf(description), bundle.Manifest.Outputs, "outputs", manifestPath);
        var modelPath = $"{bundle.Path}/{ModelBundle.ModelFile}";
        var session = OnnxModel.Open(bundle.Model, modelPath);
        try
        {
            BundleRules.RequireSame(bundle.Manifest.Inputs, OnnxModel.Inputs(session), "inputs", modelPath);
            BundleRules.RequireSame(bundle.Manifest.Outputs, OnnxModel.Outputs(session), "outputs", modelPath);
            return new(bundle, description, new BoundGraph(session, bundle.Manifest.Inputs, bundle.Manifest.Outputs, rows), rows, allowInSample);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a date that the policy's calibration has seen, unless in-sample use was allowed.</summary>
    /// <exception cref="InvalidOperationException">The date is not after <see cref="ModelManifest.TrainedThrough"/>.</exception>
    public void EnsureUnseen(DateOnly tradingDate)
    {
        if (!_allowInSample) BundleRules.RequireUnseen(Manifest, Path, tradingDate);
    }

    /// <summary>Evaluates.</summary>
    /// <param name="inputs">(rows, columns) row-major, numbers.</param>
    /// <returns>Whether all inputs lay within the domain.</returns>
    /// <exception cref="ArgumentException">The length is wrong, or an input is NaN.</exception>
    public bool Evaluate(ReadOnlySpan<double> inputs)
    {
        if (inputs.Length != _inputs.Length) throw new ArgumentException($"expected {Rows} × {Description.Inputs.Count} values, found {inputs.Length}", nameof(inputs));
        var columns = Description.Inputs.Count;
        var inside = true;
        for (var i = 0; i < inputs.Length; i++)
        {
            var (input, value) = (Description.Inputs[i % columns], inputs[i]);
            if (double.IsNaN(value)) throw new ArgumentException($"{input.Name}: expected a number, found NaN", nameof(inputs));
            _inputs[i] = Math.Clamp(value, input.Lower, input.Upper);
            _clipped[i] = _inputs[i] != value;
            inside &= !_clipped[i];
        }
        _graph.Run(_inputs);
        return inside;
    }

    public void Dispose() => _graph.Dispose();
}
