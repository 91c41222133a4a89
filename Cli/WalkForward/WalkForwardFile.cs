using System.Globalization;
using System.Text.Json;
using LeanDeep.Algorithms;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.WalkForward.Portfolios;

namespace LeanDeep.Cli.WalkForward;

/// <summary>Config files of walk-forward runs: an experiment's (with <c>model</c>), an allocator's (with <c>network</c>), or a policy's (with <c>policy</c>), each with a <c>walkForward</c> section.</summary>
internal static class WalkForwardFile
{
    /// <exception cref="UsageException">There is no such file, or no walk-forward section in it.</exception>
    /// <exception cref="InvalidDataException">It is not a config; says where, what was expected and what was found.</exception>
    public static WalkForwardJob Open(string path, WalkForwardRequest request)
    {
        if (!File.Exists(path)) throw new UsageException($"{path}: expected the config file of an experiment, an allocator or a policy, found none");
        if (Has(path, "policy")) return OfPolicy(PolicyWalkConfig.Read(path), request);
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

    private static PortfolioJob OfPolicy(PolicyWalkConfig config, WalkForwardRequest request) =>
        new(config.Name, config.WalkForward.Output, () => new PolicyRollTrainer(config), config.Engine is { } engine ? new PortfolioEngine(typeof(HjbPolicy), config.Data.Folder, new Dictionary<string, string>
        {
            ["period"] = engine.Period.ToString().ToLowerInvariant(),
            ["cash"] = engine.Cash.ToString(CultureInfo.InvariantCulture),
            ["slippage-bps"] = engine.SlippageBps.ToString(CultureInfo.InvariantCulture),
            ["history"] = (config.Data.From ?? LeanDeep.Training.Data.LeanFolderReader.ReadPanel(config.Data.Folder, config.Data.Names).Sessions[0]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["risk-aversion"] = config.Policy.RiskAversion.ToString(CultureInfo.InvariantCulture),
            ["horizon"] = config.Policy.HorizonYears.ToString(CultureInfo.InvariantCulture),
            ["predictor-window"] = config.Estimation.PredictorWindow.ToString(CultureInfo.InvariantCulture),
            ["moments-window"] = config.Estimation.MomentsWindow.ToString(CultureInfo.InvariantCulture),
            ["minimum-steps"] = config.Estimation.MinimumSteps.ToString(CultureInfo.InvariantCulture),
            ["bias-correction"] = config.Estimation.BiasCorrection ? "true" : "false",
        }) : null, request);

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
