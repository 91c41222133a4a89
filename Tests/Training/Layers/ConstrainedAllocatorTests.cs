using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Layers.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Layers;

/// <summary>The solver as a layer, with every kind of limit.</summary>
public sealed class ConstrainedAllocatorTests : LayerContract
{
    private const int Assets = 5;

    private static AllocationLimits Limits(double gross = 1.6, double turnover = 0.9) => new([.. Enumerable.Range(0, Assets).Select(i => $"N{i}")])
    {
        Lower = [-0.3, -0.3, -0.3, -0.3, -0.3],
        Upper = [0.5, 0.5, 0.5, 0.5, 0.5],
        GroupNames = ["first"],
        GroupMatrix = [1, 1, 0, 0, 0],
        GroupLower = [-1],
        GroupUpper = [0.55],
        Gross = gross,
        Turnover = turnover,
        Costs = [0.01, 0.01, 0.01, 0.01, 0.01],
    };

    private protected override double GradientTolerance => 1e-6;

    private protected override nn.Module Create(Generator generator) => new ConstrainedAllocator(Limits());

    private protected override Tensor[] Inputs(Generator generator) =>
    [
        Sample.Normal(generator, 3, Assets).mul(0.5), Sample.Covariance(generator, 3, Assets), rand([3], dtype: float64, generator: generator).add(0.5),
        rand([3], dtype: float64, generator: generator).mul(0.1).add(0.01), rand([3, Assets], dtype: float64, generator: generator).mul(0.4),
    ];

    private protected override Tensor Run(nn.Module layer, Tensor[] inputs) => ((ConstrainedAllocator)layer).Allocate(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);

    [Fact]
    public void Allocate_AnyInput_GivesCertifiedWeightsWithinTheLimits()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConstrainedAllocator(Limits());
        var inputs = Inputs(new Generator(8));
        var weights = Run(layer, inputs);
        var held = inputs[4].contiguous().data<double>().ToArray();
        for (var sample = 0; sample < 3; sample++)
        {
            Assert.Equal(AllocationStatus.Optimal, layer.Results!.Statuses[sample]);
            Assert.Empty(Limits().Violations(weights[sample].data<double>().ToArray(), held.AsSpan(sample * Assets, Assets), tolerance: 1e-7));
        }
    }

    [Fact]
    public void Allocate_LimitsThatContradict_GivesFiniteWeightsWithoutGradient()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConstrainedAllocator(Limits(gross: 0.5));
        var inputs = Inputs(new Generator(8));
        inputs[0].requires_grad_();
        var weights = Run(layer, inputs);
        GoldenTensors.Weighted(weights).backward();

        Assert.All(layer.Results!.Statuses, status => Assert.Equal(AllocationStatus.Infeasible, status));
        Assert.True(weights.isfinite().all().item<bool>());
        Assert.True(inputs[0].grad!.eq(0).all().item<bool>());
    }

    [Fact]
    public void Allocate_AssetOutsideTheUniverse_GetsNoWeight()
    {
        using var scope = NewDisposeScope();
        using var layer = new ConstrainedAllocator(Limits());
        var inputs = Inputs(new Generator(8));
        var universe = ones([3, Assets], dtype: ScalarType.Bool);
        universe[1, 2] = tensor(false);
        var weights = layer.Allocate(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], universe);

        Assert.Equal(0, weights[1, 2].item<double>(), 9);
        Assert.NotEqual(0, weights[0, 2].item<double>());
    }
}

public sealed class NumericalMarkowitzTests : LayerContract
{
    private const string Golden = "deepdow_layers.json";

    private protected override double GradientTolerance => 1e-6;

    private protected override nn.Module Create(Generator generator) => new NumericalMarkowitz(4, 0.6);

    private protected override Tensor[] Inputs(Generator generator) =>
    [
        Sample.Normal(generator, 3, 4), Sample.Covariance(generator, 3, 4), rand([3], dtype: float64, generator: generator).add(0.5),
        rand([3], dtype: float64, generator: generator).sub(0.3),
    ];

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, c => c.Text("layer") == "NumericalMarkowitz");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ReferenceInputs_EqualsDeepDowOrItsCorrection(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        var args = json.GetProperty("args");
        using var layer = new NumericalMarkowitz(args.GetProperty("n_assets").GetInt32(), args.GetProperty("max_weight").GetDouble());
        var inputs = json.GetProperty("inputs");
        var weights = layer.call(inputs.Tensor("rets"), inputs.Tensor("covmat_sqrt"), inputs.Tensor("gamma_sqrt"), inputs.Tensor("alpha"));

        GoldenTensors.AssertClose(json.Find("expected_fixed") ?? json.GetProperty("output"), weights, 1e-7, id);
        Assert.All(layer.Results!.Statuses, status => Assert.Equal(AllocationStatus.Optimal, status));
    }
}

public sealed class RiskBudgetingAllocatorTests : AllocatorContract
{
    private const string Golden = "deepdow_layers.json";

    private protected override double GradientTolerance => 1e-6;

    private protected override nn.Module Create(Generator generator) => new RiskBudgetingAllocator(4);

    private protected override Tensor[] Inputs(Generator generator) => [Sample.Covariance(generator, 3, 4), rand([3, 4], dtype: float64, generator: generator).add(0.2)];

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, c => c.Text("layer") == "NumericalRiskBudgeting");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_ReferenceInputs_EqualsTheCorrection(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        using var layer = new RiskBudgetingAllocator(json.GetProperty("args").GetProperty("n_assets").GetInt32());
        var weights = layer.call(json.GetProperty("inputs").Tensor("covmat"), json.GetProperty("inputs").Tensor("b"));

        GoldenTensors.AssertClose(json.GetProperty("expected_fixed"), weights, 1e-9, id);
    }

    [Fact]
    public void Forward_EqualBudgets_GivesEqualSharesOfTheRisk()
    {
        using var scope = NewDisposeScope();
        using var layer = new RiskBudgetingAllocator(3);
        var volatility = tensor(new[] { 0.2, 0.3, 0.5 });
        var covariance = volatility.outer(volatility).mul(eye(3, dtype: float64).mul(0.7).add(0.3));
        var weights = layer.call(covariance.unsqueeze(0), ones([1, 3], dtype: float64)).squeeze(0);
        var shares = weights.mul(covariance.mv(weights));

        GoldenTensors.AssertClose([1 / 3.0, 1 / 3.0, 1 / 3.0], shares.div(shares.sum()), 1e-10, "shares");
    }

    [Fact]
    public void Forward_SampleWithoutAnAnswer_GivesEqualWeightsAndLeavesTheOthers()
    {
        using var scope = NewDisposeScope();
        using var layer = new RiskBudgetingAllocator(4);
        var inputs = Inputs(new Generator(1));
        var expected = layer.call(inputs[0], inputs[1]);
        inputs[1][1, 2] = tensor(-1.0);
        inputs[0].requires_grad_();
        var weights = layer.call(inputs[0], inputs[1]);
        GoldenTensors.Weighted(weights).backward();

        Assert.Equal([AllocationStatus.Optimal, AllocationStatus.InvalidInput, AllocationStatus.Optimal], layer.Statuses);
        GoldenTensors.AssertClose([0.25, 0.25, 0.25, 0.25], weights[1], 0, "no answer");
        Assert.Equal(expected[2].data<double>().ToArray(), weights[2].data<double>().ToArray());
        Assert.True(inputs[0].grad![1].eq(0).all().item<bool>());
    }
}
