using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>What a host makes of allocator bundles: constraint sets beyond the graph's own, fallbacks, refusals.</summary>
[Collection(TorchCollection.Name)]
public sealed class AllocatorModelTests
{
    private const int Lookback = 12;
    private const int Assets = 9;
    private static readonly DateOnly Through = new(2014, 12, 31);

    private static readonly ConstraintSet Rich = new()
    {
        Box = new Interval(0, 0.2),
        Groups = [new GroupLimit("banks", new Interval(0.1, 0.25)) { Sector = "banks" }],
        Turnover = 0.3,
    };

    private static BachelierNetwork Bachelier(int seed = 3) => AllocatorBundles.Trained(new BachelierNetwork(1, Assets, seed, hidden: 6), seed);

    private static KeynesNetwork Keynes() => AllocatorBundles.Trained(new KeynesNetwork(1, KeynesTransform.Convolution, 3, hidden: 8), 4);

    private static double[] Held => [.. Enumerable.Repeat(1.0 / Assets, Assets)];

    [Fact]
    public void Allocate_ProblemUnderARicherSet_IsCertifiedAndFeasible()
    {
        using var bundles = new AllocatorBundles();
        using var model = bundles.Open(Bachelier(), 1, Lookback, Assets, Rich);
        Assert.Equal(AllocatorForm.Problem, model.Form);
        var weights = new double[Assets];
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.Equal(AllocationStatus.Optimal, model.Allocate(AllocatorBundles.Window(seed, Lookback * Assets), Held, [], weights));
            Assert.True(model.Solved && model.Residual <= 1e-8);
            Assert.Empty(model.Limits.Violations(weights, Held, tolerance: 1e-8));
            Assert.NotEmpty(model.Binding());
        }
    }

    /// <summary>The solver's weights are the nearest: closer than any feasible mixture with others.</summary>
    [Fact]
    public void Allocate_WeightsUnderARicherSet_AreTheNearestFeasible()
    {
        using var bundles = new AllocatorBundles();
        using var own = bundles.Open(Keynes(), 1, Lookback, Assets);
        using var model = bundles.Open(Keynes(), 1, Lookback, Assets, Rich with { Box = new Interval(0, 0.13), Turnover = null });
        var window = AllocatorBundles.Window(1, Lookback * Assets);
        double[] free = new double[Assets], weights = new double[Assets], other = new double[Assets];
        Assert.Equal(AllocationStatus.Optimal, own.Allocate(window, [], [], free));
        Assert.False(own.Solved);
        Assert.Equal(AllocationStatus.Optimal, model.Allocate(window, [], [], weights));
        Assert.True(model.Solved);
        Assert.Empty(model.Limits.Violations(weights, tolerance: 1e-8));
        double Distance(double[] w) => w.Zip(free, (a, b) => (a - b) * (a - b)).Sum();
        for (var seed = 2; seed < 6; seed++)
        {
            model.Allocate(AllocatorBundles.Window(seed, Lookback * Assets), [], [], other);
            for (var step = 0.1; step <= 1; step += 0.3)
                Assert.True(Distance(weights) <= Distance([.. weights.Zip(other, (a, b) => a + step * (b - a))]) + 1e-12);
        }
    }

    [Fact]
    public void Allocate_LimitsThatContradictWhatIsHeld_IsInfeasibleAndNamesThem()
    {
        using var bundles = new AllocatorBundles();
        using var model = bundles.Open(Bachelier(), 1, Lookback, Assets, Rich with { Turnover = 0.01 });
        var weights = new double[Assets];
        double[] held = [1, .. new double[Assets - 1]];
        Assert.Equal(AllocationStatus.Infeasible, model.Allocate(AllocatorBundles.Window(1, Lookback * Assets), held, [], weights));
        Assert.All(weights, weight => Assert.True(double.IsFinite(weight)));
        Assert.Contains(model.Binding(), price => price.Constraint.Kind == ConstraintKind.Turnover);
        // Before anything is held, turnover is free.
        Assert.Equal(AllocationStatus.Optimal, model.Allocate(AllocatorBundles.Window(1, Lookback * Assets), [], [], weights));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Allocate_NamesOutsideTheUniverse_GetNothing(bool problem)
    {
        using var bundles = new AllocatorBundles();
        AllocatorNetwork network = problem ? Bachelier() : Keynes();
        using var model = bundles.Open(network, 1, Lookback, Assets, new ConstraintSet { Box = new Interval(0, 0.9) });
        bool[] universe = [true, false, true, true, false, true, true, true, true];
        var weights = new double[Assets];
        Assert.Equal(AllocationStatus.Optimal, model.Allocate(AllocatorBundles.Window(1, Lookback * Assets), [], universe, weights));
        Assert.Equal([0.0, 0.0], [weights[1], weights[4]]);
        Assert.Equal(1, weights.Sum(), 1e-9);
    }

    [Theory]
    [InlineData(AllocatorForm.Weights)]
    [InlineData(AllocatorForm.Problem)]
    [InlineData(AllocatorForm.Solution)]
    public void Allocate_AfterSetUp_AllocatesNothing(AllocatorForm form)
    {
        using var bundles = new AllocatorBundles();
        AllocatorNetwork network = form == AllocatorForm.Weights ? Keynes() : Bachelier();
        using var model = bundles.Open(network, 1, Lookback, Assets, form == AllocatorForm.Weights ? null : Rich, solvedInGraph: form == AllocatorForm.Solution);
        Assert.Equal(form, model.Form);
        var (window, held, weights) = (AllocatorBundles.Window(1, Lookback * Assets), Held, new double[Assets]);
        for (var i = 0; i < 5; i++) model.Allocate(window, held, [], weights);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) model.Allocate(window, held, [], weights);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Allocate_NaNInTheWindow_IsAStatusWithFiniteWeights(bool problem)
    {
        using var bundles = new AllocatorBundles();
        AllocatorNetwork network = problem ? Bachelier() : Keynes();
        using var model = bundles.Open(network, 1, Lookback, Assets);
        var window = AllocatorBundles.Window(1, Lookback * Assets);
        window[3] = double.NaN;
        var weights = new double[Assets];
        Assert.Equal(AllocationStatus.InvalidInput, model.Allocate(window, [], [], weights));
        Assert.Empty(model.Limits.Violations(weights));
    }

    /// <summary>A graph whose residual is above 1e-6 is not believed.</summary>
    [Fact]
    public void Allocate_GraphWithALargeResidual_FallsBackToTheSolver()
    {
        using var bundles = new AllocatorBundles();
        var folder = AllocatorBundle.Write(bundles.Store, Keynes(), AllocatorBundles.Description(1, Lookback, Assets));
        var graph = new OnnxGraphBuilder("wrong");
        var window = graph.Input("window", -1, 1, Lookback, Assets);
        var sums = graph.Node("Cast", [graph.Node("ReduceMean", [window], OnnxAttribute.List("axes", 1, 2), OnnxAttribute.Of("keepdims", 0))], OnnxAttribute.Of("to", 11));
        var weights = graph.Node("Add", [sums, graph.Constant("share", [1.0 / Assets + 1e-4])]);
        var residual = graph.Node("Abs", [graph.Node("Sub", [graph.Node("ReduceSum", [weights, graph.Constant("axis", [1L], 1)], OnnxAttribute.Of("keepdims", 0)), graph.Constant("one", [1.0])])]);
        foreach (var (tensor, value) in AllocatorTensors.OutputsOfWeights(Assets).Zip([weights, residual])) graph.Output(tensor, value);
        var manifest = ModelBundle.Read(bundles.Store, "allocator", Through).Manifest;
        ModelBundle.Write(bundles.Store, manifest, graph.Build([]));
        using var model = AllocatorModel.Load(ModelBundle.Read(bundles.Store, "allocator", Through));

        var result = new double[Assets];
        Assert.Equal(AllocationStatus.Optimal, model.Allocate(new double[Lookback * Assets], [], [], result));
        Assert.True(model.Solved);
        Assert.Equal(9e-4, model.GraphResidual, 1e-9);
        Assert.True(model.Residual <= 1e-8);
        Assert.All(result, weight => Assert.Equal(1.0 / Assets, weight, 1e-9));
        Assert.NotEmpty(folder);
    }

    [Fact]
    public void Load_DateThatTrainingSaw_IsRefused()
    {
        using var bundles = new AllocatorBundles();
        using var model = bundles.Open(Keynes(), 1, Lookback, Assets);
        Assert.Throws<InvalidOperationException>(() => model.EnsureUnseen(Through));
        model.EnsureUnseen(Through.AddDays(1));
        var keys = Directory.EnumerateFiles(bundles.Store, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(bundles.Store, file)).ToArray();
        byte[] Read(string key) => File.ReadAllBytes(Path.Combine(bundles.Store, key));
        Assert.Contains("before 2014-12-31", Assert.Throws<InvalidDataException>(() => AllocatorModel.Load(keys, Read, "allocator", Through)).Message, StringComparison.Ordinal);
        using var later = AllocatorModel.Load(keys, Read, "allocator", Through.AddDays(1));
        Assert.Equal("models/allocator/20141231", later.Path);
        Assert.Equal([new ReturnChannel()], later.Channels);
    }

    [Fact]
    public void Load_BundlesThatDoNotFit_AreRefusedWithWhatIsWrong()
    {
        using var bundles = new AllocatorBundles();
        AllocatorBundle.Write(bundles.Store, Keynes(), AllocatorBundles.Description(1, Lookback, Assets));
        var good = ModelBundle.Read(bundles.Store, "allocator", Through);
        Refused(good.Manifest with { Lookback = 11 }, "inputs", "window: float32[-1,1,11,9]", "float32[-1,1,12,9]");
        Refused(good.Manifest with { Outputs = [.. good.Manifest.Outputs.Take(1)] }, "outputs", "residual");
        Refused(good.Manifest with { Outputs = AllocatorTensors.OutputsOfProblem(Assets, 3) }, "model.onnx: outputs", "factor");
        Refused(good.Manifest with { Constraints = JsonElement.Parse("""{"names":{"ZZZ":{"upper":0.1}}}""") }, "ZZZ");
        Refused(good.Manifest with { Constraints = JsonElement.Parse("""{"colour":1}""") }, "constraints", "colour");
        Refused(good.Manifest with { Constraints = JsonElement.Parse("""{"volatility":0.1}""") }, "volatility", "no covariance");
        Assert.Contains("constraints: expected a constraint set, found none",
            Assert.Throws<InvalidDataException>(() => ModelBundle.Write(bundles.Store, good.Manifest with { Constraints = null }, good.Model)).Message, StringComparison.Ordinal);
        Assert.Contains("kind: expected ReturnPredictor, found Allocator",
            Assert.Throws<InvalidDataException>(() => ReturnPredictor.Load(good, LeanDeep.Models.Features.FeatureSet.Chapter17)).Message, StringComparison.Ordinal);

        void Refused(ModelManifest manifest, params string[] fragments)
        {
            ModelBundle.Write(bundles.Store, manifest, good.Model);
            var failure = Assert.Throws<InvalidDataException>(() => AllocatorModel.Load(ModelBundle.Read(bundles.Store, "allocator", Through)));
            Assert.All(fragments, fragment => Assert.Contains(fragment, failure.Message, StringComparison.Ordinal));
        }
    }
}
