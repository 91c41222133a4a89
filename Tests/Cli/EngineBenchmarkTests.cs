using LeanDeep.Benchmarks;
using LeanDeep.Cli;
using Xunit;

namespace LeanDeep.Tests.Cli;

[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class EngineBenchmarkTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("leandeep-").FullName;

    [Fact]
    public void EngineBenchmark_Small_MeasuresEveryCaseTwiceWithTheSameOrders()
    {
        var report = EngineBenchmark.Run(BenchVerb.RunInEngine, shared: _cache, small: true, cache: _cache);

        Assert.Equal(48, report.Cases.Count);
        Assert.All(report.Cases.Where(x => x.Case.EndsWith("bars a second", StringComparison.Ordinal)), x => Assert.True(x.Ours > 0, x.Case));
        var orders = report.Cases.Where(x => x.Case.EndsWith(": orders", StringComparison.Ordinal)).Select(x => x.Ours).ToList();
        Assert.Equal(8, orders.Count);
        for (var i = 0; i < orders.Count; i += 2) Assert.Equal(orders[i], orders[i + 1]);
        Assert.Equal(0, orders[0]);
        Assert.All(orders.Skip(2), x => Assert.True(x > 0));
    }

    public void Dispose() => Directory.Delete(_cache, recursive: true);
}
