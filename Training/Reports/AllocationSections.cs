using System.Globalization;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Training.Reports;

/// <summary>What an allocator decided: weights, contributions to risk, and limits that bound, from the charts that it kept (<see cref="AllocationCharts"/>).</summary>
internal static class AllocationSections
{
    private const int Lines = 8;

    /// <summary>None where the file has no decisions.</summary>
    public static IEnumerable<ReportSection> Make(LeanResult result)
    {
        DateOnly[] days = [.. result.DecidedWeights.Values.SelectMany(series => series.Keys).Distinct().Order()];
        if (days.Length == 0) yield break;
        yield return new("weights", "Weights decided", $"Targets of the {days.Length} decisions, fractions of equity: of the {Lines} assets with the largest mean, and of all by month.",
            Over("Weights", days, result.DecidedWeights));
        if (result.RiskContributions.Count > 0)
            yield return new("risk", "Risk contributions", "Each asset's share of the decided portfolio's variance, w(Σw)/w′Σw with the shrunk covariance of the decision's window; they sum to 1.",
                Over("Risk contributions", days, result.RiskContributions));
        yield return Limits(days, result.ConstraintPrices);
    }

    private static IReadOnlyList<ReportPart> Over(string title, DateOnly[] days, IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, double>> series)
    {
        var assets = series.Select(asset => (Name: asset.Key, Values: Align(asset.Value, days, double.NaN)))
            .OrderByDescending(asset => asset.Values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Average()).ThenBy(asset => asset.Name, StringComparer.Ordinal).ToArray();
        var months = days.Index().GroupBy(day => (day.Item.Year, day.Item.Month)).ToArray();
        var rows = assets.Select(asset => new ChartLine(asset.Name, [.. months.Select(month => Mean(month.Select(day => asset.Values[day.Index]))), Mean(asset.Values)])).ToArray();
        var most = rows.SelectMany(row => row.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return
        [
            DateChart.Of(title, days, NumberFormat.Percent, [.. assets.Take(Lines).Select(asset => new ChartLine(asset.Name, asset.Values))]),
            new HeatMap([.. months.Select(month => string.Create(CultureInfo.InvariantCulture, $"{month.Key.Year}-{month.Key.Month:00}")), "Mean"], rows) { Title = $"{title} by month", Scale = most, LastScale = most },
        ];
    }

    private static ReportSection Limits(DateOnly[] days, IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, double>> prices)
    {
        const string Title = "Binding constraints";
        if (prices.Count == 0) return new("limits", Title, "No limit bound at any decision, or the decisions came from closed forms, which have no multipliers.", []);
        var limits = prices.Select(limit => (Name: limit.Key, Bound: limit.Value.Count, Values: Align(limit.Value, days, 0)))
            .OrderByDescending(limit => limit.Values.Average()).ThenBy(limit => limit.Name, StringComparer.Ordinal).ToArray();
        return new("limits", Title,
            $"Multipliers of the limits that bound: what the decision's objective gains for each unit by which the limit is loosened, in the objective's own unit; of the {Lines} dearest over time.",
            [
                DateChart.Of("Prices of limits", days, NumberFormat.Number, [.. limits.Take(Lines).Select(limit => new ChartLine(limit.Name, limit.Values))]),
                new ReportTable(
                    [new("Limit"), new("Decisions", NumberFormat.Number, 0), new("Share of decisions", NumberFormat.Percent, 0), new("Mean price", NumberFormat.Number, 4), new("Highest price", NumberFormat.Number, 4)],
                    [.. limits.Select(limit => new object?[] { limit.Name, (double)limit.Bound, limit.Bound / (double)days.Length, limit.Values.Average(), limit.Values.Max() })]),
            ]);
    }

    private static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static double[] Align(IReadOnlyDictionary<DateOnly, double> series, DateOnly[] days, double missing) => [.. days.Select(day => series.GetValueOrDefault(day, missing))];
}
