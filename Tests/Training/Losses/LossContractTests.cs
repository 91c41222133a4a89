using LeanDeep.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Losses;

/// <summary>What every loss owes.</summary>
[Collection(TorchCollection.Name)]
public sealed class LossContractTests
{
    private static readonly ReturnConvention Costly = new() { Channel = 1, CostRate = 0.001 };

    private static readonly AllocationLoss[] All =
    [
        new AlphaLoss(), new AlphaLoss([0.5, 0.3, 0.2], Costly), new CumulativeReturnLoss(Costly), new DownsideRiskLoss(), new DownsideRiskLoss(3, Costly),
        new LargestWeightLoss(), new MaximumDrawdownLoss(), new MeanReturnLoss(Costly), new QuantileLoss(0.3), new RiskParityLoss(), new SharpeRatioLoss(0.001, 1e-3, Costly),
        new SoftmaxTargetLoss(1), new SortinoRatioLoss(0.002), new SquaredWeightsLoss(), new StandardDeviationLoss(), new TargetMeanReturnLoss(power: 3),
        new TargetStandardDeviationLoss(), new TurnoverCostLoss(0.001), new WorstReturnLoss(Costly), 2 / (new MeanReturnLoss() + 3) * new SquaredWeightsLoss().Power(1.5),
    ];

    public static TheoryData<int> Losses() => [.. Enumerable.Range(0, All.Length)];

    private static Tensor[] Inputs() =>
    [
        rand([3, 3], dtype: float64, generator: new Generator(1)).sub(0.2), randn([3, 2, 6, 3], dtype: float64, generator: new Generator(2)).mul(0.03),
        rand([3, 3], dtype: float64, generator: new Generator(3)),
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public void PerSample_Gradient_EqualsFiniteDifferences(int loss) =>
        FiniteDifferences.Check(inputs => All[loss].PerSample(inputs[0], inputs[1], inputs[2]), Inputs, 2e-7, step: 1e-6);

    [Theory]
    [MemberData(nameof(Losses))]
    public void PerSample_OneSampleAlone_GivesTheSameNumber(int loss)
    {
        using var scope = NewDisposeScope();
        var (inputs, expected) = (Inputs(), All[loss].PerSample(Inputs()[0], Inputs()[1], Inputs()[2]));

        Assert.Equal([3], expected.shape);
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                expected[i].item<double>(),
                All[loss].PerSample(inputs[0].narrow(0, i, 1), inputs[1].narrow(0, i, 1), inputs[2].narrow(0, i, 1)).item<double>(), 12);
        Assert.Equal(expected.mean().item<double>(), All[loss].Mean(inputs[0], inputs[1], inputs[2]).item<double>(), 14);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void PerSample_Called_LeavesOneTensor(int loss)
    {
        using var scope = NewDisposeScope();
        var inputs = Inputs();
        var before = scope.DisposablesCount;
        using var value = All[loss].PerSample(inputs[0], inputs[1], inputs[2]);

        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    [Fact]
    public void PerSample_SortinoWithATarget_MeasuresLossesAgainstIt()
    {
        using var scope = NewDisposeScope();
        var returns = new[] { 0.01, -0.02, 0.004, 0.03 };
        var loss = new SortinoRatioLoss(0.005, 0, new ReturnConvention { Input = ReturnKind.Simple });
        var downside = Math.Sqrt(returns.Sum(r => Math.Pow(Math.Max(0.005 - r, 0), 2)) / 4);

        Assert.Equal(-(returns.Average() - 0.005) / downside, loss.PerSample(ones([1, 1], dtype: float64), tensor(returns, [1, 1, 4, 1])).item<double>(), 13);
    }

    [Fact]
    public void PerSample_ShortPosition_CountsAsLargestWeight()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0.9, new LargestWeightLoss().PerSample(tensor(new[] { 0.5, -0.9 }, [1, 2]), zeros([1, 1, 1, 2], dtype: float64)).item<double>());
    }

    [Fact]
    public void Constructor_ArgumentsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new DownsideRiskLoss(0.5));
        Assert.Throws<ArgumentException>(() => new QuantileLoss(1.5));
        Assert.Throws<ArgumentException>(() => new TurnoverCostLoss(-1));
        Assert.Throws<ArgumentException>(() => new MeanReturnLoss(new ReturnConvention { Channel = -1 }));
        Assert.Throws<ArgumentException>(() => new TurnoverCostLoss(0.1).PerSample(ones(1, 1), ones(1, 1, 1, 1)));
    }
}
