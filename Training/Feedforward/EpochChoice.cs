using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Feedforward;

/// <summary>Chooses a number of epochs from what folds found after each.</summary>
internal static class EpochChoice
{
    /// <summary>The number of epochs with the highest mean daily correlation over all test days of the folds; the smallest of equals.</summary>
    /// <param name="folds">(folds)(epochs) daily correlations of the fold's test days after each epoch.</param>
    /// <returns>From 1; <paramref name="fallback"/> when there is no fold, or no epoch that every fold reached with a correlation.</returns>
    public static int Best(IReadOnlyCollection<IReadOnlyList<IReadOnlyList<DailyCorrelation>>> folds, int fallback)
    {
        var reached = folds.Count == 0 ? 0 : folds.Min(fold => fold.Count);
        var (best, bestMean) = (fallback, double.NegativeInfinity);
        for (var epoch = 0; epoch < reached; epoch++)
        {
            var values = folds.SelectMany(fold => fold[epoch]).Select(day => day.Value).Where(value => !double.IsNaN(value)).ToArray();
            var mean = values.Length > 0 ? values.Average() : double.NaN;
            if (mean > bestMean)
                (best, bestMean) = (epoch + 1, mean);
        }
        return best;
    }
}
