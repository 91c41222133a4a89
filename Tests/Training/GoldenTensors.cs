using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training;

/// <summary>Reference tensors of Tests/Golden/deepdow_*.json, {dtype, shape, data}, and how values compare with them.</summary>
internal static class GoldenTensors
{
    private static readonly Dictionary<string, JsonElement> s_files = [];

    /// <summary>The whole file; read once.</summary>
    public static JsonElement File(string name)
    {
        lock (s_files)
        {
            if (!s_files.TryGetValue(name, out var root))
            {
                using var stream = System.IO.File.OpenRead(Path.Combine(SharedFolder.Repository, "Tests", "Golden", name));
                s_files[name] = root = JsonDocument.Parse(stream).RootElement.Clone();
            }
            return root;
        }
    }

    public static JsonElement Case(string file, string id) =>
        File(file).GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").GetString() == id);

    /// <summary>Names of the cases of a file, for a theory.</summary>
    public static TheoryData<string> Ids(string file, Func<JsonElement, bool> where)
    {
        var ids = new TheoryData<string>();
        foreach (var json in File(file).GetProperty("cases").EnumerateArray().Where(where))
            ids.Add(json.GetProperty("id").GetString()!);
        return ids;
    }

    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    /// <summary>A member; null where it is absent or null.</summary>
    public static JsonElement? Find(this JsonElement json, string member) =>
        json.TryGetProperty(member, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    public static Tensor Tensor(this JsonElement json, string member) => ToTensor(json.GetProperty(member));

    public static Tensor ToTensor(JsonElement json)
    {
        var type = json.Text("dtype") switch
        {
            "float64" => ScalarType.Float64,
            "float32" => ScalarType.Float32,
            "int64" => ScalarType.Int64,
            var other => throw new InvalidDataException($"dtype {other} is not expected"),
        };
        return tensor(Data(json), [.. json.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())], dtype: type);
    }

    public static double[] Data(JsonElement json) => [.. json.GetProperty("data").EnumerateArray().Select(Value)];

    /// <summary>The scalar whose gradients the layers' and networks' files hold: Σ c·output with c = 0.1·(1 + k mod 7) over row-major k.</summary>
    public static Tensor Weighted(Tensor output) => (arange(output.numel()) % 7 + 1).to(output.dtype).mul(0.1).reshape(output.shape).mul(output).sum();

    /// <summary>Asserts the shape and |actual − expected| ≤ tolerance · max(1, largest |expected|), NaN matching NaN.</summary>
    public static void AssertClose(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), actual.shape);
        AssertClose(Data(expected), actual, tolerance, what);
    }

    public static void AssertClose(double[] expected, Tensor actual, double tolerance, string what)
    {
        var found = actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        var allowed = tolerance * Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < found.Length; i++)
            Assert.True(
                found[i].Equals(expected[i]) || Math.Abs(found[i] - expected[i]) <= allowed,
                $"{what}[{i}]: expected {expected[i]:R} within {allowed:G2}, found {found[i]:R}");
    }

    private static double Value(JsonElement element) => element.ValueKind != JsonValueKind.String
        ? element.GetDouble()
        : element.GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity };
}
