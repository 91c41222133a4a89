using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>Means of several networks' predictions for the test rows.</summary>
internal sealed class EnsemblePredictions(TrainingRunner runner, SupervisedDataset dataset, FoldPlan plan)
{
    /// <summary>(test rows of all folds, oldest first) mean prediction of the members.</summary>
    public float[] Of(IReadOnlyList<EnsembleMember> members) =>
        [.. plan.Folds.Reverse().SelectMany(split => OfFold(members, split.Index))];

    /// <summary>(test rows of the fold) mean prediction of the members.</summary>
    internal float[] OfFold(IReadOnlyList<EnsembleMember> members, int fold)
    {
        var rows = Purging.TestRows(dataset, plan.Folds[fold]).GetOffsetAndLength(dataset.RowCount).Length;
        var (sum, one) = (new float[rows], new float[rows]);
        foreach (var member in members)
        {
            runner.ReadPredictions(member.Folds[fold], member.Epoch, one);
            for (var i = 0; i < rows; i++)
                sum[i] += one[i];
        }
        for (var i = 0; i < rows; i++)
            sum[i] /= members.Count;
        return sum;
    }
}
