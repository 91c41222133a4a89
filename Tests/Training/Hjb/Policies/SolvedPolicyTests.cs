using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Policies;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb.Policies;

/// <summary>The exported graph is the policy.</summary>
public sealed class SolvedPolicyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => ["kim-omberg", "merton", "merton-ez", "vector", "vector-stationary", "network"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Graph_AtRandomPoints_IsThePolicy(string name)
    {
        var policy = Make(name);
        using var model = ExportedPolicy.Open(_folder.Root, policy);
        var (value, slope, weights) = ExportedPolicy.Difference(model, policy, 200, seed: 1);
        Assert.True(value <= 1e-7 && slope <= 1e-7 && weights <= 1e-7, $"value {value}, slope {slope}, policy {weights}");
    }

    [Theory]
    [InlineData(1, 0.50095834)]
    [InlineData(5, 0.68834116)]
    [InlineData(10, 0.81550805)]
    public void KimOmberg_WeightsOfTheSpecification(double horizon, double weight)
    {
        using var model = ExportedPolicy.Open(_folder.Root, Make("kim-omberg"));
        Assert.True(model.Evaluate([0.4, 0.4, 0.25, 0.2, -0.8, 5, horizon]));
        Assert.Equal(weight, model.Policy[0] / 0.18, 1e-8);
        Assert.Equal(0.4 / 5 / 0.18, model.Myopic[0] / 0.18, 1e-12);
        Assert.Equal(0, model.Consumption[0]);
    }

    [Fact]
    public void Merton_ConsumptionOfTheSpecification()
    {
        using var model = ExportedPolicy.Open(_folder.Root, Make("merton-ez"));
        Assert.True(model.Evaluate([0.25, 0, 0.03, 5]));
        Assert.Equal(0.043125, model.Consumption[0], 1e-12);
        Assert.Equal(522452.910, Math.Exp(model.Value[0]), 1e-3 * 522);
        Assert.Equal(0.25, model.Policy[0] / 0.2, 1e-12);
    }

    [Fact]
    public void Vector_WeightsOfTheSpecification()
    {
        using var policy = new SharpePolicy(ExportedPolicy.Open(_folder.Root, Make("vector")), 2, double.PositiveInfinity);
        var market = new SharpeEstimate(2);
        double[] volatility = [0.18, 0, 0.06, 0.2];
        volatility.CopyTo(market.Volatility, 0);
        (market.SharpeRatio[0], market.SharpeRatio[1]) = (0.5, 0.1);
        var decision = new PolicyDecision(2);
        policy.Decide(market, 3, 5, decision);
        Assert.Equal(1.13530517, decision.Weights[0], 1e-7);
        Assert.Equal(0.14369265, decision.Weights[1], 1e-7);
        Assert.Equal(PolicyFlags.None, decision.Flags);
    }

    /// <summary>A graph of one shock on each shock of a market of independent ones is the solution of the whole.</summary>
    [Fact]
    public void KimOmberg_OnEachShock_IsTheVectorPolicy()
    {
        var market = SharpeMarket.Family(4);
        var whole = new VectorSharpe(market, 5, 5);
        using var policy = new SharpePolicy(ExportedPolicy.Open(_folder.Root, Make("kim-omberg"), rows: 4), 4, double.PositiveInfinity);
        var estimate = new SharpeEstimate(4);
        for (var i = 0; i < 4; i++)
        {
            var component = market.Component(i);
            estimate.Volatility[5 * i] = component.Volatility;
            (estimate.SharpeRatio[i], estimate.LongRunSharpeRatio[i], estimate.Reversion[i]) = (0.1 * i, component.Mean, component.Reversion);
            (estimate.Deviation[i], estimate.Correlation[i]) = (component.Deviation, component.Correlation);
        }
        var decision = new PolicyDecision(4);
        policy.Decide(estimate, 5, 5, decision);
        var x = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(estimate.SharpeRatio);
        var expected = whole.Weights(x, whole.Solution.Slope(x));
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], decision.Weights[i], 1e-9);
    }

    /// <summary>A short fit of the equation alone; the closed form only measures it.</summary>
    [Fact]
    public void Network_TrainedOnTheEquation_ComesNearTheClosedForm()
    {
        var error = PolicyTraining.Compare(new NetworkPolicy(Trained()), Small, 500, 1);
        Assert.True(error.Mean < 0.1 * error.MeanMyopic && error.Largest < 0.3 * error.LargestMyopic, error.ToString());
    }

    /// <summary>Estimates in plain units reach the network in those of the process, whatever its speed.</summary>
    [Theory]
    [InlineData(1.2)]
    [InlineData(0.3)]
    public void Network_OnAnEstimate_ComesNearTheClosedForm(double reversion)
    {
        var estimate = new SharpeEstimate(1);
        (estimate.Volatility[0], estimate.SharpeRatio[0], estimate.LongRunSharpeRatio[0]) = (0.2, 0.5 * Math.Sqrt(reversion), 0.3 * Math.Sqrt(reversion));
        (estimate.Reversion[0], estimate.Deviation[0], estimate.Correlation[0]) = (reversion, 0.4 * reversion, -0.7);
        var (closed, found) = (Decide(new KimOmbergPolicy(new())), Decide(new NetworkPolicy(Trained())));
        Assert.Equal(closed.Myopic[0], found.Myopic[0], 1e-12);
        Assert.Equal(closed.Hedging[0], found.Hedging[0], 0.1 * closed.Hedging[0]);
        Assert.Equal(PolicyFlags.None, found.Flags);

        PolicyDecision Decide(SolvedPolicy solved)
        {
            using var policy = new SharpePolicy(ExportedPolicy.Open(_folder.Root, solved), 1, double.PositiveInfinity);
            var decision = new PolicyDecision(1);
            policy.Decide(estimate, 4, 1.5 / reversion, decision);
            return decision;
        }
    }

    [Fact]
    public void StandardisedDomain_OfADomain_HoldsItsCorners()
    {
        var domain = StandardisedDomain.Of(new() { LongRunSharpeRatio = new(-0.5, 0.8), Reversion = new(0.25, 4), Deviation = new(0.1, 1), TimeToGo = new(0, 3) });
        Assert.Equal((-1, 1.6, 0.025, 4, 12), (domain.Mean.Lower, domain.Mean.Upper, domain.Deviation.Lower, domain.Deviation.Upper, domain.ReversionsToGo));
    }

    [Fact]
    public void ConditionedProblem_RiskAversionBelowOne_IsRefused() =>
        Assert.StartsWith("riskAversion: expected at least 1", Assert.Throws<ArgumentException>(() => new ConditionedKimOmberg(Small with { RiskAversion = new(0.5, 6) })).Message, StringComparison.Ordinal);

    private static StandardisedDomain Small => new()
    {
        Deviations = new(-3, 3), Mean = new(0, 0.5), Deviation = new(0.1, 0.5), Correlation = new(-0.9, -0.3), RiskAversion = new(2, 6), ReversionsToGo = 2,
    };

    private static NeuralSolution Trained() => Fit.Value;

    private static readonly Lazy<NeuralSolution> Fit = new(() => new NeuralTraining(
        new ConditionedKimOmberg(Small), new NeuralOptions { HiddenLayers = [12, 12], Points = 600, GaussNewtonSteps = 40 }, seed: 1).Run());

    private static SolvedPolicy Make(string name) => name switch
    {
        "kim-omberg" => new KimOmbergPolicy(new()),
        "merton" => new MertonPolicy(3, 1, 0.04, new(0.5, 10), new(-1, 1)),
        "merton-ez" => new MertonPolicy(2, 0.5, 0.05, new(2, 10), new(-1, 1)),
        "vector" => new VectorSharpePolicy(new(Cases.Coupled, 3, 5), 3),
        "vector-stationary" => new VectorSharpePolicy(new(SharpeMarket.Family(3), 5, null, 0.05), 5, 0.05),
        "network" => new NetworkPolicy(Trained()),
        _ => throw new ArgumentException(name),
    };
}
