using LeanDeep.Models.Features;
using Microsoft.ML.OnnxRuntime;

namespace LeanDeep.Models.Inference;

/// <summary>A return predictor at trading time: features of many names in, one predicted return per name out.</summary>
/// <remarks>Buffers and bindings are kept from call to call, so that predicting allocates nothing unless the number of rows
/// changes. Not safe for use from several threads.</remarks>
public sealed class ReturnPredictor : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly bool _allowInSample;
    private OrtIoBinding? _binding;
    private OrtValue? _input, _output;
    private float[] _rows = [], _predictions = [];
    private int _boundRows;

    private ReturnPredictor(ModelBundle bundle, InferenceSession session, bool allowInSample)
    {
        Manifest = bundle.Manifest;
        Path = bundle.Path;
        _session = session;
        _allowInSample = allowInSample;
        FeatureCount = bundle.Manifest.Features.Count;
    }

    public ModelManifest Manifest { get; }

    /// <summary>Key of the bundle's folder in the object store.</summary>
    public string Path { get; }

    /// <summary>Features per row.</summary>
    public int FeatureCount { get; }

    /// <summary>Opens the newest bundle that may trade from a date on: the last whose <see cref="ModelManifest.TrainedThrough"/> lies before it.</summary>
    /// <param name="keys">All keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="features">The features that the caller will compute; must be the model's, in the same order.</param>
    /// <param name="firstTradingDate">The first date on which predictions are used.</param>
    /// <param name="allowInSample">Open the newest bundle whatever it has seen, and never refuse a date. For diagnosis: such results say nothing about the future.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static ReturnPredictor Load(
        IEnumerable<string> keys, Func<string, byte[]> read, string name, FeatureSet features, DateOnly firstTradingDate,
        bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu)
    {
        return Load(ModelBundle.ReadNewest(keys, read, name, firstTradingDate, allowInSample), features, allowInSample, device);
    }

    /// <summary>Opens a bundle that has been read.</summary>
    /// <exception cref="InvalidDataException">The bundle does not fit: says where, what was expected, what was found.</exception>
    public static ReturnPredictor Load(ModelBundle bundle, FeatureSet features, bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(features);
        var manifestPath = $"{bundle.Path}/{ModelBundle.ManifestFile}";
        var modelPath = $"{bundle.Path}/{ModelBundle.ModelFile}";
        BundleRules.RequireKind(bundle, BundleKind.ReturnPredictor);
        RequireFeatures(features, bundle.Manifest, manifestPath);
        var session = OnnxModel.Open(bundle.Model, modelPath, device);
        try
        {
            RequireShapes(bundle.Manifest, OnnxModel.Inputs(session), OnnxModel.Outputs(session), manifestPath, modelPath);
            return new ReturnPredictor(bundle, session, allowInSample);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a date that the model has seen, unless in-sample use was allowed.</summary>
    /// <exception cref="InvalidOperationException">The date is not after <see cref="ModelManifest.TrainedThrough"/>.</exception>
    public void EnsureUnseen(DateOnly tradingDate)
    {
        if (!_allowInSample) BundleRules.RequireUnseen(Manifest, Path, tradingDate);
    }

    /// <summary>Predicts all rows in one call of the model.</summary>
    /// <param name="rows">(rowCount × features) row-major; may be longer. A NaN makes its row's prediction NaN.</param>
    /// <param name="rowCount">Number of rows, 0 or more.</param>
    /// <param name="predictions">(rowCount) predicted returns, fractions over the manifest's horizon; may be longer.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Predict(ReadOnlySpan<float> rows, int rowCount, Span<float> predictions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        var values = rowCount * FeatureCount;
        if (rows.Length < values)
            throw new ArgumentException($"expected {rowCount} rows of {FeatureCount}, found {rows.Length} values", nameof(rows));
        if (predictions.Length < rowCount)
            throw new ArgumentException($"expected room for {rowCount} predictions, found {predictions.Length}", nameof(predictions));
        if (rowCount == 0)
            return;
        if (rowCount != _boundRows)
            Bind(rowCount);
        rows[..values].CopyTo(_rows);
        _session.RunWithBinding(_run, _binding!);
        _predictions.AsSpan(0, rowCount).CopyTo(predictions);
    }

    public void Dispose()
    {
        Unbind();
        _run.Dispose();
        _session.Dispose();
    }

    /// <summary>Points the model's input and output at the buffers, pinned, with this number of rows.</summary>
    private void Bind(int rowCount)
    {
        Unbind();
        if (_predictions.Length < rowCount)
        {
            _rows = new float[rowCount * FeatureCount];
            _predictions = new float[rowCount];
        }
        var output = Manifest.Outputs[0];
        _input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _rows.AsMemory(0, rowCount * FeatureCount), [rowCount, FeatureCount]);
        _output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _predictions.AsMemory(0, rowCount),
            output.Shape.Count == 1 ? [rowCount] : [rowCount, 1]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(Manifest.Inputs[0].Name, _input);
        _binding.BindOutput(output.Name, _output);
        _boundRows = rowCount;
    }

    private void Unbind()
    {
        _binding?.Dispose();
        _input?.Dispose();
        _output?.Dispose();
        (_binding, _input, _output, _boundRows) = (null, null, null, 0);
    }

    private static void RequireFeatures(FeatureSet features, ModelManifest manifest, string path)
    {
        if (manifest.FeatureHash == features.Hash)
            return;
        if (manifest.Features.Count != features.Count)
            throw new InvalidDataException($"{path}: features: expected the {features.Count} of {features.Name}, found {manifest.Features.Count}");
        for (var i = 0; i < features.Count; i++)
            if (!manifest.Features[i].Equals(features.Features[i]))
                throw new InvalidDataException($"{path}: feature {i}: expected {features.Features[i]}, found {manifest.Features[i]}");
        throw new InvalidDataException($"{path}: featureHash: expected {features.Hash}, found {manifest.FeatureHash}");
    }

    private static void RequireShapes(
        ModelManifest manifest, IReadOnlyList<TensorSpecification> inputs, IReadOnlyList<TensorSpecification> outputs, string manifestPath, string modelPath)
    {
        BundleRules.RequireSame(manifest.Inputs, inputs, "inputs", modelPath);
        BundleRules.RequireSame(manifest.Outputs, outputs, "outputs", modelPath);
        var fits = manifest.Inputs is [{ Type: TensorType.Float32, Shape: [-1, var columns] }] && columns == manifest.Features.Count;
        if (!fits)
            throw new InvalidDataException($"{manifestPath}: inputs: expected one float32[-1,{manifest.Features.Count}], found {BundleRules.Join(manifest.Inputs)}");
        if (manifest.Outputs is not [{ Type: TensorType.Float32, Shape: [-1] or [-1, 1] }])
            throw new InvalidDataException($"{manifestPath}: outputs: expected one float32[-1] or float32[-1,1], found {BundleRules.Join(manifest.Outputs)}");
    }
}
