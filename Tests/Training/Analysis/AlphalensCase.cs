using System.Text.Json;
using LeanDeep.Training.Analysis;

namespace LeanDeep.Tests.Training.Analysis;

/// <summary>A reference case as rows.</summary>
internal sealed class AlphalensCase
{
    public AlphalensCase(JsonElement golden)
    {
        // A day without quantiles is not among the rows; it is put back as one whose predictions are all equal.
        var rows = golden.GetProperty("factor").EnumerateArray().Select(row => (
            Date: Date(row.GetProperty("date")), Name: row.GetProperty("asset").GetString()!, Factor: (float)row.Number("factor"), One: row.Number("fwd_1D"), Three: row.Number("fwd_3D"))).ToList();
        foreach (var gap in golden.GetProperty("days_dropped_for_coinciding_edges").EnumerateArray().Select(Date))
        {
            rows.AddRange(new[] { "S00", "S01", "S02" }.Select(name => (gap, name, 0f, 0.01, 0.02)));
            UncutDays++;
        }
        Dates = [.. rows.Select(row => row.Date).Distinct().Order()];
        rows = [.. rows.OrderBy(row => row.Date).ThenBy(row => row.Name, StringComparer.Ordinal)];
        Predictions = [.. rows.Select(row => row.Factor)];
        Panel = new FactorPanel(
            Dates, [.. rows.Select(row => Array.IndexOf(Dates, row.Date))], [.. rows.Select(row => int.Parse(row.Name[1..]))], new int[rows.Count], ["all"], [1, 3],
            [[.. rows.Select(row => row.One)], [.. rows.Select(row => row.Three)]]);
    }

    public FactorPanel Panel { get; }
    public float[] Predictions { get; }
    public int UncutDays { get; }
    private DateOnly[] Dates { get; }

    /// <summary>Compares a series at the dates that the reference has.</summary>
    public void Series(JsonElement golden, double[] series, string member = "values")
    {
        var values = golden.Numbers(member);
        foreach (var (i, date) in golden.GetProperty("dates").EnumerateArray().Select(Date).Index())
            GoldenFile.AssertClose(values[i], series[Array.IndexOf(Dates, date)], 2e-9);
    }

    private static DateOnly Date(JsonElement text) => DateOnly.ParseExact(text.GetString()!, "yyyy-MM-dd");
}
