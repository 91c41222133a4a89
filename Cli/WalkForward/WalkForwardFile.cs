using System.Globalization;
using System.Text.Json;
using LeanDeep.Algorithms;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Config files of walk-forward runs: an experiment's (with <c>model</c>), or an allocator's (with <c>network</c>), each with a <c>walkForward</c> section.</summary>
internal static class WalkForwardFile
{
    /// <exception cref="UsageException">There is no such file, or no walk-forward section in it.</exception>
    /// <exception cref="InvalidDataException">It is not a config; says where, what was expected and what was found.</exception>
    public static WalkForwardJob Open(string path, WalkForwardRequest request)
    {
        if (!File.Exists(path)) throw new UsageException($"{path}: expected the config file of an experiment or an allocator, found none");
        if (!Has(path, "network"))
        {
            var experiment = ExperimentConfigFile.Read(path);
            return experiment.WalkForward is not null ? new PredictorWalk(experiment, request) : throw Missing(path);
        }
        var allocator = AllocatorConfigFile.Read(path);
        if (allocator.WalkForward is not { } walk) throw Missing(path);
        return new PortfolioJob(allocator.Name, walk.Output, () => new AllocatorRollTrainer(allocator), allocator.Engine is { } engine ? new PortfolioEngine(typeof(ConstrainedAllocator), allocator.Data.Folder, new Dictionary<string, string>
        {
            ["period"] = engine.Period.ToString().ToLowerInvariant(),
            ["cash"] = engine.Cash.ToString(CultureInfo.InvariantCulture),
            ["slippage-bps"] = engine.SlippageBps.ToString(CultureInfo.InvariantCulture),
        }) : null, request);
    }

    private static UsageException Missing(string path) => new($"{path}: walkForward: expected a section, found none");

    private static bool Has(string path, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out _);
        }
        catch (JsonException)
        {
            return false; // whoever reads it says where
        }
    }
}
