using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace LeanDeep.Models.Features;

/// <summary>An ordered list of features, computed over a whole panel (training) or bar by bar (trading) with the same values.</summary>
/// <remarks>Source of the 31 inputs: S. Jansen, Machine Learning for Algorithmic Trading, 2nd ed., chapters 12 and 17.</remarks>
public sealed class FeatureSet
{
    private FeatureSet(string name, Standardisation standardisation)
    {
        Name = name;
        Standardisation = standardisation;
        Features = Chapter17Features.Define(standardisation);
        Hash = HashOf(Features);
        WarmUpSessions = Chapter17Features.WarmUpSessions;
    }

    /// <summary>The 31 inputs of chapter 17; every value uses only bars up to its own session.</summary>
    public static FeatureSet Chapter17 { get; } = new("chapter17", Standardisation.Expanding);

    /// <summary>The 31 inputs as the book computed them: ATR and MACD are z-scored over the whole sample,
    /// later bars included. It looks ahead, cannot be streamed, and serves replication only.</summary>
    public static FeatureSet Chapter17WholeSampleZScore { get; } = new("chapter17-whole-sample-z-score", Standardisation.WholeSample);

    public string Name { get; }
    public Standardisation Standardisation { get; }

    /// <summary>The features in the order of the model's inputs.</summary>
    public IReadOnlyList<FeatureDefinition> Features { get; }

    public int Count => Features.Count;

    /// <summary>Hash of the names, parameters and order of the features: <see cref="HashOf"/> of <see cref="Features"/>.</summary>
    public string Hash { get; }

    /// <summary>How many bars a name needs before all its features are defined, the present one included.</summary>
    public int WarmUpSessions { get; }

    /// <summary>Features of every bar of a panel. A name without a bar on a session has no row there, and its
    /// indicators do not advance.</summary>
    /// <param name="panel">Daily bars.</param>
    /// <param name="progress">Told the fraction done, from 0 to 1.</param>
    /// <param name="cancellation">Ends the computation between two names or two sessions.</param>
    /// <exception cref="ArgumentException">A bar has a price that is not positive and finite, or a negative volume.</exception>
    public FeatureTable Compute(Panel panel, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return Chapter17Batch.Compute(this, panel, progress, cancellation);
    }

    /// <summary>The same features bar by bar, for these names.</summary>
    /// <param name="names">Tickers, distinct.</param>
    /// <param name="sectors">(names) sector codes, −1 where unknown.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a name stands twice.</exception>
    /// <exception cref="InvalidOperationException">The set looks ahead.</exception>
    public FeatureStream Stream(IReadOnlyList<string> names, IReadOnlyList<int> sectors)
    {
        if (Standardisation == Standardisation.WholeSample)
            throw new InvalidOperationException($"feature set {Name} looks ahead: it can be computed over a panel, not streamed");
        return new FeatureStream(this, names, sectors);
    }

    /// <summary>SHA-256 (lower-case hexadecimal) of the list as canonical JSON: an array of objects with
    /// <c>name</c> and <c>parameters</c>, parameters in ordinal order, no white space.</summary>
    public static string HashOf(IReadOnlyList<FeatureDefinition> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var feature in features)
            {
                json.WriteStartObject();
                json.WriteString("name", feature.Name);
                json.WriteStartObject("parameters");
                foreach (var (key, value) in feature.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Count} features)");
}
