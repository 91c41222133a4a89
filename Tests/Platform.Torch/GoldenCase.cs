using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>One case of a file in Tests/Golden: inputs, arguments, and what Python's torch gave for them.</summary>
public sealed class GoldenCase
{
    private static readonly Dictionary<string, List<GoldenCase>> s_files = [];
    private readonly JsonElement _json;

    private GoldenCase(JsonElement json) => _json = json;

    public string Id => _json.GetProperty("id").GetString()!;

    public string Op => _json.GetProperty("op").GetString()!;

    public override string ToString() => Id;

    public static IReadOnlyList<GoldenCase> Read(string file)
    {
        lock (s_files)
        {
            if (s_files.TryGetValue(file, out var known)) return known;
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Repository, "Tests", "Golden", file)));
            return s_files[file] = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new GoldenCase(c.Clone()))];
        }
    }

    public static GoldenCase Find(string file, string id) => Read(file).Single(c => c.Id == id);

    public bool Has(string section) => _json.TryGetProperty(section, out _);

    /// <summary>The tensors of a section ("inputs", "outputs", "grads", …); null where the file has null.</summary>
    public Dictionary<string, Tensor?> Tensors(string section) =>
        _json.TryGetProperty(section, out var found) ? found.EnumerateObject().ToDictionary(p => p.Name, p => ToTensor(p.Value)) : [];

    public Tensor Tensor(string name) => ToTensor(_json.GetProperty(name))!;

    public double Number(string argument) => _json.GetProperty("args").GetProperty(argument).GetDouble();

    public long Whole(string argument) => _json.GetProperty("args").GetProperty(argument).GetInt64();

    public string Text(string argument) => _json.GetProperty("args").GetProperty(argument).GetString()!;

    public JsonElement Argument(string argument) => _json.GetProperty("args").GetProperty(argument);

    /// <summary>The scalar whose gradients the files hold: Σ c·output with c = 0.1·(1 + k mod 7) over row-major k.</summary>
    public static Tensor Weighted(IEnumerable<Tensor> outputs)
    {
        Tensor? total = null;
        foreach (var output in outputs)
        {
            if (!output.is_floating_point() || !output.requires_grad) continue;
            var weights = (arange(output.numel()) % 7 + 1).to(output.dtype).mul(0.1).reshape(output.shape);
            var term = (weights * output).sum();
            total = total is null ? term : total + term;
        }
        return total!;
    }

    private static Tensor? ToTensor(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        var type = json.GetProperty("dtype").GetString() switch
        {
            "float64" => ScalarType.Float64,
            "float32" => ScalarType.Float32,
            "int64" => ScalarType.Int64,
            "int32" => ScalarType.Int32,
            "bool" => ScalarType.Bool,
            var other => throw new InvalidDataException($"dtype {other} is not expected"),
        };
        var shape = json.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();
        var data = json.GetProperty("data").EnumerateArray().Select(Value).ToArray();
        return tensor(data, shape, dtype: type);
    }

    private static double Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => json.GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity },
        _ => json.GetDouble(),
    };
}

/// <summary>Comparisons of tensors that say where they differ.</summary>
public static class Near
{
    /// <summary>Same shape and |actual − expected| ≤ tolerance · (1 + |expected|) for every element; the tolerance is the file's for the dtype unless given.</summary>
    public static void Equal(Tensor? expected, Tensor? actual, string what, double? tolerance = null)
    {
        if (expected is null)
        {
            Assert.True(actual is null || actual.abs().sum().to(ScalarType.Float64).item<double>() == 0, $"{what}: expected none, got a value");
            return;
        }
        Assert.True(actual is not null, $"{what}: expected a value, got none");
        Assert.True(expected.shape.SequenceEqual(actual!.shape), $"{what}: expected shape [{string.Join(", ", expected.shape)}], got [{string.Join(", ", actual.shape)}]");
        var limit = tolerance ?? (actual.dtype == ScalarType.Float32 ? 1e-5 : 1e-11);
        var a = expected.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        var b = actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        for (var i = 0; i < a.Length; i++)
            Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= limit * (1 + Math.Abs(a[i])), $"{what}[{i}]: expected {a[i]:R}, got {b[i]:R}");
    }
}
