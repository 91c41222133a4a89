namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>The factor's portfolio over time, and highest less lowest quantile.</summary>
internal static class SpreadSection
{
    private const int Month = 21;

    public static ReportSection Make(Predictor model, IReadOnlyList<ChartMark> holdout)
    {
        var first = model.All.Horizons[0];
        var parts = new List<ReportPart>
        {
            DateChart.Of($"Portfolio weighted by the prediction, cumulated, {FactorSections.Sessions(first.Horizon)}", model.All.Dates, NumberFormat.Percent,
                new ChartLine(model.Name, DailySeries.Compound(first.FactorReturns), Fill: true)) with { Marks = holdout },
        };
        foreach (var horizon in model.All.Horizons)
            parts.Add(DateChart.Of($"Top less bottom quantile, {FactorSections.Sessions(horizon.Horizon)}", model.All.Dates, NumberFormat.BasisPoints,
                new ChartLine("Daily", horizon.Spread) { Pale = true }, new ChartLine($"Mean of {Month} days", DailySeries.MovingMean(horizon.Spread, Month))) with
            {
                Band = new ChartBand("± standard error", Smooth(horizon, -1), Smooth(horizon, 1)),
                Marks = holdout,
            });
        return new("spread", "Long-short spread", $"Gross of costs. The band is the mean of {Month} days ± the mean of the day's standard error over names.", parts);

        static double[] Smooth(Analysis.HorizonReport horizon, int sign) =>
            DailySeries.MovingMean([.. horizon.Spread.Zip(horizon.SpreadError, (spread, error) => spread + sign * error)], Month);
    }
}
