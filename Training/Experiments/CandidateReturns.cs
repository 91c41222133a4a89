using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>What every candidate would have earned on the days before the holdout.</summary>
internal static class CandidateReturns
{
    /// <returns>(candidates, in the order of the ranking)(days before the holdout, oldest first).</returns>
    public static double[][] Of(TrainedExperiment trained, int threads, CancellationToken cancellation)
    {
        var (dataset, plan) = (trained.Dataset.Rows, trained.Plan);
        var folds = plan.Folds.Skip(plan.HoldoutFolds).Reverse().ToArray();
        var ranges = folds.Select(split => Purging.TestRows(dataset, split)).ToArray();
        var places = trained.Ranked.Index().ToDictionary(pair => (pair.Item.Configuration, pair.Item.Epoch), pair => pair.Index);
        var returns = new double[trained.Ranked.Count][];
        Parallel.For(0, trained.Outcomes.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, configuration =>
        {
            var epochs = Enumerable.Range(1, trained.Outcomes[configuration].Max(fold => fold.Losses.Count)).Where(epoch => places.ContainsKey((configuration, epoch))).ToArray();
            var rules = ranges.Select(range => new LongShortReturns(dataset, range, trained.Config.Strategy)).ToArray();
            foreach (var epoch in epochs)
                returns[places[(configuration, epoch)]] = new double[rules.Sum(rule => rule.DayCount)];
            var day = 0;
            foreach (var (i, split) in folds.Index())
            {
                using var file = trained.Runner.Reread(trained.Outcomes[configuration][split.Index]);
                var predictions = new float[file.PredictionCount];
                foreach (var epoch in epochs)
                {
                    file.ReadPredictions(epoch, predictions);
                    rules[i].Compute(predictions, returns[places[(configuration, epoch)]].AsSpan(day, rules[i].DayCount));
                }
                day += rules[i].DayCount;
            }
        });
        return returns;
    }
}
