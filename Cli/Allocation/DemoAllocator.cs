using System.Text.Json;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data;

namespace LeanDeep.Cli.Allocation;

/// <summary>The demo's allocator: an LSTM over the sample market's sector portfolios, trained within limits and traded in the engine beside the benchmarks.</summary>
internal static class DemoAllocator
{
    /// <param name="data">LEAN data folder.</param>
    /// <param name="store">Root of the object store.</param>
    /// <param name="folder">Receives the engine's results.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="report">Told what is being done.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The network first, then the benchmarks; empty where the market has fewer than six sectors.</returns>
    public static IReadOnlyList<AllocatorBacktest> Run(string data, string store, string folder, long seed, Report report, CancellationToken cancellation)
    {
        if (FolderMetadata.TryRead(data) is not { Sectors.Count: >= 6 } metadata) return [];
        report.Progress("training an allocator");
        var config = new AllocatorConfig
        {
            Name = "sectors",
            Data = new AssetsConfig { Folder = data, Portfolios = new PortfoliosConfig { Sectors = metadata.Sectors, Size = 5 } },
            Dates = new DatesConfig { From = new(2013, 1, 2), TrainThrough = new(2014, 12, 31), StopThrough = new(2015, 12, 31), TestThrough = new(2017, 12, 29) },
            Window = new WindowConfig { Lookback = 20, Horizon = 10 },
            Network = new NetworkConfig { Kind = NetworkKind.Lstm, Hidden = 8 },
            CostRate = 0.0005,
            Constraints = JsonElement.Parse("""{ "box": { "lower": 0, "upper": 0.2 }, "turnover": 0.2 }"""),
            Training = new TrainingConfig { Epochs = 4, Patience = 2, LearningRate = 5e-3 },
            Engine = new EngineConfig(),
            Seeds = [seed],
        };
        var result = new AllocatorStudy(config) { GitCommit = Repository.Commit() }.Run(AllocatorAssets.Read(config), store, cancellation);
        return AllocatorBacktests.Run(config, result, store, folder, report, cancellation);
    }
}
