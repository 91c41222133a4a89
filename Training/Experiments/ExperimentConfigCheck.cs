using System.Globalization;
using LeanDeep.Models.Inference;

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
        Require(config.Ensemble <= configurations.Count * config.Model.Epochs, "ensemble", $"at most the {configurations.Count * config.Model.Epochs} candidates", config.Ensemble);

        void Require(bool condition, string where, string expected, object found)
        {
            if (!condition)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: {where}: expected {expected}, found {found}"));
        }
    }
}
