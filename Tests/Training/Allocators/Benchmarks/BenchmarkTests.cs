using System.Text.Json;
using LeanDeep.Training.Allocators;
using LeanDeep.Training.Allocators.Benchmarks;
using LeanDeep.Training.Data.Windows;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Allocators.Benchmarks;

[Collection(TorchCollection.Name)]
public sealed class BenchmarkTests
{
    private const string Golden = "deepdow_benchmarks.json";

    private static readonly AllocationRule[] All =
    [
        new OneOverNBenchmark(), new RandomBenchmark(3), new SingletonBenchmark(1), new InverseVolatilityBenchmark(), new InverseVolatilityBenchmark(RiskMeasure.Variance), new MinimumVarianceBenchmark(), new MaximumReturnBenchmark(),
        new BuyAndHoldBenchmark(),
    ];

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, _ => true);

    public static TheoryData<int> Rules() => [.. Enumerable.Range(0, All.Length)];

    private static WindowBatch Batch(Tensor inputs, Tensor? universe = null) => new(
        inputs, zeros([inputs.shape[0], inputs.shape[1], 1, inputs.shape[3]], dtype: inputs.dtype), universe ?? ones([inputs.shape[0], inputs.shape[3]], dtype: ScalarType.Bool),
        [.. Enumerable.Range(0, (int)inputs.shape[0])], [.. Enumerable.Range(0, (int)inputs.shape[3])]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Allocate_ReferenceInputs_EqualsDeepDow(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        var weights = Create(json).Allocate(Batch(json.GetProperty("inputs").Tensor("x")));

        GoldenTensors.AssertClose(json.GetProperty("output"), weights, json.Find("solver") != null ? 1e-7 : json.Text("dtype") == "float32" ? 1e-5 : 1e-11, id);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allocate_NamesOutsideTheUniverse_GetNothing(int rule)
    {
        using var scope = NewDisposeScope();
        var inputs = randn([4, 2, 20, 5], dtype: float64, generator: new Generator(1)).mul(0.02);
        inputs.select(3, 3).zero_(); // as a name without a past
        var universe = ones([4, 5], dtype: ScalarType.Bool);
        universe.select(1, 3).zero_();
        var weights = All[rule].Allocate(Batch(inputs, universe));

        Assert.Equal([4, 5], weights.shape);
        GoldenTensors.AssertClose([0, 0, 0, 0], weights.select(1, 3), 1e-9, "outside");
        GoldenTensors.AssertClose([1, 1, 1, 1], weights.sum(1L), 1e-9, "sum");
        Assert.True(weights.ge(-1e-12).all().item<bool>());
    }

    [Fact]
    public void RandomWeights_SameSeed_DependOnTheSampleAlone()
    {
        using var scope = NewDisposeScope();
        var inputs = zeros([3, 1, 2, 4], dtype: float64);
        var first = new RandomBenchmark(1).Allocate(Batch(inputs));
        var alone = new RandomBenchmark(1).Allocate(Batch(inputs.narrow(0, 0, 1)) with { Samples = [2] });

        Assert.Equal(first[2].data<double>().ToArray(), alone[0].data<double>().ToArray());
        Assert.NotEqual(first[2].data<double>().ToArray(), new RandomBenchmark(2).Allocate(Batch(inputs))[2].data<double>().ToArray());
    }

    [Fact]
    public void BuyAndHold_SomethingHeld_KeepsIt()
    {
        using var scope = NewDisposeScope();
        var held = tensor(new[] { 0.7, 0.2, 0, 0 }, [2, 2]);
        GoldenTensors.AssertClose([0.7, 0.2, 0.5, 0.5], new BuyAndHoldBenchmark().Allocate(Batch(zeros([2, 1, 2, 2], dtype: float64)), held), 0, "weights");
    }

    private static AllocationRule Create(JsonElement json)
    {
        var args = json.GetProperty("args");
        return json.Text("benchmark") switch
        {
            "OneOverN" => new OneOverNBenchmark(),
            "Singleton" => new SingletonBenchmark(args.GetProperty("asset_ix").GetInt32()),
            "InverseVolatility" => new InverseVolatilityBenchmark(
                args.Find("use_std")?.GetBoolean() ?? false ? RiskMeasure.StandardDeviation : RiskMeasure.Variance, 1e-6, args.Find("returns_channel")?.GetInt32() ?? 0),
            "MinimumVariance" => new MinimumVarianceBenchmark(args.GetProperty("max_weight").GetDouble()),
            "MaximumReturn" => new MaximumReturnBenchmark(args.GetProperty("max_weight").GetDouble()),
            var other => throw new InvalidDataException($"benchmark {other} is not expected"),
        };
    }
}
