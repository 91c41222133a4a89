using System.Text.Json;
using LeanDeep.Models.Features;
using LeanDeep.Models.Policies;

namespace LeanDeep.Models.Inference;

/// <summary>All that must be known about a model file to use it: <c>manifest.json</c> of a bundle.</summary>
/// <remarks>Two manifests are compared by their JSON text, not with Equals: they hold dictionaries.</remarks>
public sealed record ModelManifest
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required BundleKind Kind { get; init; }

    /// <summary>Name of the model: letters, digits, '-' and '_'.</summary>
    public required string Name { get; init; }

    /// <summary>When the bundle was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Versions of the packages that made it.</summary>
    public required IReadOnlyDictionary<string, string> Packages { get; init; }

    /// <summary>Commit of the sources that made it; empty where unknown.</summary>
    public string GitCommit { get; init; } = "";

    public required long Seed { get; init; }

    /// <summary>First session whose bars the training features used: a stream that starts here has the values of training.</summary>
    public required DateOnly BarsFrom { get; init; }

    /// <summary>Session of the first training row.</summary>
    public required DateOnly TrainedFrom { get; init; }

    /// <summary>Session of the last label that training, validation or early stopping saw. No model may trade on or before it.</summary>
    public required DateOnly TrainedThrough { get; init; }

    /// <summary>Inputs of the model in their order; empty where it takes none of these.</summary>
    public required IReadOnlyList<FeatureDefinition> Features { get; init; }

    /// <summary><see cref="FeatureSet.HashOf"/> of <see cref="Features"/>.</summary>
    public required string FeatureHash { get; init; }

    public required IReadOnlyList<TensorSpecification> Inputs { get; init; }
    public required IReadOnlyList<TensorSpecification> Outputs { get; init; }

    /// <summary>Sessions of history in one input; 1 for models on features.</summary>
    public required int Lookback { get; init; }

    /// <summary>Sessions over which the label looks ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Sessions between the last input and the first of the label's interval.</summary>
    public required int Gap { get; init; }

    public required ModelUniverse Universe { get; init; }

    /// <summary>What a portfolio may hold, as JSON; absent for models that give none.</summary>
    public JsonElement? Constraints { get; init; }

    /// <summary>The problem solved and its domain; only for policies.</summary>
    public PolicyDescription? Policy { get; init; }

    /// <summary>Figures of the training, for example <c>meanIC</c>.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>SHA-256 of the model file, lower-case hexadecimal. <see cref="ModelBundle.Write"/> fills it in.</summary>
    public string ModelSha256 { get; init; } = "";

    /// <summary>The manifest as JSON, UTF-8, indented, keys in the order of the properties.</summary>
    public byte[] ToJson() => ManifestJson.Write(this);

    /// <summary>Reads a manifest and checks what can be checked without the model.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where it was found, for the message.</param>
    /// <exception cref="InvalidDataException">Not JSON, a field missing or of the wrong type, an unknown field,
    /// another format version, or fields that contradict each other.</exception>
    public static ModelManifest FromJson(ReadOnlySpan<byte> json, string path) => ManifestJson.Read(json, path);
}
