namespace LeanDeep.Training.Reports;

/// <summary>What closed trades made, by side.</summary>
internal static class RoundTripsSection
{
    public static ReportSection Make(LeanResult result)
    {
        const string Title = "Round trips";
        var trades = result.Trades;
        if (trades.Count == 0) return new("round-trips", Title, "No trade was closed.", []);
        return new("round-trips", Title, "Closed trades after fees. The profit factor is gains over losses; return is profit over the entry value.",
        [
            new ReportTable(
                [
                    new("Side"), new("Trades", NumberFormat.Number, 0), new("Winners", NumberFormat.Percent, 1), new("Profit", NumberFormat.Money, 0), new("Mean return", NumberFormat.Percent),
                    new("Mean gain", NumberFormat.Percent), new("Mean loss", NumberFormat.Percent), new("Profit factor", NumberFormat.Number), new("Mean days", NumberFormat.Number, 1),
                    new("Best", NumberFormat.Money, 0), new("Worst", NumberFormat.Money, 0),
                ],
                [.. new[] { Row("all", trades), Row("long", [.. trades.Where(trade => !trade.IsShort)]), Row("short", [.. trades.Where(trade => trade.IsShort)]) }.OfType<object?[]>()]),
            Histogram.Of("Return of a round trip", "profit after fees over entry value", Middle([.. trades.Select(Return).Order()]), NumberFormat.Percent),
        ]);
    }

    private static object?[]? Row(string side, IReadOnlyList<ClosedTrade> trades)
    {
        if (trades.Count == 0) return null;
        double[] profits = [.. trades.Select(trade => trade.Profit - trade.Fees)], returns = [.. trades.Select(Return)];
        var losses = -profits.Where(profit => profit < 0).Sum();
        return
        [
            side, (double)trades.Count, profits.Count(profit => profit > 0) / (double)trades.Count, profits.Sum(), returns.Average(),
            returns.Where(value => value > 0).DefaultIfEmpty(double.NaN).Average(), returns.Where(value => value < 0).DefaultIfEmpty(double.NaN).Average(),
            losses > 0 ? profits.Where(profit => profit > 0).Sum() / losses : double.NaN, trades.Average(trade => (trade.Exit - trade.Entry).TotalDays), profits.Max(), profits.Min(),
        ];
    }

    private static double Return(ClosedTrade trade) =>
        trade.EntryPrice * trade.Quantity is var cost && cost != 0 ? (trade.Profit - trade.Fees) / Math.Abs(cost) : 0;

    // A few extremes would leave the rest in one bin.
    private static double[] Middle(double[] sorted)
    {
        double low = Validation.OrderStatistics.Quantile(sorted, 0.005), high = Validation.OrderStatistics.Quantile(sorted, 0.995);
        return sorted.Length < 200 ? sorted : Array.FindAll(sorted, value => value >= low && value <= high);
    }
}
