namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Training losses by epoch.</summary>
internal static class TrainingSection
{
    public static ReportSection? Make(IReadOnlyList<ConfigurationCurve> curves)
    {
        if (!curves.Any(curve => curve.Loss.Any(double.IsFinite))) return null;
        return new("training", "Training curves", "Mean training loss over the folds after each epoch.",
            [SelectionSection.CurveCharts(curves, group => $"Training loss, {group}", curve => curve.Loss, NumberFormat.Number, null)]);
    }
}
