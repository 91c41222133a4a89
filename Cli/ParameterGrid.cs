using System.Text.Json;

namespace LeanDeep.Cli;

/// <summary>The parameter combinations of a sweep.</summary>
internal static class ParameterGrid
{
    /// <summary>Every combination of a file with every one of the options, in this order; the last option varies fastest.</summary>
    /// <param name="fixedParameters">Those that all combinations share.</param>
    /// <param name="sweeps">Each <c>name=value,value,...</c>.</param>
    /// <param name="file">A JSON array of objects of parameters; null for none.</param>
    /// <exception cref="UsageException">An option is none, or names a parameter or a value twice.</exception>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public static IReadOnlyList<Dictionary<string, string>> Of(IReadOnlyDictionary<string, string> fixedParameters, IReadOnlyList<string> sweeps, string? file)
    {
        List<Dictionary<string, string>> combinations = file is null ? [[]] : Read(file);
        var names = new HashSet<string>(fixedParameters.Keys.Concat(combinations.SelectMany(combination => combination.Keys).Distinct()));
        foreach (var name in combinations[0].Keys)
            if (fixedParameters.ContainsKey(name)) throw new UsageException($"--parameter {name}: expected a parameter that {file} does not set, found that it does");
        foreach (var sweep in sweeps)
        {
            var equals = sweep.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == sweep.Length - 1) throw new UsageException($"--sweep: expected name=value,value,..., found {sweep}");
            var name = sweep[..equals];
            if (!names.Add(name)) throw new UsageException($"--sweep: expected each parameter once, found {name} twice");
            var values = sweep[(equals + 1)..].Split(',');
            if (values.Distinct().Count() < values.Length) throw new UsageException($"--sweep {name}: expected each value once, found {values.First(value => values.Count(other => other == value) > 1)} twice");
            combinations = [.. combinations.SelectMany(combination => values.Select(value => new Dictionary<string, string>(combination) { [name] = value }))];
        }
        return combinations;
    }

    private static List<Dictionary<string, string>> Read(string file)
    {
        if (!File.Exists(file)) throw new InvalidDataException($"{file}: expected a JSON array of parameter objects, found no file");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() == 0) throw Bad(document.RootElement.ValueKind == JsonValueKind.Array ? "an empty one" : document.RootElement.ValueKind.ToString());
            return [.. array.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
                ? item.EnumerateObject().ToDictionary(entry => entry.Name, entry => Text(entry.Value))
                : throw Bad($"{item.ValueKind} as item {index + 1}"))];
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{file}: line {failure.LineNumber + 1}: expected JSON, found otherwise", failure);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"{file}: expected each parameter once in an object, found one twice", failure);
        }

        string Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw Bad($"{value.ValueKind} as a value"),
        };

        InvalidDataException Bad(string found) => new($"{file}: expected a JSON array of objects of texts, numbers, true or false, found {found}");
    }
}
