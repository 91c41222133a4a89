using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Search;

namespace LeanDeep.Training.Experiments;

/// <summary>Candidates beyond the grid: configurations drawn from a space, scored by the days before the holdout, the budget being epochs.</summary>
internal sealed class ExperimentSearch(ExperimentConfig config, SearchConfig search, Func<ModelConfiguration, int, IReadOnlyList<TrainingOutcome>> train, int holdoutFolds)
{
    /// <returns>(configurations drawn)(folds), each as far as it was trained.</returns>
    public IReadOnlyList<IReadOnlyList<TrainingOutcome>> Run(CancellationToken cancellation)
    {
        var trained = new SortedDictionary<int, IReadOnlyList<TrainingOutcome>>();
        var space = Space(search.Space);
        if (search.Method == SearchMethod.Random)
            RandomSearch.Run(space, search.Configurations, config.Model.Epochs, search.Seed, Score, cancellation);
        else
            Halving(config, search).Run(space, search.Seed, Score, cancellation);
        return [.. trained.Values];

        double Score(SearchConfiguration drawn, int epochs)
        {
            var folds = trained[drawn.Index] = train(Configuration(config, search, drawn), epochs);
            return Selection.Rank([folds], holdoutFolds).FirstOrDefault(candidate => candidate.Epoch == epochs)?.Median ?? double.NaN;
        }
    }

    /// <summary>The configurations that a search draws.</summary>
    public static IEnumerable<ModelConfiguration> Configurations(ExperimentConfig config, SearchConfig search) =>
        Enumerable.Range(0, search.Configurations).Select(index => Configuration(config, search, Space(search.Space).Draw(search.Seed, index)));

    /// <summary>Epochs after which a search may leave a configuration, ascending, and the epochs of all its configurations on one fold.</summary>
    public static (int[] Rungs, long Total) Rungs(ExperimentConfig config, SearchConfig search) =>
        search.Method == SearchMethod.Random
            ? ([config.Model.Epochs], (long)search.Configurations * config.Model.Epochs)
            : ([.. Halving(config, search).Rungs().Select(rung => rung.Budget)], Halving(config, search).TotalBudget());

    /// <exception cref="ArgumentException">A range or list holds nothing to draw.</exception>
    public static SearchSpace Space(SearchSpaceConfig space)
    {
        var dimensions = new List<Dimension>
        {
            new Choice("layers", [.. space.HiddenLayers]),
            new Choice("batch", [.. space.BatchSize]),
            new Choice("activation", [.. space.Activation.Cast<object>()]),
            new Choice("optimiser", [.. space.Optimiser.Cast<object>()]),
            new Uniform("dropout", space.Dropout.Low, space.Dropout.High),
            new LogUniform("rate", space.LearningRate.Low, space.LearningRate.High),
        };
        if (space.L2 is { } l2)
            dimensions.Add(new LogUniform("l2", l2.Low, l2.High));
        return new SearchSpace(dimensions);
    }

    private static SuccessiveHalving Halving(ExperimentConfig config, SearchConfig search) =>
        new(search.Configurations, search.SmallestEpochs, config.Model.Epochs, search.Factor);

    private static ModelConfiguration Configuration(ExperimentConfig config, SearchConfig search, SearchConfiguration drawn)
    {
        var layers = drawn.Get<IReadOnlyList<int>>("layers");
        var (activation, optimiser, batch) = (drawn.Get<Activation>("activation"), drawn.Get<Optimiser>("optimiser"), drawn.Get<int>("batch"));
        var (dropout, rate) = (drawn.Get<double>("dropout"), drawn.Get<double>("rate"));
        var l2 = search.Space.L2 is null ? 0 : drawn.Get<double>("l2");
        return new ModelConfiguration(
            FormattableString.Invariant($"search{drawn.Index:00}-{(layers.Count == 0 ? "linear" : string.Join('-', layers))}-{activation}-{optimiser}-dropout{dropout:0.00}-batch{batch}-rate{rate:0.0000}").ToLowerInvariant(),
            new DenseNetworkOptions { HiddenLayers = layers, Dropout = dropout, DropoutPlacement = config.Model.DropoutPlacement, Activation = activation, L2 = l2 },
            new TrainerOptions { Epochs = config.Model.Epochs, BatchSize = batch, Optimiser = optimiser, LearningRate = rate, Schedule = config.Model.Schedule });
    }
}
