using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Validation;

/// <summary>Scores a network on rows that follow each other: mean squared error in units of a variance, and the mean of the daily
/// rank correlations, whose series it keeps for every time it was asked.</summary>
/// <param name="dataset">Rows with sessions and labels.</param>
/// <param name="rows">The rows to predict.</param>
/// <param name="variance">What the squared error is divided by; with the training labels' variance a loss of 1 is that of predicting their mean.</param>
public sealed class PanelValidation(SupervisedDataset dataset, Range rows, double variance = 1)
{
    private readonly List<IReadOnlyList<DailyCorrelation>> _days = [];

    /// <summary>Daily correlations after each epoch, the first at index 0.</summary>
    public IReadOnlyList<IReadOnlyList<DailyCorrelation>> Days => _days;

    /// <summary>Predicts the rows and adds their daily correlations to <see cref="Days"/>.</summary>
    /// <returns>A loss of NaN when a prediction is not finite.</returns>
    public ValidationScore Score(IDenseTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var labels = dataset.Labels.AsSpan(rows);
        var predictions = new float[labels.Length];
        training.Predict(rows, predictions);
        var squares = 0.0;
        for (var i = 0; i < predictions.Length; i++)
        {
            var error = (double)predictions[i] - labels[i];
            squares += error * error;
        }
        if (!double.IsFinite(squares))
        {
            _days.Add([]);
            return new ValidationScore(double.NaN, double.NaN);
        }
        var days = InformationCoefficient.Daily(dataset.RowSessions.AsSpan(rows), predictions, labels);
        _days.Add(days);
        return new ValidationScore(squares / predictions.Length / variance, InformationCoefficient.Summarise(days, dataset.Horizon).Mean);
    }
}
