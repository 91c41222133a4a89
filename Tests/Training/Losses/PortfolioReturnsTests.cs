using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Losses;

[Collection(TorchCollection.Name)]
public sealed class PortfolioReturnsTests
{
    private const string Golden = "deepdow_portfolio_returns.json";

    public static TheoryData<string> Cases() => GoldenTensors.Ids(Golden, c => c.Find("defect") == null);

    [Theory]
    [MemberData(nameof(Cases))]
    public void PerStepAndCumulative_ReferenceInputs_EqualDeepDow(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(Golden, id);
        var inputs = GoldenTensors.File(Golden).GetProperty("inputs").GetProperty(json.Text("input"));
        var convention = new ReturnConvention
        {
            Input = json.Text("input_type") == "log" ? ReturnKind.Log : ReturnKind.Simple,
            Output = json.Text("output_type") == "log" ? ReturnKind.Log : ReturnKind.Simple,
            Rebalanced = json.GetProperty("rebalance").GetBoolean(),
        };
        var weights = inputs.Tensor(json.Text("weights")).requires_grad_();
        var outcomes = inputs.Tensor("y").unsqueeze(1);
        var found = json.Text("function") == "portfolio_returns"
            ? PortfolioReturns.PerStep(weights, outcomes, convention)
            : PortfolioReturns.Cumulative(weights, outcomes, convention);

        var single = json.Text("dtype") == "float32";
        GoldenTensors.AssertClose(json.GetProperty("output"), found, single ? 2e-6 : 1e-12, id);
        if (json.Find("grad_weights") is not { } gradient)
            return;
        found.mul(arange(1, found.numel() + 1).to(found.dtype).reshape(found.shape)).sum().backward();
        var (expected, actual) = (GoldenTensors.ToTensor(gradient), weights.grad!);
        if (!convention.Rebalanced)
            (expected, actual) = (expected.sub(expected.mean([1], keepdim: true)), actual.sub(actual.mean([1], keepdim: true)));
        GoldenTensors.AssertClose(expected.to(float64).data<double>().ToArray(), actual, single ? 2e-5 : 1e-11, $"{id} gradient");
    }

    private static Tensor Outcomes() => tensor(new[] { 0.1, 0.2, 0.05, 0.02 }, [1, 1, 2, 2]);

    [Fact]
    public void PerStep_TwoAssetsByHand_IsTheBuyAndHoldReturn()
    {
        using var scope = NewDisposeScope();
        var returns = PortfolioReturns.PerStep(tensor(new[] { 0.4, 0.6 }, [1, 2]), Outcomes(), new ReturnConvention { Input = ReturnKind.Simple });

        GoldenTensors.AssertClose([0.16, (0.4 * 1.1 * 0.05 + 0.6 * 1.2 * 0.02) / 1.16], returns, 1e-15, "returns");
    }

    [Fact]
    public void PerStep_WeightsThatDoNotSumToOne_LeaveTheRestInCash()
    {
        using var scope = NewDisposeScope();
        var returns = PortfolioReturns.PerStep(tensor(new[] { 0.8, -0.8 }, [1, 2]), Outcomes(), new ReturnConvention { Input = ReturnKind.Simple });
        var first = 1 + 0.8 * 0.1 - 0.8 * 0.2;
        var second = 1 + 0.8 * (1.1 * 1.05 - 1) - 0.8 * (1.2 * 1.02 - 1);

        GoldenTensors.AssertClose([first - 1, second / first - 1], returns, 1e-14, "returns");
    }

    [Fact]
    public void PerStep_LeveredReference_PaysForWhatIsBorrowed()
    {
        using var scope = NewDisposeScope();
        var inputs = GoldenTensors.File(Golden).GetProperty("inputs").GetProperty("input0");
        var json = GoldenTensors.Case(Golden, "portfolio_returns_log_simple_hold_weights_levered_input0");
        var (weights, outcomes) = (inputs.Tensor("weights_levered"), inputs.Tensor("y").unsqueeze(1));
        var found = PortfolioReturns.PerStep(weights, outcomes, new ReturnConvention());
        var growth = outcomes.select(1, 0).cumsum(1).exp();
        var wealth = growth.sub(1).mul(weights.unsqueeze(1)).sum(-1).add(1);
        var before = cat([ones([4, 1], dtype: float64), wealth.narrow(1, 0, 5)], 1);

        GoldenTensors.AssertClose(wealth.div(before).sub(1).contiguous().data<double>().ToArray(), found, 1e-13, "returns");
        Assert.Equal(-0.00872, GoldenTensors.Data(json.GetProperty("output"))[1], 5); // DeepDow
        Assert.Equal(-0.01549, found[0, 1].item<double>(), 5);
    }

    [Fact]
    public void PerStep_AssetsMoveAlike_RebalancingChangesNothing()
    {
        using var scope = NewDisposeScope();
        var moves = randn([3, 1, 5, 1], dtype: float64, generator: new Generator(1)).mul(0.01).expand(3, 1, 5, 4);
        var weights = rand([3, 4], dtype: float64, generator: new Generator(2));
        weights = weights.div(weights.sum(1L, keepdim: true));
        var held = PortfolioReturns.PerStep(weights, moves, new ReturnConvention());
        var restored = PortfolioReturns.PerStep(weights, moves, new ReturnConvention { Rebalanced = true });

        GoldenTensors.AssertClose(restored.contiguous().data<double>().ToArray(), held, 1e-15, "returns");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PerStep_Costs_ComeOffEachStepThatTrades(bool rebalanced)
    {
        using var scope = NewDisposeScope();
        const double rate = 0.01;
        var convention = new ReturnConvention { Input = ReturnKind.Simple, CostRate = rate, Rebalanced = rebalanced };
        var returns = PortfolioReturns.PerStep(tensor(new[] { 0.4, 0.6 }, [1, 2]), Outcomes(), convention, tensor(new[] { 0.5, 0.1 }, [1, 2]));
        var first = 1.16 * (1 - rate * 0.6) - 1;
        var drift = 0.4 * 1.1 / 1.16;
        var second = rebalanced ? 1.032 * (1 - rate * 2 * Math.Abs(drift - 0.4)) - 1 : (0.4 * 1.1 * 0.05 + 0.6 * 1.2 * 0.02) / 1.16;

        GoldenTensors.AssertClose([first, second], returns, 1e-14, "returns");
    }

    [Fact]
    public void PerStep_Gradient_EqualsFiniteDifferencesForWeightsOutcomesAndHeld()
    {
        foreach (var rebalanced in new[] { false, true })
            FiniteDifferences.Check(
                inputs => PortfolioReturns.PerStep(inputs[0], inputs[1], new ReturnConvention { CostRate = 0.002, Rebalanced = rebalanced }, inputs[2]),
                () => [rand([2, 3], dtype: float64, generator: new Generator(1)), randn([2, 1, 4, 3], dtype: float64, generator: new Generator(2)).mul(0.05), rand([2, 3], dtype: float64, generator: new Generator(3))],
                1e-8);
    }

    [Fact]
    public void PerStep_WrongShapesOrMissingHeldWeights_IsRefused()
    {
        using var scope = NewDisposeScope();
        var weights = ones([1, 3], dtype: float64);
        Assert.Throws<ArgumentException>(() => PortfolioReturns.PerStep(weights, Outcomes(), new ReturnConvention()));
        Assert.Throws<ArgumentException>(() => PortfolioReturns.PerStep(ones([1, 2], dtype: float64), Outcomes(), new ReturnConvention { Channel = 1 }));
        Assert.Throws<ArgumentException>(() => PortfolioReturns.PerStep(ones([1, 2], dtype: float64), Outcomes(), new ReturnConvention { CostRate = 0.001 }));
    }
}
