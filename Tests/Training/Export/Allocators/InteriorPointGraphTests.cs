using LeanDeep.Benchmarks;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Networks.Allocators;
using Xunit.Abstractions;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>The constraint layer in ONNX Runtime against the layer of training and the solver of Models; <c>leandeep bench allocation</c> compares 1,000 problems of each size.</summary>
[Collection(TorchCollection.Name)]
public sealed class InteriorPointGraphTests(ITestOutputHelper output)
{
    private static readonly ConstraintSet Rich = new()
    {
        Box = new Interval(-0.1, 0.3), Gross = 1.3, Turnover = 0.6, Costs = 0.001,
        Groups = [new GroupLimit("banks", new Interval(0.1, 0.35)) { Sector = "banks" }],
    };

    [Theory]
    [InlineData(5, 100, false)]
    [InlineData(30, 40, false)]
    [InlineData(100, 8, false)]
    [InlineData(5, 100, true)]
    [InlineData(30, 40, true)]
    public void Graph_RandomProblems_GivesTheSolversWeights(int names, int samples, bool volatility)
    {
        var found = ConstraintLayerParity.Run(ConstraintLayerParity.Problems(names, samples, seed: names + 1, volatility));
        output.WriteLine($"{found}");
        Assert.True(found.Layer <= 1e-12, $"layer {found.Layer}");
        Assert.True(found.Graph <= 1e-6, $"graph {found.Graph}");
        Assert.True(found.Handed <= samples / 20, $"{found.Handed} of {samples} handed to the solver");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Allocate_SolvedInGraph_IsTheHostsSolution(bool factors)
    {
        const int lookback = 12, assets = 9;
        using AllocatorNetwork network = factors
            ? AllocatorBundles.Trained(new FactorNetwork(1, 2, new AllocationLimits(AllocatorBundles.Names(assets)), 5, hidden: 6), 5)
            : AllocatorBundles.Trained(new BachelierNetwork(1, assets, 3, hidden: 6), 3);
        using var bundles = new AllocatorBundles();
        using var host = bundles.Open(network, 1, lookback, assets, Rich);
        using var graph = bundles.Open(network, 1, lookback, assets, Rich, solvedInGraph: true);
        Assert.Equal((AllocatorForm.Problem, AllocatorForm.Solution), (host.Form, graph.Form));
        double[] held = [.. Enumerable.Repeat(1.0 / assets, assets)], expected = new double[assets], weights = new double[assets];
        bool[] universe = [.. Enumerable.Range(0, assets).Select(i => i != 4)];
        var taken = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            var window = AllocatorBundles.Window(seed, lookback * assets);
            double[] before = seed % 3 == 0 ? [] : held;
            bool[] traded = seed % 2 == 0 ? [] : universe;
            Assert.Equal(AllocationStatus.Optimal, host.Allocate(window, before, traded, expected));
            Assert.Equal(AllocationStatus.Optimal, graph.Allocate(window, before, traded, weights));
            Assert.True(AllocatorBundles.Distance(expected, weights) <= 1e-6, $"seed {seed}: {AllocatorBundles.Distance(expected, weights)}, solved {graph.Solved}");
            taken += graph.Solved ? 0 : 1;
        }
        Assert.True(taken >= 27, $"{taken} of 30 taken from the graph");
    }

    /// <summary>The volatility limit is in the unit of the window's returns: in the torch network, in the host, and where the graph solves its own problem.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Allocate_VolatilityLimit_IsThatOfTheWindow(bool bachelier)
    {
        const int lookback = 12, assets = 9;
        const double limit = 0.0045; // of returns with a deviation of 0.01
        var set = new ConstraintSet { Box = new Interval(0, 0.4), Volatility = limit };
        var limits = set.For(AllocatorBundles.Names(assets));
        using AllocatorNetwork network = bachelier
            ? AllocatorBundles.Trained(new BachelierNetwork(1, assets, 3, hidden: 6, limits: limits), 3)
            : AllocatorBundles.Trained(new ConstrainedNetwork(new ConvolutionalAllocator(1, 3, 3, hidden: 6), limits, riskAversion: 0.01, ridge: 0.001), 3);
        using (TorchSharp.torch.no_grad()) // little fear of risk, so that the limit is what holds it
            foreach (var (name, parameter) in network.named_parameters())
                if (name is "gamma_sqrt" or "alpha") parameter.mul_(0.02);
                else if (name is "log_risk_aversion" or "log_ridge") parameter.sub_(4);
        using var bundles = new AllocatorBundles();
        using var host = bundles.Open(network, 1, lookback, assets, set);
        using var graph = bundles.Open(network, 1, lookback, assets, set, solvedInGraph: true);
        double[] expected = new double[assets], weights = new double[assets], covariance = new double[assets * assets];
        var (taken, binding) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var window = AllocatorBundles.Window(seed, lookback * assets);
            Assert.Equal(AllocationStatus.Optimal, host.Allocate(window, [], [], expected));
            Assert.Equal(AllocationStatus.Optimal, graph.Allocate(window, [], [], weights));
            Assert.True(AllocatorBundles.Distance(expected, weights) <= 1e-6, $"seed {seed}: {AllocatorBundles.Distance(expected, weights)}, solved {graph.Solved}");
            // Scores of float32 on a flat objective.
            Assert.True(AllocatorBundles.Distance(expected, AllocatorBundles.Torch(network, window, 1, lookback, assets)) <= 1e-4, $"seed {seed}");
            ShrunkCovariance.Estimate(window, 0.5, covariance);
            Assert.Empty(host.Limits.Violations(expected, covariance: covariance, tolerance: 1e-8));
            taken += graph.Solved ? 0 : 1;
            binding += host.Binding().Any(price => price.Constraint.Kind == ConstraintKind.Volatility) ? 1 : 0;
        }
        output.WriteLine($"{taken} of 20 taken from the graph, {binding} at the limit");
        Assert.True(taken >= 18 && binding >= 3, $"{taken} of 20 taken from the graph, {binding} at the limit");
    }

    [Fact]
    public void Write_VolatilityOfALearnedCovariance_IsRefused()
    {
        using var bundles = new AllocatorBundles();
        using var network = new FactorNetwork(1, 2, new AllocationLimits(AllocatorBundles.Names(9)), 5, hidden: 6);
        Assert.Contains(
            "volatility: expected none for FactorNetwork", Assert.Throws<ArgumentException>(() => bundles.Open(network, 1, 12, 9, new ConstraintSet { Volatility = 0.01 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocate_SolvedInGraphWithoutSolution_IsHandedToTheSolver()
    {
        const int lookback = 12, assets = 9;
        using var network = AllocatorBundles.Trained(new BachelierNetwork(1, assets, 3, hidden: 6), 3);
        using var bundles = new AllocatorBundles();
        using var graph = bundles.Open(network, 1, lookback, assets, Rich with { Turnover = 0.01 }, solvedInGraph: true);
        var weights = new double[assets];
        Assert.Equal(AllocationStatus.Infeasible, graph.Allocate(AllocatorBundles.Window(1, lookback * assets), [1, .. new double[assets - 1]], [], weights));
        Assert.True(graph.Solved && !(graph.GraphResidual <= AllocatorModel.SolutionAccuracy));
        Assert.Contains(graph.Binding(), price => price.Constraint.Kind == ConstraintKind.Turnover);
    }
}
