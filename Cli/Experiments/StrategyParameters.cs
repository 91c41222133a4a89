using LeanDeep.Training.Experiments;

namespace LeanDeep.Cli.Experiments;

/// <summary>The long-short rule of a config as the algorithm's parameters.</summary>
internal static class StrategyParameters
{
    public static Dictionary<string, string> Of(StrategyConfig strategy) => new()
    {
        ["side"] = Report.Number(strategy.SideCount, "0"),
        ["minimum-side"] = Report.Number(strategy.MinimumSideCount, "0"),
        ["gross"] = Report.Number(strategy.Gross, "0.##########"),
    };
}
