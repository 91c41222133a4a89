using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Export;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Networks.Allocators;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>Allocators as bundles in a store of their own.</summary>
internal sealed class AllocatorBundles : IDisposable
{
    public string Store { get; } = Directory.CreateTempSubdirectory("leandeep-allocators-").FullName;

    public static string[] Names(int assets) => [.. Enumerable.Range(0, assets).Select(i => $"N{i}")];

    public static AllocatorDescription Description(int channels, int lookback, int assets, ConstraintSet? constraints = null) => new()
    {
        Name = "allocator",
        Seed = 1,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        BarsFrom = new DateOnly(2010, 1, 4),
        TrainedFrom = new DateOnly(2010, 3, 1),
        TrainedThrough = new DateOnly(2014, 12, 31),
        Channels = [.. new[] { BarField.Close, BarField.Volume, BarField.Open }.Take(channels).Select(field => new ReturnChannel(field))],
        Lookback = lookback,
        Horizon = 5,
        UniverseRule = "made for a test",
        Names = Names(assets),
        Sectors = [.. Enumerable.Range(0, assets).Select(i => i % 3 == 0 ? "banks" : "others")],
        Constraints = constraints,
    };

    /// <summary>Writes, reads back and opens.</summary>
    public AllocatorModel Open(AllocatorNetwork network, int channels, int lookback, int assets, ConstraintSet? constraints = null, bool solvedInGraph = false)
    {
        AllocatorBundle.Write(Store, network, Description(channels, lookback, assets, constraints) with { SolvedInGraph = solvedInGraph });
        return AllocatorModel.Load(ModelBundle.Read(Store, "allocator", new DateOnly(2014, 12, 31)));
    }

    /// <summary>(channels · lookback · assets) returns of about a percent.</summary>
    public static double[] Window(int seed, int size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size).Select(_ => (double)(float)(0.01 * Rows.Normal(random)))];
    }

    /// <summary>A network whose parameters and running statistics are not what they begin with.</summary>
    public static T Trained<T>(T network, int seed) where T : AllocatorNetwork
    {
        using var still = no_grad();
        using var generator = new Generator((ulong)seed);
        foreach (var parameter in network.parameters())
            parameter.add_(rand(parameter.shape, generator: generator).mul(0.3));
        foreach (var (name, buffer) in network.named_buffers())
            if (name.Contains("running", StringComparison.Ordinal)) buffer.add_(rand(buffer.shape, generator: generator).mul(0.01));
        network.eval();
        return network;
    }

    public static double[] Torch(AllocatorNetwork network, double[] window, int channels, int lookback, int assets, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var input = tensor(window, [1, channels, lookback, assets], dtype: type);
        return [.. network.call(input).to(ScalarType.Float64).data<double>()];
    }

    public static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Assert.Equal(a.Length, b.Length);
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++) largest = Math.Max(largest, double.IsNaN(a[i] - b[i]) ? double.PositiveInfinity : Math.Abs(a[i] - b[i]));
        return largest;
    }

    public void Dispose() => Directory.Delete(Store, recursive: true);
}
