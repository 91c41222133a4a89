namespace LeanDeep.Training.Validation;

/// <summary>How well predictions ranked the names day by day: the daily Spearman correlation of prediction and outcome,
/// and what its series says about the mean.</summary>
/// <param name="Days">Days that had a correlation.</param>
/// <param name="Mean">Mean of the daily correlations; NaN without days.</param>
/// <param name="StandardDeviation">Of the daily correlations (sample, n − 1).</param>
/// <param name="StandardError">Newey–West, of the mean.</param>
/// <param name="TStatistic">Mean over its standard error.</param>
/// <param name="Lags">Newey–West lags used, by <see cref="NeweyWest.Lags"/>.</param>
/// <param name="SkippedDays">Days without a correlation: fewer than two names, or constant predictions or outcomes.</param>
public sealed record InformationCoefficient(
    int Days, double Mean, double StandardDeviation, double StandardError, double TStatistic, int Lags, int SkippedDays)
{
    /// <summary>One correlation per session that has rows.</summary>
    /// <param name="sessions">(rows) session of each row, never decreasing.</param>
    /// <param name="predictions">(rows).</param>
    /// <param name="outcomes">(rows).</param>
    /// <returns>In the order of sessions; NaN where a day has no correlation.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or sessions decrease.</exception>
    public static IReadOnlyList<DailyCorrelation> Daily(
        ReadOnlySpan<int> sessions, ReadOnlySpan<float> predictions, ReadOnlySpan<float> outcomes)
    {
        if (predictions.Length != sessions.Length)
            throw new ArgumentException($"expected {sessions.Length} values, found {predictions.Length}", nameof(predictions));
        if (outcomes.Length != sessions.Length)
            throw new ArgumentException($"expected {sessions.Length} values, found {outcomes.Length}", nameof(outcomes));
        var correlation = new RankCorrelation();
        var days = new List<DailyCorrelation>();
        double[] x = [], y = [];
        for (var first = 0; first < sessions.Length;)
        {
            var next = first + 1;
            while (next < sessions.Length && sessions[next] == sessions[first])
                next++;
            if (next < sessions.Length && sessions[next] < sessions[first])
                throw new ArgumentException($"expected sessions that never decrease, found {sessions[next]} after {sessions[first]}", nameof(sessions));
            var count = next - first;
            if (x.Length < count)
            {
                x = new double[count];
                y = new double[count];
            }
            for (var i = 0; i < count; i++)
            {
                x[i] = predictions[first + i];
                y[i] = outcomes[first + i];
            }
            days.Add(new DailyCorrelation(sessions[first], correlation.Spearman(x.AsSpan(0, count), y.AsSpan(0, count)), count));
            first = next;
        }
        return days;
    }

    /// <summary>Statistics of a series of daily correlations; NaN days are left out and counted.</summary>
    /// <param name="days">In the order of time.</param>
    /// <param name="horizon">Sessions that the label spans; overlapping labels need as many Newey–West lags.</param>
    public static InformationCoefficient Summarise(IEnumerable<DailyCorrelation> days, int horizon)
    {
        ArgumentNullException.ThrowIfNull(days);
        var skipped = 0;
        var values = new List<double>();
        foreach (var day in days)
            if (double.IsNaN(day.Value))
                skipped++;
            else
                values.Add(day.Value);
        var series = values.ToArray();
        var lags = NeweyWest.Lags(series.Length, horizon);
        if (series.Length == 0)
            return new InformationCoefficient(0, double.NaN, double.NaN, double.NaN, double.NaN, lags, skipped);
        var mean = NeweyWest.Mean(series);
        var squares = 0.0;
        foreach (var value in series)
            squares += (value - mean) * (value - mean);
        var error = NeweyWest.StandardError(series, lags);
        return new InformationCoefficient(
            series.Length, mean, Math.Sqrt(squares / (series.Length - 1)), error, mean / error, lags, skipped);
    }
}

/// <summary>The rank correlation of one session.</summary>
/// <param name="Session">Index into the calendar.</param>
/// <param name="Value">Spearman; NaN where there is none.</param>
/// <param name="Names">Rows of that session.</param>
public sealed record DailyCorrelation(int Session, double Value, int Names);
