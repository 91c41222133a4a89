using System.Text.Json;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Models.Portfolio.Solver;

/// <summary>One case of Tests/Golden/qp_*.json as a problem of one sample.</summary>
internal sealed class GoldenAllocation
{
    private readonly JsonElement _data;

    public GoldenAllocation(JsonElement root)
    {
        Id = root.GetProperty("id").GetString()!;
        Family = root.GetProperty("family").GetString()!;
        Root = root;
        _data = root.TryGetProperty("data", out var data) ? data : root;
        Solution = root.TryGetProperty("solution", out var solution) ? solution : default;
        N = _data.GetProperty("n").GetInt32();
    }

    public string Id { get; }
    public string Family { get; }
    public int N { get; }
    public JsonElement Root { get; }
    public JsonElement Solution { get; }
    public string Status => Solution.GetProperty("status").GetString()!;
    public double[] Weights => Numbers(Solution.GetProperty("w"));

    public static IEnumerable<GoldenAllocation> All(string file)
    {
        using var stream = File.OpenRead(Path.Combine(SharedFolder.Repository, "Tests", "Golden", file));
        using var document = JsonDocument.Parse(stream);
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray()) yield return new GoldenAllocation(item.Clone());
    }

    public static GoldenAllocation Find(string file, string id) => All(file).Single(golden => golden.Id == id);

    public AllocationLimits Limits()
    {
        var groups = Has("A") ? _data.GetProperty("A").EnumerateArray().Select(Numbers).ToArray() : [];
        return new AllocationLimits([.. Enumerable.Range(0, N).Select(i => $"N{i}")])
        {
            Lower = Has("lb_vector") ? Numbers(_data.GetProperty("lb_vector")) : Repeat(Has("lb") ? Number("lb") : -Number("box")),
            Upper = Has("ub_vector") ? Numbers(_data.GetProperty("ub_vector")) : Repeat(Has("cap") ? Number("cap") : Has("ub") ? Number("ub") : Number("box")),
            Net = Interval.Exactly(Number("sum")),
            GroupNames = [.. groups.Select((_, k) => $"G{k}")],
            GroupMatrix = [.. groups.SelectMany(row => row)],
            GroupLower = groups.Length > 0 ? Numbers(_data.GetProperty("L")) : [],
            GroupUpper = groups.Length > 0 ? Numbers(_data.GetProperty("U")) : [],
            Gross = Has("gross") ? Number("gross") : double.PositiveInfinity,
            Turnover = Has("turnover") ? Number("turnover") : double.PositiveInfinity,
            Volatility = Has("vol_cap") ? Number("vol_cap") : double.PositiveInfinity,
        };
    }

    public AllocationProblems Problems(int samples = 1)
    {
        var problems = new AllocationProblems(Limits(), samples);
        var (sigma, mu, held) = (Covariance(), Has("mu") ? Numbers(_data.GetProperty("mu")) : new double[N], Has("w0") ? Numbers(_data.GetProperty("w0")) : new double[N]);
        if (Family == "min_variance_groups" && Has("benchmark"))
        {
            // (w − b)ᵀΣ(w − b) = wᵀΣw − 2(Σb)ᵀw + const.
            var benchmark = Numbers(_data.GetProperty("benchmark"));
            for (var i = 0; i < N; i++) for (var j = 0; j < N; j++) mu[i] += 2 * sigma[i * N + j] * benchmark[j];
        }
        for (var s = 0; s < samples; s++)
        {
            mu.CopyTo(problems.Returns, s * N);
            sigma.CopyTo(problems.Covariances, s * N * N);
            held.CopyTo(problems.Held, s * N);
            problems.RiskAversions[s] = Family == "min_variance_groups" ? 1 : Has("vol_cap") ? 0 : Number("gamma");
            problems.Ridges[s] = Has("alpha") && !Has("vol_cap") ? Number("alpha") : 0;
        }
        return problems;
    }

    public double[] Covariance()
    {
        var sigma = new double[N * N];
        if (!Has("sigma")) return sigma;
        var element = _data.GetProperty("sigma");
        var factor = element.GetProperty("F").EnumerateArray().Select(Numbers).ToArray();
        var d = Numbers(element.GetProperty("d"));
        for (var i = 0; i < N; i++)
            for (var j = 0; j < N; j++)
                sigma[i * N + j] = factor[i].Zip(factor[j], (a, b) => a * b).Sum() + (i == j ? d[i] : 0);
        return sigma;
    }

    public double[] Vector(string name) => Numbers(_data.GetProperty(name));

    public double Number(string name) => Number(_data.GetProperty(name));

    public bool Has(string name) => _data.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    private double[] Repeat(double value) => [.. Enumerable.Repeat(value, N)];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.NaN,
    };
}
