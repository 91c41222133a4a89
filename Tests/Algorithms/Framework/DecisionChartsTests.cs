using System.Text.Json;
using LeanDeep.Cli;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Tests.Algorithms.Framework;

/// <summary>Decisions over more assets than a chart takes: the largest by name, the rest together.</summary>
[Collection(SmallMarket.Collection)]
public sealed class DecisionChartsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-charts-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Backtest_MoreAssetsThanSeries_ChartsTheLargestAndTheOthersTogether()
    {
        var (data, store) = (Path.Combine(_root, "data"), Path.Combine(_root, "storage"));
        SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 4, Names = 60, Years = 1 }, data);
        var names = LeanFolderReader.ReadPanel(data).Names;
        using var network = new DummyNetwork(1);
        network.eval();
        AllocatorBundle.Write(store, network, new AllocatorDescription
        {
            Name = "allocator", Seed = 1, Created = DateTimeOffset.UnixEpoch, BarsFrom = new DateOnly(2010, 1, 4), TrainedFrom = new DateOnly(2010, 1, 4), TrainedThrough = new DateOnly(2010, 1, 29),
            Lookback = 5, Horizon = 1, UniverseRule = "all", Names = names,
        });
        var (assembly, type) = BacktestVerb.Own("ConstrainedAllocator");
        var run = LeanBacktest.Run(new(assembly, type, data, store, Path.Combine(_root, "results"), new Dictionary<string, string>
        {
            ["start"] = "2010-02-01", ["end"] = "2010-12-31", ["period"] = "weekly", ["fees"] = "none",
        }));

        using var document = JsonDocument.Parse(File.ReadAllBytes(run.ResultFile));
        foreach (var chart in (string[])[AllocationCharts.Weights, AllocationCharts.Risk])
        {
            var series = document.RootElement.GetProperty("charts").GetProperty(chart).GetProperty("series");
            Assert.InRange(series.EnumerateObject().Count(), 12, AllocationCharts.MaximumAssets);
            var sums = series.EnumerateObject().SelectMany(asset => asset.Value.GetProperty("values").EnumerateArray().Select(point => (Time: point[0].GetInt64(), Value: point[1].GetDouble())))
                .GroupBy(point => point.Time).Select(points => points.Sum(point => point.Value)).ToArray();
            Assert.True(sums.Length > 30);
            Assert.All(sums, sum => Assert.Equal(1, sum, 1e-5));
            Assert.Equal(sums.Length, series.GetProperty(AllocationCharts.Others).GetProperty("values").GetArrayLength());
        }
    }
}
