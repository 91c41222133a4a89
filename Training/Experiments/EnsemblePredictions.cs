using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>Means of several networks' predictions for the test rows of every fold.</summary>
internal sealed class EnsemblePredictions(TrainingRunner runner, SupervisedDataset dataset, FoldPlan plan)
{
    /// <summary>(test rows of the fold) mean prediction of the members.</summary>
    /// <param name="members">(folds) of each member and its epoch.</param>
    /// <param name="fold">Number of the fold.</param>
    public float[] Of(IReadOnlyList<(IReadOnlyList<TrainingOutcome> Folds, int Epoch)> members, int fold)
    {
        float[]? sum = null;
        foreach (var (folds, epoch) in members)
        {
            var predictions = runner.Predictions(folds[fold], epoch);
            if (sum == null)
                sum = predictions;
            else
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += predictions[i];
        }
        for (var i = 0; i < sum!.Length; i++)
            sum[i] /= members.Count;
        return sum;
    }

    /// <summary>The mean's daily correlations on the days that count for the choice, and on the holdout.</summary>
    public (InformationCoefficient Selection, InformationCoefficient? Holdout) Coefficients(IReadOnlyList<(IReadOnlyList<TrainingOutcome> Folds, int Epoch)> members)
    {
        var days = plan.Folds.Select(split =>
        {
            var rows = Purging.TestRows(dataset, split);
            return InformationCoefficient.Daily(dataset.RowSessions.AsSpan(rows), Of(members, split.Index), dataset.Labels.AsSpan(rows));
        }).ToArray();
        return (
            InformationCoefficient.Summarise(days.Skip(plan.HoldoutFolds).Reverse().SelectMany(d => d), dataset.Horizon),
            plan.HoldoutFolds == 0 ? null : InformationCoefficient.Summarise(days.Take(plan.HoldoutFolds).Reverse().SelectMany(d => d), dataset.Horizon));
    }
}
