using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace LeanDeep.Tests.Platform.Torch.Optim;

/// <summary>Learning rates epoch by epoch against Python's torch, and what the schedulers refuse.</summary>
public class SchedulerTests
{
    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> s_schedulers = new()
    {
        ["step"] = o => StepLR(o, 3, 0.7),
        ["multi_step"] = o => MultiStepLR(o, [2, 5, 5, 9], 0.5),
        ["exponential"] = o => ExponentialLR(o, 0.9),
        ["cosine"] = o => CosineAnnealingLR(o, 6, 0.05),
        ["lambda"] = o => LambdaLR(o, epoch => 1 / (1 + 0.3 * epoch)),
        ["multiplicative"] = o => MultiplicativeLR(o, epoch => 1 - 0.02 * epoch),
        ["polynomial"] = o => PolynomialLR(o, 8, 1.7),
        ["linear"] = o => LinearLR(o, 0.2, 0.8, 7),
        ["constant"] = o => ConstantLR(o, 0.3, 4),
        ["one_cycle"] = o => OneCycleLR(o, 0.9, total_steps: 20),
        ["one_cycle_three_phases"] = o => OneCycleLR(o, 0.9, total_steps: 20, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true),
        ["cyclic"] = o => CyclicLR(o, 0.1, 0.7, 3, 5),
        ["cyclic_triangular2"] = o => CyclicLR(o, 0.1, 0.7, 3, mode: impl.CyclicLR.Mode.Triangular2),
        ["cyclic_exp_range"] = o => CyclicLR(o, 0.1, 0.7, 4, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.95),
        ["sequential"] = o => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9), StepLR(o, 2, 0.5)], [4, 9]),
        ["plateau"] = o => ReduceLROnPlateau(o, factor: 0.5, patience: 1, threshold: 0.1, cooldown: 2, min_lr: [0.1]),
    };

    public static TheoryData<string> Ids => [.. GoldenCase.Ids("scheduler")];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Step_EpochByEpoch_GivesPythonsRates(string id)
    {
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        using var optimizer = NewOptimizer();
        var scheduler = s_schedulers[golden.Op](optimizer);
        var measures = golden.Json.GetProperty("measures");
        var group = optimizer.ParamGroups.Single();
        var epoch = 0;
        foreach (var expected in golden.Json.GetProperty("rates").EnumerateArray())
        {
            Assert.Equal(expected.GetProperty("lr").GetDouble(), group.LearningRate, 1e-12);
            Assert.Equal(expected.GetProperty("momentum").GetDouble(), ((IMomentum)group).Momentum, 1e-12);
            Assert.Equal(group.LearningRate, scheduler.get_last_lr().Single());
            if (golden.Op == "plateau")
                scheduler.step(measures[epoch].GetDouble());
            else
                scheduler.step();
            epoch++;
        }
    }

    [Theory]
    [InlineData("step")]
    [InlineData("multi_step")]
    [InlineData("exponential")]
    [InlineData("polynomial")]
    [InlineData("linear")]
    [InlineData("constant")]
    [InlineData("lambda")]
    public void Step_ToAnEpoch_AgreesWithSteppingThere(string name)
    {
        using var first = NewOptimizer();
        using var second = NewOptimizer();
        var (walking, jumping) = (s_schedulers[name](first), s_schedulers[name](second));
        for (var epoch = 1; epoch <= 7; epoch++)
        {
            walking.step();
            jumping.step(epoch);
            Assert.Equal(first.ParamGroups.Single().LearningRate, second.ParamGroups.Single().LearningRate, 1e-12);
        }
    }

    [Fact]
    public void Chained_TwoSchedulers_MultipliesTheirFactors()
    {
        using var optimizer = NewOptimizer();
        var chained = ChainedLR([ExponentialLR(optimizer, 0.9), StepLR(optimizer, 2, 0.5)]);
        for (var epoch = 0; epoch < 4; epoch++)
            chained.step();
        Assert.Equal(0.5 * Math.Pow(0.9, 4) * 0.25, chained.get_last_lr().Single(), 1e-12);
    }

    [Fact]
    public void EachGroup_OwnRate_IsScaledFromItsOwn()
    {
        using var optimizer = Adam(new[] { Group(1.0), Group(0.1) });
        var scheduler = ExponentialLR(optimizer, 0.5);
        scheduler.step();
        Assert.Equal([0.5, 0.05], scheduler.get_last_lr());
    }

    [Fact]
    public void OneCycle_AdamsFirstBeta_TakesTheMomentum()
    {
        using var optimizer = Adam([nn.Parameter(zeros(1))]);
        var scheduler = OneCycleLR(optimizer, 0.1, total_steps: 10);
        Assert.Equal(0.95, ((IBetas)optimizer.ParamGroups.Single()).Betas.Item1, 12);
        scheduler.step();
        Assert.True(((IBetas)optimizer.ParamGroups.Single()).Betas.Item1 < 0.95);
    }

    [Fact]
    public void OneCycle_BeyondItsEnd_IsRefused()
    {
        using var optimizer = NewOptimizer();
        var scheduler = OneCycleLR(optimizer, 0.1, total_steps: 2);
        scheduler.step();
        scheduler.step();
        Assert.Contains("total steps is 2", Assert.Throws<InvalidOperationException>(scheduler.step).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plateau_StepWithoutMeasure_IsRefused()
    {
        using var optimizer = NewOptimizer();
        Assert.Throws<InvalidOperationException>(() => ReduceLROnPlateau(optimizer).step());
    }

    [Fact]
    public void BadArguments_AreRefusedByName()
    {
        using var optimizer = NewOptimizer();
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, mode: "sideways"));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, factor: 1));
        Assert.Throws<ArgumentException>(() => OneCycleLR(optimizer, 0.1));
        Assert.Throws<ArgumentException>(() => SequentialLR(optimizer, [StepLR(optimizer, 1)], [1]));
        Assert.Throws<ArgumentNullException>(() => StepLR(null!, 1));
    }

    private static TorchSharp.Modules.Adam.ParamGroup Group(double rate) => new([nn.Parameter(zeros(1))], lr: rate);

    private static TorchSharp.Modules.SGD NewOptimizer() => SGD([nn.Parameter(zeros(1))], 0.5, 0.9);
}
