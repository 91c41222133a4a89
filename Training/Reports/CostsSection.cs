using System.Globalization;

namespace LeanDeep.Training.Reports;

/// <summary>Fees, and what they are against the value traded and against equity.</summary>
internal static class CostsSection
{
    /// <param name="Year">Calendar year.</param>
    /// <param name="Traded">Dollars of filled orders.</param>
    /// <param name="Fees">Dollars of trades closed in the year.</param>
    /// <param name="Equity">Mean dollars after a trading day.</param>
    internal sealed record YearOfCosts(int Year, double Traded, double Fees, double Equity)
    {
        /// <summary>Fees over value traded, in basis points.</summary>
        public double BasisPoints => Traded == 0 ? 0 : Fees / Traded * 1e4;
    }

    public static ReportSection Make(TradingDays days, LeanResult result)
    {
        var years = ByYear(days, result);
        var total = result.Statistics.FirstOrDefault(entry => entry.Key == "Total Fees").Value;
        return new("costs", "Costs",
            (string.IsNullOrEmpty(total) ? "" : $"LEAN's total fees: {total}. ")
            + "Fees by day and year are those of closed trades, on the day of the exit. Slippage is part of fill prices and cannot be told from the file.",
            [
                DateChart.Of("Fees, cumulated", days.Dates, NumberFormat.Money, new ChartLine("Fees of closed trades", CumulatedFees(days, result), Fill: true)),
                new ReportTable(
                    [new("Year"), new("Value traded", NumberFormat.Money, 0), new("Fees", NumberFormat.Money, 0), new("Basis points of value", NumberFormat.Number), new("Of mean equity", NumberFormat.Percent)],
                    [.. years.Select(year => new object?[] { year.Year.ToString(CultureInfo.InvariantCulture), year.Traded, year.Fees, year.BasisPoints, year.Fees / year.Equity })]),
            ]);
    }

    /// <summary>(n + 1) dollars up to and including each day.</summary>
    public static double[] CumulatedFees(TradingDays days, LeanResult result)
    {
        var exits = result.Trades.OrderBy(trade => trade.Exit).ToArray();
        var (sum, next) = (0.0, 0);
        return [.. days.Dates.Select(day =>
        {
            for (; next < exits.Length && DateOnly.FromDateTime(NewYorkTime.FromUtc(exits[next].Exit)) <= day; next++) sum += exits[next].Fees;
            return sum;
        })];
    }

    public static List<YearOfCosts> ByYear(TradingDays days, LeanResult result) =>
        [.. days.Dates.Skip(1).Select((day, t) => (day.Year, Equity: days.Equity[t + 1])).GroupBy(entry => entry.Year).Select(year => new YearOfCosts(
            year.Key,
            result.Fills.Where(fill => NewYorkTime.FromUtc(fill.Time).Year == year.Key).Sum(fill => fill.Value),
            result.Trades.Where(trade => NewYorkTime.FromUtc(trade.Exit).Year == year.Key).Sum(trade => trade.Fees),
            year.Average(entry => entry.Equity)))];
}
