using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>One case of a file in Tests/Golden: inputs, arguments, and what Python's torch gave for them.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    /// <summary>The operators and modules of the reference set.</summary>
    public const string Operators = "torch_ops.json";

    /// <summary>What torch_modules.py derives.</summary>
    public const string Modules = "torch_modules.json";

    /// <summary>The trajectories of the reference set.</summary>
    public const string Optimizers = "torch_optimizers.json";

    private static readonly Dictionary<string, List<GoldenCase>> s_files = [];

    public JsonElement Json => json;

    public string Id => json.GetProperty("id").GetString()!;

    public string Op => json.GetProperty("op").GetString()!;

    public static IReadOnlyList<GoldenCase> All(string file)
    {
        lock (s_files)
        {
            if (s_files.TryGetValue(file, out var known))
                return known;
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Repository, "Tests", "Golden", file)));
            return s_files[file] = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new GoldenCase(c.Clone()))];
        }
    }

    public static GoldenCase Find(string file, string id) => All(file).Single(c => c.Id == id);

    public static IEnumerable<string> Ids(string file, Func<GoldenCase, bool> where) => All(file).Where(where).Select(c => c.Id);

    public static IEnumerable<string> Ids(string kind) => Ids(Modules, c => c.Id.StartsWith(kind + "_", StringComparison.Ordinal));

    public bool Has(string argument) => json.GetProperty("args").TryGetProperty(argument, out _);

    public JsonElement Argument(string argument) => json.GetProperty("args").GetProperty(argument);

    public double Number(string argument) => Argument(argument).GetDouble();

    public long Integer(string argument) => Argument(argument).GetInt64();

    public bool Flag(string argument) => Has(argument) && Argument(argument).GetBoolean();

    public string Text(string argument) => Argument(argument).GetString()!;

    /// <summary>An argument that may be a number or a list; null where it is absent.</summary>
    public long[]? Integers(string argument) => !Has(argument) ? null
        : Argument(argument) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(v => v.GetInt64())]
        : [Integer(argument)];

    /// <summary>The tensors of a section such as "inputs"; null where the file has null.</summary>
    public Dictionary<string, Tensor?> Tensors(string section) => json.TryGetProperty(section, out var found) ? Tensors(found) : [];

    /// <summary>A tensor that stands beside the sections.</summary>
    public Tensor Tensor(string name) => ToTensor(json.GetProperty(name))!;

    public static Dictionary<string, Tensor?> Tensors(JsonElement named) => named.EnumerateObject().ToDictionary(p => p.Name, p => ToTensor(p.Value));

    public static Tensor? ToTensor(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        var type = element.GetProperty("dtype").GetString() switch
        {
            "float64" => ScalarType.Float64,
            "float32" => ScalarType.Float32,
            "int64" => ScalarType.Int64,
            "int32" => ScalarType.Int32,
            "bool" => ScalarType.Bool,
            var other => throw new InvalidDataException($"dtype {other} is not expected"),
        };
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        double[] data = [.. element.GetProperty("data").EnumerateArray().Select(Value)];
        return tensor(data, shape, dtype: type);
    }

    /// <summary>The scalar whose gradients the files hold: Σ c·output with c = 0.1·(1 + k mod 7) over row-major k.</summary>
    public static Tensor Weighted(IEnumerable<Tensor> outputs) => outputs
        .Where(output => output.requires_grad)
        .Select(output => (arange(output.numel()) % 7 + 1).to(output.dtype).mul(0.1).reshape(output.shape).mul(output).sum())
        .Aggregate((total, term) => total + term);

    private static double Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => element.GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity },
        _ => element.GetDouble(),
    };
}
