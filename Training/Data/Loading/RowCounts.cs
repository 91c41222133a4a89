namespace LeanDeep.Training.Data.Loading;

/// <summary>What became of the rows of a feature table; each row is counted once, by the first reason that applies.</summary>
/// <param name="Total">Rows of the table.</param>
/// <param name="OutsideDates">Session before the first or after the last date asked for.</param>
/// <param name="UndefinedFeature">A feature is NaN or infinite, as in a name's warm-up.</param>
/// <param name="UndefinedLabel">The name has no bar at the horizon, or its return there is no number.</param>
/// <param name="LabelAfterLast">The label ends after the last date, so it may not be seen.</param>
/// <param name="Kept">The rest.</param>
public sealed record RowCounts(int Total, int OutsideDates, int UndefinedFeature, int UndefinedLabel, int LabelAfterLast, int Kept);
