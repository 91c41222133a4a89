namespace LeanDeep.Training.Reports.TearSheet;

/// <summary>Correlations and returns within sectors.</summary>
internal static class SectorSection
{
    public static ReportSection Make(Predictor model)
    {
        var parts = new List<ReportPart>
        {
            new SideBySide([.. model.All.Horizons.Select(horizon => new DotChart(
                $"IC within sectors, {FactorSections.Sessions(horizon.Horizon)}, 95 % intervals", "mean daily IC",
                [.. horizon.Sectors.Select(sector => new ChartDot(sector.Name, sector.MeanIC, sector.MeanIC - 1.96 * sector.ICError, sector.MeanIC + 1.96 * sector.ICError))], NumberFormat.Number))]),
        };
        foreach (var horizon in model.All.Horizons)
        {
            var rows = horizon.Sectors.Select(sector => new ChartLine(sector.Name, [.. sector.QuantileMeans.Select(PerSession), PerSession(sector.QuantileMeans[^1]) - PerSession(sector.QuantileMeans[0])])).ToArray();
            var sizes = rows.SelectMany(row => row.Values[..^1]).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            parts.Add(new HeatMap([.. Enumerable.Range(1, model.All.Quantiles).Select(q => $"Q{q}"), "Spread"], rows)
            {
                Title = $"Mean return by sector and quantile, {FactorSections.Sessions(horizon.Horizon)} (bp per session, less the sector's mean)",
                Format = NumberFormat.BasisPoints, Scale = sizes, LastScale = 2 * sizes,
            });

            double PerSession(double mean) => Analysis.HorizonReport.PerSession(mean, horizon.Horizon);
        }
        return new("sectors", "By sector", "Ranks and means within each sector; quantiles are those of all names. Intervals are Newey–West.", parts);
    }
}
