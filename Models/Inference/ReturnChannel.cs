using LeanDeep.Models.Features;

namespace LeanDeep.Models.Inference;

/// <summary>A column of a daily bar.</summary>
public enum BarField
{
    Open,
    High,
    Low,
    Close,
    Volume,
}

/// <summary>What a return is.</summary>
public enum ReturnScale
{
    /// <summary>now / last − 1.</summary>
    Simple,

    /// <summary>ln(now / last).</summary>
    Log,
}

/// <summary>One channel of an allocator's window: the return of a column of the bars from one session to the next. In a manifest:
/// the feature <c>return</c> with parameters <c>field</c> and <c>scale</c>.</summary>
/// <param name="Field">Column of the bar.</param>
/// <param name="Scale">Kind of return.</param>
public sealed record ReturnChannel(BarField Field = BarField.Close, ReturnScale Scale = ReturnScale.Simple)
{
    private const string Name = "return";
    private const string FieldKey = "field";
    private const string ScaleKey = "scale";

    /// <summary>As a manifest states it.</summary>
    public FeatureDefinition Definition => new(Name, new Dictionary<string, string> { [FieldKey] = Lower(Field), [ScaleKey] = Lower(Scale) });

    /// <summary>Reads a manifest's feature.</summary>
    /// <exception cref="InvalidDataException">It is not a channel of returns.</exception>
    public static ReturnChannel From(FeatureDefinition feature, string path)
    {
        foreach (var field in Enum.GetValues<BarField>())
            foreach (var scale in Enum.GetValues<ReturnScale>())
                if (new ReturnChannel(field, scale) is var channel && channel.Definition.Equals(feature))
                    return channel;
        throw new InvalidDataException(
            $"{path}: expected {Name}({FieldKey}={string.Join('|', Enum.GetValues<BarField>().Select(Lower))}, {ScaleKey}={string.Join('|', Enum.GetValues<ReturnScale>().Select(Lower))}), found {feature}");
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
