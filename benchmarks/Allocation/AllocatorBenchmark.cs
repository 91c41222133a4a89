using System.Diagnostics;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Layers.Transforms;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Benchmarks;

/// <summary>One decision of exported allocators, from a window to certified weights in the host, against the torch network on the same window: lookback 40, hidden 32, one channel, one
/// thread, in turns; and an LSTM allocator's training step against python3-torch (allocator_baseline.py).</summary>
public static class AllocatorBenchmark
{
    private const int Lookback = 40;

    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">Decisions of each side, and a fifth as many times three training steps; the lower quartiles are reported, which other work on the machine moves less than medians.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 200)
    {
        var threads = get_num_threads();
        set_num_threads(1);
        var folder = Directory.CreateTempSubdirectory("leandeep-allocators-");
        try
        {
            var cases = new List<BenchmarkCase>();
            foreach (var assets in (int[])[20, 100])
                foreach (var (name, network, limits) in Networks(assets))
                    using (network)
                    {
                        var title = $"{name}, n = {assets}";
                        progress?.Report(title);
                        network.eval();
                        cases.Add(Measure(title, network, limits, assets, folder.FullName, turns));
                    }
            progress?.Report("training step");
            using var python = new PythonBaseline("allocator_baseline.py");
            cases.Add(TrainingStep(python, Math.Max(1, turns / 5)));
            return new BenchmarkReport("allocator", $"{BenchmarkReport.ThisMachine()}; Python's torch {python.Version}", cases);
        }
        finally
        {
            set_num_threads(threads);
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(string Name, AllocatorNetwork Network, ConstraintSet? Limits)> Networks(int assets)
    {
        var set = new ConstraintSet { Box = new Interval(0, 4.0 / assets), Turnover = 0.5 };
        string[] names = Names(assets);
        yield return ("convolutional", new ConvolutionalAllocator(1, 5, 1), null);
        yield return ("convolutional, nearest within caps", Decided(new ConvolutionalAllocator(1, 5, 1)), new ConstraintSet { Box = new Interval(0, 1.002 / assets), Turnover = 0.5 });
        yield return ("LSTM", new RecurrentAllocator(1, RecurrentCell.Lstm, 2), null);
        yield return ("Keynes LSTM", new KeynesNetwork(1, KeynesTransform.Lstm, 3), null);
        yield return ("Bachelier", new BachelierNetwork(1, assets, 4), null);
        yield return ("constrained convolutional", new ConstrainedNetwork(new ConvolutionalAllocator(1, 5, 5), set.For(names)), set);
    }

    // Scores far enough apart that caps bind.
    private static ConvolutionalAllocator Decided(ConvolutionalAllocator network)
    {
        using var still = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            if (name.StartsWith("channels", StringComparison.Ordinal)) parameter.mul_(30);
        return network;
    }

    // 20 assets, lookback 40, hidden 32, batch 32, Sharpe loss over a horizon of 20, Adam; allocator_baseline.py does the same.
    private static BenchmarkCase TrainingStep(PythonBaseline python, int turns)
    {
        const int Assets = 20, Hidden = 32, Batch = 32, Horizon = 20;
        using var network = new RecurrentAllocator(1, RecurrentCell.Lstm, 1, Hidden);
        using var generator = new Generator(1);
        using var input = randn([Batch, 1, Lookback, Assets], generator: generator).mul(0.01);
        using var outcomes = randn([Batch, 1, Horizon, Assets], generator: generator).mul(0.01);
        using var optimiser = optim.Adam(network.parameters(), 1e-2);
        var loss = new SharpeRatioLoss(convention: new ReturnConvention { Input = ReturnKind.Simple });
        void Step()
        {
            using var scope = NewDisposeScope();
            optimiser.zero_grad();
            loss.Mean(network.call(input), outcomes).backward();
            optimiser.step();
        }
        var (ours, theirs) = (new double[turns], new double[turns]);
        for (var turn = -5; turn < turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < 3; i++) Step();
            var mine = clock.Elapsed.TotalMilliseconds / 3;
            var baseline = python.Time("step", 3) * 1e3 / 3;
            if (turn >= 0) (ours[turn], theirs[turn]) = (mine, baseline);
        }
        return new BenchmarkCase("LSTM training step, n = 20, batch 32; python3-torch as baseline", Quartile(ours), Quartile(theirs), "ms", Quartile(theirs) / Quartile(ours));
    }

    private static BenchmarkCase Measure(string title, AllocatorNetwork network, ConstraintSet? limits, int assets, string folder, int turns)
    {
        AllocatorBundle.Write(folder, network, new AllocatorDescription
        {
            Name = "allocator", Seed = 1, Created = DateTimeOffset.UnixEpoch, BarsFrom = new DateOnly(2010, 1, 4), TrainedFrom = new DateOnly(2010, 1, 4),
            TrainedThrough = new DateOnly(2010, 1, 4), Lookback = Lookback, Horizon = 1, UniverseRule = "a benchmark's", Names = Names(assets), Constraints = limits,
        });
        using var model = AllocatorModel.Load(ModelBundle.Read(folder, "allocator", new DateOnly(2010, 1, 4)));
        var random = new Random(assets);
        double[] window = [.. Enumerable.Range(0, Lookback * assets).Select(_ => 0.02 * (random.NextDouble() - 0.5))];
        double[] held = [.. Enumerable.Repeat(1.0 / assets, assets)];
        var weights = new double[assets];
        using var input = tensor(window, [1, 1, Lookback, assets], dtype: ScalarType.Float32);
        using var still = no_grad();
        var (ours, theirs) = (new double[turns], new double[turns]);
        for (var turn = -5; turn < turns; turn++)
        {
            var clock = Stopwatch.StartNew();
            if (model.Allocate(window, held, [], weights) != AllocationStatus.Optimal) throw new InvalidOperationException($"{title}: expected an optimal portfolio, found {model.Result.Statuses[0]}");
            if (turn >= 0) ours[turn] = clock.Elapsed.TotalMilliseconds;
            clock.Restart();
            network.call(input).Dispose();
            if (turn >= 0) theirs[turn] = clock.Elapsed.TotalMilliseconds;
        }
        return new BenchmarkCase(title, Quartile(ours), Quartile(theirs), "ms a decision", Quartile(theirs) / Quartile(ours));
    }

    private static string[] Names(int assets) => [.. Enumerable.Range(0, assets).Select(i => $"N{i}")];

    private static double Quartile(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 4];
    }
}
