using System.Globalization;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Feedforward;

namespace LeanDeep.Training.Experiments;

/// <summary>Whether an experiment's values lie in their ranges and fit each other.</summary>
internal static class ExperimentConfigCheck
{
    /// <exception cref="InvalidDataException">They do not; says where, what was expected and what was found.</exception>
    public static void Check(ExperimentConfig config, string path)
    {
        Require(ModelBundle.IsName(config.Name), "name", "letters, digits, '-' and '_'", config.Name);
        Require(config.Horizon >= 1, "horizon", "at least 1", config.Horizon);
        Require(config.Ensemble >= 1, "ensemble", "at least 1", config.Ensemble);
        Require(config.Seeds.Distinct().Count() == config.Seeds.Count, "seeds", "distinct seeds", string.Join(", ", config.Seeds));
        Require(config.Output.Length > 0, "output", "a folder", "none");
        var split = config.Split;
        Require(split.Folds >= 2, "split.folds", "at least 2", split.Folds);
        Require(split.TrainLength >= 1, "split.trainLength", "at least 1", split.TrainLength);
        Require(split.TestLength >= 1, "split.testLength", "at least 1", split.TestLength);
        Require(split.Embargo >= 0, "split.embargo", "0 or more", split.Embargo);
        Require(
            split.HoldoutSessions >= 0 && split.HoldoutSessions % split.TestLength == 0 && split.HoldoutSessions < split.Folds * split.TestLength,
            "split.holdoutSessions", $"a multiple of testLength {split.TestLength} below {split.Folds * split.TestLength}", split.HoldoutSessions);
        Require(!(config.Data.From >= config.Data.Through), "data.through", $"a date after from {config.Data.From:yyyy-MM-dd}", $"{config.Data.Through:yyyy-MM-dd}");

        Check(config.Analysis, Require);
        Require(config.Strategy.SideCount >= 1, "strategy.sideCount", "at least 1", config.Strategy.SideCount);
        Require(
            config.Strategy.MinimumSideCount >= 0 && config.Strategy.MinimumSideCount < config.Strategy.SideCount,
            "strategy.minimumSideCount", $"0 to {config.Strategy.SideCount - 1}", config.Strategy.MinimumSideCount);
        Require(config.Strategy.Gross > 0 && double.IsFinite(config.Strategy.Gross), "strategy.gross", "a positive number", config.Strategy.Gross);
        if (config.Combinatorial is { } combinatorial)
        {
            Require(combinatorial.Groups is >= 2 and <= 30, "combinatorial.groups", "from 2 to 30", combinatorial.Groups);
            Require(
                combinatorial.TestGroups >= 1 && combinatorial.TestGroups < combinatorial.Groups,
                "combinatorial.testGroups", $"from 1 to {combinatorial.Groups - 1}", combinatorial.TestGroups);
            Require(combinatorial.Embargo is >= 0 and < 1, "combinatorial.embargo", "a share in [0, 1)", combinatorial.Embargo);
        }
        if (config.Backtests is { } backtests)
        {
            Require(backtests.Cash > 0, "backtests.cash", "more than 0", backtests.Cash);
            Require(
                backtests.Slippage.All(slippage => slippage is > 0 and < 10_000) && backtests.Slippage.Distinct().Count() == backtests.Slippage.Count,
                "backtests.slippage", "distinct numbers above 0 and below 10000", string.Join(", ", backtests.Slippage));
        }
        Require(
            config.Model.Device == TrainingDevice.Cpu || config.Model.Backend == TrainingBackend.Torch, "model.device", "cpu with the fused backend", config.Model.Device);
        Require(config.Model.SideBySide >= 1, "model.sideBySide", "at least 1", config.Model.SideBySide);
        var configurations = ModelConfiguration.Grid(config.Model);
        Require(configurations.Count > 0, "model", "at least one value in each list", "an empty list");
        var repeated = configurations.GroupBy(c => c.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        Require(repeated == null, "model", "distinct values in each list", $"{repeated} twice");
        foreach (var configuration in configurations)
            try
            {
                configuration.Network.Validate();
                configuration.Trainer.Validate();
            }
            catch (ArgumentException error)
            {
                throw new InvalidDataException($"{path}: model: {error.Message}", error);
            }
        if (config.WalkForward is { } walkForward)
            Check(walkForward, config, Require);
        if (config.Search is { } search)
            Check(search, config.Model.Epochs, path, Require);
        Require(config.Ensemble <= configurations.Count * config.Model.Epochs, "ensemble", $"at most the {configurations.Count * config.Model.Epochs} candidates", config.Ensemble);

        void Require(bool condition, string where, string expected, object found)
        {
            if (!condition)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: {where}: expected {expected}, found {found}"));
        }
    }

    private static void Check(AnalysisConfig analysis, Requirement require)
    {
        require(
            analysis.Horizons.Count > 0 && analysis.Horizons[0] >= 1 && analysis.Horizons.Zip(analysis.Horizons.Skip(1)).All(pair => pair.First < pair.Second),
            "analysis.horizons", "ascending numbers from 1", string.Join(", ", analysis.Horizons));
        require(analysis.Quantiles is >= 2 and <= 100, "analysis.quantiles", "from 2 to 100", analysis.Quantiles);
        require(analysis.Ridge >= 0 && double.IsFinite(analysis.Ridge), "analysis.ridge", "0 or more", analysis.Ridge);
        require(analysis.Resamples >= 100, "analysis.resamples", "at least 100", analysis.Resamples);
        require(analysis.Blocks is >= 2 and <= 24 && analysis.Blocks % 2 == 0, "analysis.blocks", "an even number from 2 to 24", analysis.Blocks);
    }

    private static void Check(WalkForwardConfig walkForward, ExperimentConfig config, Requirement require)
    {
        require(!(walkForward.From > walkForward.Through), "walkForward.through", $"a date from {walkForward.From:yyyy-MM-dd} on", $"{walkForward.Through:yyyy-MM-dd}");
        require(!(walkForward.From > config.Data.Through), "walkForward.from", $"a date up to data.through {config.Data.Through:yyyy-MM-dd}", $"{walkForward.From:yyyy-MM-dd}");
        require(!(walkForward.Through > config.Data.Through), "walkForward.through", $"a date up to data.through {config.Data.Through:yyyy-MM-dd}", $"{walkForward.Through:yyyy-MM-dd}");
        var dates = walkForward.Retrain.Dates;
        require(walkForward.Retrain.Rule == RetrainRule.Dates == (dates.Count > 0), "walkForward.retrain.dates", "dates with rule dates, and none with another", string.Join(", ", dates.Select(date => $"{date:yyyy-MM-dd}")));
        require(dates.Zip(dates.Skip(1)).All(pair => pair.First < pair.Second), "walkForward.retrain.dates", "ascending dates", string.Join(", ", dates.Select(date => $"{date:yyyy-MM-dd}")));
        require(walkForward.SelectionRolls >= 1, "walkForward.selectionRolls", "at least 1", walkForward.SelectionRolls);
        require(walkForward.Attempts >= 1, "walkForward.attempts", "at least 1", walkForward.Attempts);
        require(config.Seeds.Count >= 1, "seeds", "at least one for walkForward", "none");
        require(config.Split.Embargo >= 1, "split.embargo", "at least 1 for walkForward, so that each model trades all its days", config.Split.Embargo);
        require(config.Search is not { Method: SearchMethod.SuccessiveHalving }, "search.method", "random for walkForward", "successive-halving");
        require(!(walkForward.Promotion.MostPsi <= 0), "walkForward.promotion.mostPsi", "a positive number", $"{walkForward.Promotion.MostPsi}");
        require(!(walkForward.Promotion.MostDecay < 0), "walkForward.promotion.mostDecay", "0 or more", $"{walkForward.Promotion.MostDecay}");
        require(!(walkForward.Promotion.MostTurnover <= 0), "walkForward.promotion.mostTurnover", "a positive number", $"{walkForward.Promotion.MostTurnover}");
    }

    private static void Check(SearchConfig search, int epochs, string path, Requirement require)
    {
        require(search.Configurations >= 1, "search.configurations", "at least 1", search.Configurations);
        require(search.SmallestEpochs >= 1 && search.SmallestEpochs <= epochs, "search.smallestEpochs", $"from 1 to model.epochs {epochs}", search.SmallestEpochs);
        require(search.Factor >= 2, "search.factor", "at least 2", search.Factor);
        try
        {
            _ = ExperimentSearch.Space(search.Space);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: search.space: {error.Message}", error);
        }
    }

    private delegate void Requirement(bool condition, string where, string expected, object found);
}
