using System.Globalization;

namespace LeanDeep.Training.Reports;

/// <summary>The largest holdings at the end of each month, and how concentrated the portfolio was.</summary>
/// <remarks>LEAN's file has no holdings by day, but the margin in use by holding. Margin is proportional to value where all names have the
/// same leverage, so weights are the shares of margin times gross exposure; sides come from the filled orders.</remarks>
internal static class HoldingsSection
{
    private const int Shown = 20;

    /// <param name="Symbol">Ticker.</param>
    /// <param name="Weight">Signed fraction of equity.</param>
    internal readonly record struct Holding(string Symbol, double Weight);

    public static ReportSection Make(TradingDays days, LeanResult result)
    {
        const string Title = "Holdings";
        if (result.Margin.Count == 0) return new("holdings", Title, "The file has no margin chart, from which holdings are told.", []);
        var holdings = ByDay(days, result);
        var tables = days.Dates.Select((day, t) => (Day: day, Index: t)).GroupBy(entry => (entry.Day.Year, entry.Day.Month))
            .Select(month => month.Last()).Where(last => last.Index > 0).Select(last => Table(last.Day, holdings[last.Index])).ToArray();
        double[] Largest(int count) => [.. holdings.Select(names => names.Where(IsName).Select(h => Math.Abs(h.Weight)).OrderDescending().Take(count).Sum())];
        return new("holdings", Title, $"Fractions of equity on the last trading day of each month, the {Shown} largest. Told from the margin in use by holding, and exact where all names have the same leverage.",
        [
            DateChart.Of("Concentration", days.Dates, NumberFormat.Percent, new("Largest holding", Largest(1)), new("Five largest", Largest(5))),
            new DatedTables([new("Symbol"), new("Side"), new("Weight", NumberFormat.Percent)], tables),
        ]);
    }

    /// <summary>(n + 1) holdings after each day, largest first.</summary>
    public static List<Holding[]> ByDay(TradingDays days, LeanResult result)
    {
        var (held, sold) = (days.Align(result.LongExposure), days.Align(result.ShortExposure));
        var gross = ExposureSection.Gross(held, sold);
        var quantities = new Dictionary<string, double>();
        var list = new List<Holding[]>();
        var next = 0;
        for (var t = 0; t < days.Dates.Length; t++)
        {
            for (; next < result.Fills.Count && DateOnly.FromDateTime(NewYorkTime.FromUtc(result.Fills[next].Time)) <= days.Dates[t]; next++)
                quantities[result.Fills[next].Symbol] = quantities.GetValueOrDefault(result.Fills[next].Symbol) + result.Fills[next].Quantity;
            if (!result.Margin.TryGetValue(days.Dates[t], out var margin))
            {
                quantities.Clear();
                list.Add([]);
                continue;
            }
            // A split changes shares without an order, so a name that is gone starts again from zero.
            if (!margin.ContainsKey(LeanResult.Others))
                foreach (var name in quantities.Keys.Where(name => !margin.ContainsKey(name)).ToArray())
                    quantities.Remove(name);
            var scale = gross[t] / margin.Values.Sum();
            list.Add([.. margin.Where(entry => entry.Value != 0)
                .Select(entry => new Holding(entry.Key, entry.Value * scale * (quantities.GetValueOrDefault(entry.Key) < 0 ? -1 : 1)))
                .OrderByDescending(holding => Math.Abs(holding.Weight)).ThenBy(holding => holding.Symbol, StringComparer.Ordinal)]);
        }
        return list;
    }

    private static DatedRows Table(DateOnly day, Holding[] holdings)
    {
        var names = holdings.Where(IsName).ToArray();
        var others = holdings.Where(holding => !IsName(holding)).Concat(names.Skip(Shown)).Sum(holding => Math.Abs(holding.Weight));
        var beyond = names.Length > Shown || names.Length < holdings.Length;
        return new(
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [.. names.Take(Shown).Select(holding => new object?[] { holding.Symbol, holding.Weight < 0 ? "short" : "long", holding.Weight })],
            names.Length == 0 ? "Nothing held." : beyond ? FormattableString.Invariant($"All other holdings together: {others:0.0%} of equity, long and short.") : "");
    }

    private static bool IsName(Holding holding) => holding.Symbol != LeanResult.Others;
}
