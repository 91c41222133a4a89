using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>Whether an allocator's values lie in their ranges and fit each other.</summary>
internal static class AllocatorConfigCheck
{
    /// <exception cref="InvalidDataException">They do not; says where, what was expected and what was found.</exception>
    public static void Check(AllocatorConfig config, string path)
    {
        var constraints = AllocatorConfigFile.Constraints(config, path);
        Require(ModelBundle.IsName(config.Name), "name", "letters, digits, '-' and '_'", config.Name);
        Check(config.Data, Require);
        var dates = config.Dates;
        Require(!(dates.From >= dates.TrainThrough), "dates.trainThrough", $"a date after from {dates.From:yyyy-MM-dd}", $"{dates.TrainThrough:yyyy-MM-dd}");
        Require(dates.StopThrough > dates.TrainThrough, "dates.stopThrough", $"a date after trainThrough {dates.TrainThrough:yyyy-MM-dd}", $"{dates.StopThrough:yyyy-MM-dd}");
        Require(!(dates.TestThrough <= dates.StopThrough), "dates.testThrough", $"a date after stopThrough {dates.StopThrough:yyyy-MM-dd}", $"{dates.TestThrough:yyyy-MM-dd}");

        if (config.WalkForward is { } walk)
        {
            Require(walk.Attempts >= 1, "walkForward.attempts", "at least 1", walk.Attempts);
            Require(!(walk.MostPsi <= 0), "walkForward.mostPsi", "a positive number", $"{walk.MostPsi}");
            Require(walk.Retrain.Rule == RetrainRule.Dates == (walk.Retrain.Dates.Count > 0), "walkForward.retrain.dates", "dates with rule dates, and none with another", string.Join(", ", walk.Retrain.Dates));
            Require(walk.Output.Length > 0, "walkForward.output", "a folder", "none");
        }
        var window = config.Window;
        Require(window.Lookback >= 2, "window.lookback", "at least 2", window.Lookback);
        Require(window.Horizon >= 2, "window.horizon", "at least 2", window.Horizon);
        Require(window.Rebalance >= 1 && window.Rebalance <= window.Horizon, "window.rebalance", $"from 1 to the horizon {window.Horizon}", window.Rebalance);
        Require(config.CostRate is >= 0 and < 1, "costRate", "within [0, 1)", config.CostRate);
        Require(
            constraints.Volatility is null || config.Network.Kind is not (NetworkKind.Factors or NetworkKind.Thorp), "constraints.volatility",
            "none for factors and thorp, whose covariance is learned in a unit of its own", constraints.Volatility ?? 0);
        var knowsHeld = config.CostRate > 0 || constraints.Turnover is not null || constraints.Costs > 0;
        Require(window.Gap >= 0 && (window.Gap == 0 || !knowsHeld), "window.gap", knowsHeld ? "0 with costs or a limit on turnover" : "0 or more", window.Gap);

        Check(config.Network, window, Require);
        Require(config.Loss.SquaredWeights >= 0 && double.IsFinite(config.Loss.SquaredWeights), "loss.squaredWeights", "0 or more", config.Loss.SquaredWeights);
        Require(config.Training.Epochs >= 1, "training.epochs", "at least 1", config.Training.Epochs);
        Require(config.Training.Patience >= 1, "training.patience", "at least 1", config.Training.Patience);
        Require(config.Training.BatchSize >= 1, "training.batchSize", "at least 1", config.Training.BatchSize);
        try
        {
            AllocatorNetworks.Options(config.Training).Validate();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: training: {error.Message}", error);
        }
        if (config.Engine is { } engine)
        {
            Require(engine.Cash > 0, "engine.cash", "more than 0", engine.Cash);
            Require(engine.SlippageBps is >= 0 and < 10_000, "engine.slippageBps", "from 0 to less than 10000", engine.SlippageBps);
        }
        Require(config.Seeds.Count > 0 && config.Seeds.Distinct().Count() == config.Seeds.Count, "seeds", "distinct seeds", config.Seeds.Count == 0 ? "none" : string.Join(", ", config.Seeds));

        void Require(bool condition, string where, string expected, object found)
        {
            if (!condition)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: {where}: expected {expected}, found {found}"));
        }
    }

    private static void Check(AssetsConfig data, Requirement require)
    {
        string[] chosen = [.. new[] { (data.Names is not null, "names"), (data.Largest is not null, "largest"), (data.Portfolios is not null, "portfolios") }.Where(choice => choice.Item1).Select(choice => choice.Item2)];
        require(chosen.Length == 1, "data", "one of names, largest, portfolios", chosen.Length == 0 ? "none" : string.Join(" and ", chosen));
        require(data.Names is null || data.Names.Count >= 2 && data.Names.Distinct().Count() == data.Names.Count, "data.names", "at least 2 distinct tickers", string.Join(", ", data.Names ?? []));
        require(data.Largest is null or >= 2, "data.largest", "at least 2", data.Largest ?? 0);
        if (data.Portfolios is { } portfolios)
        {
            require(portfolios.Sectors.Count >= 2 && portfolios.Sectors.Distinct().Count() == portfolios.Sectors.Count, "data.portfolios.sectors", "at least 2 distinct sectors", string.Join(", ", portfolios.Sectors));
            require(portfolios.Size >= 1, "data.portfolios.size", "at least 1", portfolios.Size);
        }
        require(
            data.Fields.Count > 0 && data.Fields[0] == PanelField.Close && data.Fields.Distinct().Count() == data.Fields.Count && (data.Portfolios is null || data.Fields.Count == 1),
            "data.fields", data.Portfolios is null ? "distinct fields, close the first" : "close alone for portfolios", string.Join(", ", data.Fields));
    }

    private static void Check(NetworkConfig network, WindowConfig window, Requirement require)
    {
        require(network.Hidden >= 1, "network.hidden", "at least 1", network.Hidden);
        require(network.Kind != NetworkKind.Bachelier || network.Hidden % 2 == 0, "network.hidden", "an even number", network.Hidden);
        require(network.Factors >= 1, "network.factors", "at least 1", network.Factors);
        require(network.Layers >= 1, "network.layers", "at least 1", network.Layers);
        require(network.Kernel >= 1 && (network.Kind != NetworkKind.Conv || network.Kernel <= window.Lookback), "network.kernel", $"from 1 to the lookback {window.Lookback}", network.Kernel);
        require(network.Groups >= 1, "network.groups", "at least 1", network.Groups);
        require(
            network.Kind is not (NetworkKind.KeynesLstm or NetworkKind.KeynesConv) || network.Hidden % network.Groups == 0,
            "network.hidden", $"a multiple of groups {network.Groups}", network.Hidden);
        require(network.Dropout is >= 0 and < 1, "network.dropout", "in [0, 1)", network.Dropout);
        require(network.RiskAversion > 0 && double.IsFinite(network.RiskAversion), "network.riskAversion", "a positive number", network.RiskAversion);
        require(network.Ridge > 0 && double.IsFinite(network.Ridge), "network.ridge", "a positive number", network.Ridge);
    }

    private delegate void Requirement(bool condition, string where, string expected, object found);
}
