using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Validation;

/// <summary>What an exported model is worth on days that it has not seen.</summary>
public static class OutOfSample
{
    /// <summary>Daily rank correlation of the model's predictions with what followed.</summary>
    /// <param name="model">The exported model; days up to its <see cref="ModelManifest.TrainedThrough"/> are refused.</param>
    /// <param name="features">The model's features.</param>
    /// <param name="panel">Bars from those that training started from through the last label.</param>
    /// <param name="from">First day to predict.</param>
    /// <param name="through">Last day to predict.</param>
    /// <returns>One entry per session that has rows; <see cref="DailyCorrelation.Session"/> is an index into the panel's sessions.</returns>
    /// <exception cref="InvalidOperationException">The first day is one that the model has seen.</exception>
    public static IReadOnlyList<DailyCorrelation> Daily(ReturnPredictor model, FeatureSet features, Panel panel, DateOnly from, DateOnly through)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        model.EnsureUnseen(from);
        var table = features.Compute(panel);
        var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, model.Manifest.Horizon), from);
        var count = rows.RowCount;
        while (count > 0 && rows.Sessions[rows.RowSessions[count - 1]] > through) count--;
        var predictions = new float[count];
        for (var first = 0; first < count;)
        {
            var next = first + 1;
            while (next < count && rows.RowSessions[next] == rows.RowSessions[first]) next++;
            model.Predict(rows.Features.AsSpan(first * rows.FeatureCount), next - first, predictions.AsSpan(first));
            first = next;
        }
        return InformationCoefficient.Daily(rows.RowSessions.AsSpan(0, count), predictions, rows.Labels.AsSpan(0, count));
    }
}
