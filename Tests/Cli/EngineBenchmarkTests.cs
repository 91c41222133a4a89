using LeanDeep.Benchmarks;
using LeanDeep.Cli;
using Xunit;

namespace LeanDeep.Tests.Cli;

[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class EngineBenchmarkTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-").FullName;

    [Fact]
    public void EngineBenchmark_Small_MeasuresWithTheSameOrdersInEveryWayOfRunning()
    {
        var cases = EngineBenchmark.Run(BenchVerb.RunInEngine, Repository.Program, shared: _root, small: true, root: _root).Cases.ToDictionary(x => x.Case, x => x.Ours);

        Assert.All(cases, x => Assert.True(x.Value > 0 || x.Key.StartsWith("no orders", StringComparison.Ordinal) || x.Key.Contains("less 100 MB", StringComparison.Ordinal) || x.Key.Contains("of the wall", StringComparison.Ordinal), x.Key));
        Assert.Equal(6, cases.Count(x => x.Key.EndsWith(": bars a second", StringComparison.Ordinal)));
        Assert.Equal(0, cases["no orders, second run of a process: orders"]);
        var orders = cases.Where(x => x.Key.StartsWith("daily long-short", StringComparison.Ordinal) && x.Key.EndsWith(": orders", StringComparison.Ordinal)).Select(x => x.Value).ToList();
        Assert.Equal(3, orders.Count);
        Assert.Single(orders.Distinct());
        // A first run takes longer than a later one, but noise may hide it here.
        Assert.Equal(4, cases.Count(x => x.Key.Contains("of the wall", StringComparison.Ordinal)));
        Assert.True(cases["daily long-short, synthetic, of the wall with a warm cache: the algorithm's own code, as in a later run"] > 0);
        Assert.Equal(2, cases["sweep: combinations of 2 with the bytes of separate runs"]);
        // 100 names, about 261 sessions, six numbers of eight bytes.
        Assert.InRange(cases["daily long-short, synthetic: raw columns"], 1.1, 1.4);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
