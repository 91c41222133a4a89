using System.Globalization;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>The grid as a designed experiment: daily correlations of every configuration and epoch, on dummies of the settings that vary.</summary>
internal static class ExperimentDesign
{
    private static readonly (string Name, Func<ModelConfiguration, string> Level)[] Settings =
    [
        ("batch", c => Text(c.Trainer.BatchSize)),
        ("layers", c => c.Network.HiddenLayers.Count == 0 ? "linear" : string.Join('-', c.Network.HiddenLayers)),
        ("dropout", c => Text(c.Network.Dropout)),
        ("activation", c => c.Network.Activation.ToString().ToLowerInvariant()),
        ("optimiser", c => c.Trainer.Optimiser.ToString().ToLowerInvariant()),
        ("rate", c => Text(c.Trainer.LearningRate)),
        ("l2", c => Text(c.Network.L2)),
    ];

    /// <returns>Null where nothing varies, or where a day lacks correlations throughout.</returns>
    public static LeastSquares? Fit(TrainedExperiment trained)
    {
        var grid = trained.Outcomes.Take(ModelConfiguration.Grid(trained.Config.Model).Count).ToArray();
        var configurations = grid.Select(folds => folds[0].Task.Configuration).ToArray();
        var settings = Settings.Where(setting => configurations.Select(setting.Level).Distinct().Count() > 1).ToArray();
        var epochs = trained.Config.Model.Epochs;
        DesignFactor[] factors =
        [
            .. settings.Select(setting => new DesignFactor(setting.Name, [.. configurations.Select(setting.Level).Distinct()])),
            .. epochs > 1 ? [new DesignFactor("epoch", [.. Enumerable.Range(1, epochs).Select(epoch => Text(epoch))])] : Array.Empty<DesignFactor>(),
        ];
        if (factors.Length == 0)
            return null;
        var chosen = configurations.Select(configuration => settings.Select((setting, i) => factors[i].Levels.ToList().IndexOf(setting.Level(configuration))).ToArray()).ToArray();

        List<int> levels = [], days = [];
        List<double> correlations = [];
        var day = 0;
        for (var fold = trained.Plan.Folds.Count - 1; fold >= trained.Plan.HoldoutFolds; fold--)
            for (var d = 0; d < grid[0][fold].Correlations[0].Length; d++, day++)
                for (var c = 0; c < grid.Length; c++)
                    for (var epoch = 0; epoch < grid[c][fold].Correlations.Count; epoch++)
                        if (!double.IsNaN(grid[c][fold].Correlations[epoch][d]))
                        {
                            levels.AddRange(chosen[c]);
                            if (epochs > 1)
                                levels.Add(epoch);
                            days.Add(day);
                            correlations.Add(grid[c][fold].Correlations[epoch][d]);
                        }
        // A level that no finite epoch has would leave an empty column.
        if (factors.Select((factor, f) => factor.Levels.Count == levels.Where((_, i) => i % factors.Length == f).Distinct().Count()).Contains(false))
            return null;
        return LeastSquares.Fit(
            DesignDummies.Names(factors), DesignDummies.Columns(factors, [.. levels]), [.. correlations], [.. days], NeweyWest.Lags(day, trained.Config.Horizon));
    }

    private static string Text(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
