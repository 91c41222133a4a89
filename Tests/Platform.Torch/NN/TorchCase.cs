using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch.NN;

/// <summary>A case of a file in Tests/Golden that holds what Python's torch gives.</summary>
internal sealed class TorchCase(JsonElement json)
{
    /// <summary>The operators and modules of the reference set.</summary>
    public const string Operators = "torch_ops.json";

    /// <summary>What torch_modules.py derives.</summary>
    public const string Modules = "torch_modules.json";

    /// <summary>The trajectories of the reference set.</summary>
    public const string Optimizers = "torch_optimizers.json";

    private static readonly Dictionary<string, List<TorchCase>> s_files = [];

    public JsonElement Json => json;

    public string Id => json.GetProperty("id").GetString()!;

    public string Op => json.GetProperty("op").GetString()!;

    public static IReadOnlyList<TorchCase> All(string file)
    {
        lock (s_files)
        {
            if (s_files.TryGetValue(file, out var known))
                return known;
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Repository, "Tests", "Golden", file)));
            return s_files[file] = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new TorchCase(c.Clone()))];
        }
    }

    public static TorchCase Find(string file, string id) => All(file).Single(c => c.Id == id);

    public static IEnumerable<string> Ids(string file, Func<TorchCase, bool> where) => All(file).Where(where).Select(c => c.Id);

    public static IEnumerable<string> Ids(string kind) => Ids(Modules, c => c.Id.StartsWith(kind + "_", StringComparison.Ordinal));

    public bool Has(string argument) => json.GetProperty("args").TryGetProperty(argument, out _);

    public JsonElement Argument(string argument) => json.GetProperty("args").GetProperty(argument);

    public double Number(string argument) => Argument(argument).GetDouble();

    public long Integer(string argument) => Argument(argument).GetInt64();

    public bool Flag(string argument) => Has(argument) && Argument(argument).GetBoolean();

    /// <summary>An argument that may be a number or a list; null where it is absent.</summary>
    public long[]? Integers(string argument) => !Has(argument) ? null
        : Argument(argument) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(v => v.GetInt64())]
        : [Integer(argument)];

    /// <summary>The tensors of a section such as "inputs"; null where the file has null.</summary>
    public Dictionary<string, Tensor?> Tensors(string section) => json.TryGetProperty(section, out var found) ? Tensors(found) : [];

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
            "bool" => ScalarType.Bool,
            var other => throw new InvalidDataException($"dtype {other} is not expected"),
        };
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        double[] data = [.. element.GetProperty("data").EnumerateArray().Select(v => v.GetDouble())];
        return tensor(data, shape, dtype: type);
    }

    /// <summary>The scalar whose gradients the files hold: Σ c·output with c = 0.1·(1 + k mod 7) over row-major k.</summary>
    public static Tensor Weighted(IEnumerable<Tensor> outputs) => outputs
        .Where(output => output.requires_grad)
        .Select(output => (arange(output.numel()) % 7 + 1).to(output.dtype).mul(0.1).reshape(output.shape).mul(output).sum())
        .Aggregate((total, term) => total + term);

    /// <summary>Same shape and |actual − expected| ≤ tolerance · (1 + |expected|); by default 1e-5 for float32, else 1e-11.</summary>
    public static void AssertEqual(Tensor? expected, Tensor? actual, string what, double? tolerance = null)
    {
        if (expected is null)
        {
            Assert.True(actual is null || Values(actual).All(value => value == 0), $"{what}: expected none, got a value");
            return;
        }
        Assert.True(actual is not null, $"{what}: expected a value, got none");
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: expected shape ({string.Join(", ", expected.shape)}), got ({string.Join(", ", actual.shape)})");
        var limit = tolerance ?? (actual.dtype == ScalarType.Float32 ? 1e-5 : 1e-11);
        var (a, b) = (Values(expected), Values(actual));
        for (var i = 0; i < a.Length; i++)
            Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= limit * (1 + Math.Abs(a[i])), $"{what}[{i}]: expected {a[i]:R}, got {b[i]:R}");
    }

    public static double[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
