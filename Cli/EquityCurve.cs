using System.Text.Json;
using NodaTime;

namespace LeanDeep.Cli;

/// <summary>The daily equity of a LEAN result file, on the days that the market traded.</summary>
/// <param name="Dates">(days) trading days.</param>
/// <param name="Equity">(days) dollars after the day.</param>
/// <param name="Returns">(days − 1) simple returns.</param>
internal sealed record EquityCurve(DateOnly[] Dates, double[] Equity, double[] Returns)
{
    /// <param name="resultFile">LEAN's result JSON.</param>
    /// <param name="sessions">The market's trading days.</param>
    /// <exception cref="InvalidDataException">No equity series in it.</exception>
    /// <remarks>LEAN samples at every midnight, New York: the sample at the start of day d + 1 is the state after day d.</remarks>
    public static EquityCurve Read(string resultFile, IEnumerable<DateOnly> sessions)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(resultFile));
        if (!document.RootElement.TryGetProperty("charts", out var charts) || !charts.TryGetProperty("Strategy Equity", out var chart))
            throw new InvalidDataException($"{resultFile}: expected the chart 'Strategy Equity', found none");
        var newYork = DateTimeZoneProviders.Tzdb["America/New_York"]; // NodaTime's own data: the machine may have none
        var after = new SortedDictionary<DateOnly, double>();
        foreach (var point in chart.GetProperty("series").GetProperty(nameof(Equity)).GetProperty("values").EnumerateArray())
        {
            var values = point.EnumerateArray().ToArray(); // [time, open, high, low, close] or [time, value]
            if (values[^1].ValueKind != JsonValueKind.Number) continue;
            var local = Instant.FromUnixTimeSeconds(values[0].GetInt64()).InZone(newYork).LocalDateTime;
            after[local.PlusTicks(-1).Date.ToDateOnly()] = values[^1].GetDouble();
        }
        var days = sessions.Where(after.ContainsKey).ToArray();
        if (days.Length < 3) throw new InvalidDataException($"{resultFile}: expected equity on at least 3 trading days, found {days.Length}");
        var equity = days.Select(day => after[day]).ToArray();
        return new(days, equity, [.. equity.Skip(1).Select((value, i) => value / equity[i] - 1)]);
    }
}
