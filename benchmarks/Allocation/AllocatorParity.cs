using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Layers.Transforms;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace LeanDeep.Benchmarks;

/// <summary>How far apart the weights of a trained allocator, of its exported graph and of the host's solver are on random windows.</summary>
/// <param name="Network">Largest distance of a weight of the host from the network's in float64.</param>
/// <param name="AsTrained">The same from the network in float32, as it was trained.</param>
/// <param name="Layer">The same from training's constraint layer on the problem that the graph posed; null where it poses none.</param>
/// <param name="Graph">The same from the graph's own solution of it, where its residual is small enough; null where there is none.</param>
/// <param name="Handed">Windows on which it is not: the host hands the problem to the solver.</param>
public sealed record AllocatorParity(double Network, double AsTrained, double? Layer, double? Graph, int Handed)
{
    private const int Channels = 2, Lookback = 20, Batch = 50;
    private static readonly ChannelScaling Scaling = new([0.001, -0.002], [0.01, 0.02]);

    private static readonly (string Name, Func<int, AllocatorNetwork> Create)[] Networks =
    [
        ("linear", assets => new LinearNetwork(Channels, Lookback, assets, 1)),
        ("Keynes LSTM", _ => new KeynesNetwork(Channels, KeynesTransform.Lstm, 2, hidden: 8)),
        ("Keynes convolution", _ => new KeynesNetwork(Channels, KeynesTransform.Convolution, 3, hidden: 8)),
        ("LSTM", _ => new RecurrentAllocator(Channels, RecurrentCell.Lstm, 4, hidden: 8, scaling: Scaling)),
        ("GRU", _ => new RecurrentAllocator(Channels, RecurrentCell.Gru, 5, hidden: 8, scaling: Scaling)),
        ("simple recurrent, long and short", _ => new RecurrentAllocator(Channels, RecurrentCell.Simple, 6, hidden: 8, PositionSide.LongShort, layers: 2, Scaling)),
        ("convolution", _ => new ConvolutionalAllocator(Channels, 4, 7, hidden: 8, scaling: Scaling)),
        ("minimal", assets => new MinimalNetwork(assets)),
        ("dummy", _ => new DummyNetwork(Channels)),
        ("Thorp", assets => new ThorpNetwork(assets, Math.Max(0.3, 2.0 / assets))),
        ("Bachelier", assets => new BachelierNetwork(Channels, assets, 8, hidden: 8, limits: Limits(assets))),
        ("factors", assets => new FactorNetwork(Channels, 3, Limits(assets), 9, hidden: 8, scaling: Scaling)),
        ("constrained LSTM", assets => new ConstrainedNetwork(new RecurrentAllocator(Channels, RecurrentCell.Lstm, 10, hidden: 8, scaling: Scaling), Limits(assets))),
        ("constrained Keynes", assets => new ConstrainedNetwork(new KeynesNetwork(Channels, KeynesTransform.Lstm, 11, hidden: 8), Limits(assets))),
        ("constrained convolution", assets => new ConstrainedNetwork(new ConvolutionalAllocator(Channels, 3, 12, hidden: 8, scaling: Scaling), Limits(assets))),
    ];

    /// <summary>Every kind of network that has an exporter.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Networks.Select(network => network.Name)];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="assets">Assets.</param>
    /// <param name="samples">Random windows, a multiple of 50.</param>
    /// <param name="solved">Whether the graph shall solve the problem too, where there is one.</param>
    public static AllocatorParity Run(string kind, int assets, int samples, bool solved)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var single = Trained(Networks.First(network => network.Name == kind).Create(assets));
        using var network = Trained(Networks.First(network => network.Name == kind).Create(assets));
        network.to(ScalarType.Float64);
        var folder = Directory.CreateTempSubdirectory("leandeep-parity-").FullName;
        try
        {
            using var host = Open(folder, single, assets, solvedInGraph: false);
            using var graph = solved && single is ProblemNetwork ? Open(folder, single, assets, solvedInGraph: true) : null;
            using var layer = host.Form == AllocatorForm.Problem ? new ConstrainedAllocator(host.Limits) : null;
            var (weights, own) = (new double[samples * assets], new double[assets]);
            var (problems, windows) = (new AllocationProblems(host.Limits, Batch), new double[Batch * Channels * Lookback * assets]);
            double apart = 0, apartSingle = 0, apartLayer = 0, apartGraph = 0;
            var handed = 0;
            var random = new Random(assets);
            for (var from = 0; from < samples; from += Batch)
            {
                for (var i = 0; i < windows.Length; i++) windows[i] = (float)(0.01 * Normal(random));
                for (var s = 0; s < Batch; s++)
                {
                    var window = windows.AsSpan(s * Channels * Lookback * assets, Channels * Lookback * assets);
                    var decided = weights.AsSpan((from + s) * assets, assets);
                    if (host.Allocate(window, [], [], decided) != AllocationStatus.Optimal)
                        throw new InvalidOperationException($"{kind}, n = {assets}, window {from + s}: expected an optimal portfolio, found {host.Result.Statuses[0]}");
                    if (layer is not null)
                        foreach (var (one, all) in ((double[], double[])[])
                            [(host.Problem.Returns, problems.Returns), (host.Problem.Covariances, problems.Covariances), (host.Problem.RiskAversions, problems.RiskAversions), (host.Problem.Ridges, problems.Ridges)])
                            one.CopyTo(all, s * one.Length);
                    if (graph is null) continue;
                    graph.Allocate(window, [], [], own);
                    handed += graph.Solved ? 1 : 0;
                    apartGraph = Math.Max(apartGraph, Apart(decided, own));
                }
                using var inner = NewDisposeScope();
                var input = tensor(windows, [Batch, Channels, Lookback, assets]);
                var found = weights.AsSpan(from * assets, Batch * assets);
                apart = Math.Max(apart, Apart(found, Values(network.call(input))));
                apartSingle = Math.Max(apartSingle, Apart(found, Values(single.call(input.to(ScalarType.Float32)))));
                if (layer is not null)
                    apartLayer = Math.Max(apartLayer, Apart(found, Values(layer.Allocate(
                        tensor(problems.Returns, [Batch, assets]), tensor(problems.Covariances, [Batch, assets, assets]), tensor(problems.RiskAversions), tensor(problems.Ridges)))));
            }
            return new AllocatorParity(apart, apartSingle, layer is null ? null : apartLayer, graph is null ? null : apartGraph, handed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Long and short, under a gross limit.
    private static AllocationLimits Limits(int assets) => new ConstraintSet { Box = new Interval(-0.2, 0.35), Gross = 1.6 }.For(Names(assets));

    private static string[] Names(int assets) => [.. Enumerable.Range(0, assets).Select(i => $"N{i}")];

    private static AllocatorModel Open(string folder, AllocatorNetwork network, int assets, bool solvedInGraph)
    {
        var date = new DateOnly(2010, 1, 4);
        AllocatorBundle.Write(folder, network, new AllocatorDescription
        {
            Name = "allocator", Seed = 1, Created = DateTimeOffset.UnixEpoch, BarsFrom = date, TrainedFrom = date, TrainedThrough = date, Channels = [new(), new(LeanDeep.Models.Inference.BarField.Volume)],
            Lookback = Lookback, Horizon = 1, UniverseRule = "of a measurement", Names = Names(assets), SolvedInGraph = solvedInGraph,
        });
        return AllocatorModel.Load(ModelBundle.Read(folder, "allocator", date));
    }

    // Parameters and running statistics that are not what they begin with.
    private static AllocatorNetwork Trained(AllocatorNetwork network)
    {
        using var generator = new Generator(20);
        foreach (var parameter in network.parameters()) parameter.add_(rand(parameter.shape, generator: generator).mul(0.3));
        foreach (var (name, buffer) in network.named_buffers())
            if (name.Contains("running", StringComparison.Ordinal)) buffer.add_(rand(buffer.shape, generator: generator).mul(0.01));
        network.eval();
        return network;
    }

    private static double[] Values(Tensor weights) => [.. weights.to(ScalarType.Float64).contiguous().data<double>()];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Apart(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var apart = 0.0;
        for (var i = 0; i < a.Length; i++) apart = Math.Max(apart, double.IsNaN(a[i] - b[i]) ? double.PositiveInfinity : Math.Abs(a[i] - b[i]));
        return apart;
    }
}
