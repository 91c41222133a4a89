using System.Globalization;

namespace LeanDeep.Training.Reports;

/// <summary>Closed trades.</summary>
internal static class TradesSection
{
    /// <summary>More would make the page slow.</summary>
    public const int Limit = 1000;

    public static ReportSection Make(LeanResult result)
    {
        var trades = result.Trades;
        if (trades.Count == 0) return new("trades", "Trades", "No trade was closed.", []);
        var shown = trades.OrderByDescending(trade => Math.Abs(trade.Profit)).Take(Limit).OrderBy(trade => trade.Exit).ToArray();
        var count = trades.Count.ToString("#,0", CultureInfo.InvariantCulture);
        var wins = trades.Count(trade => trade.Profit - trade.Fees > 0) / (double)trades.Count;
        return new("trades", "Trades", FormattableString.Invariant($"{trades.Count:#,0} closed trades, {wins:0.0%} with a profit after fees. A click on a heading sorts. Return is profit before fees over the entry value; days are calendar days."),
        [
            new ReportTable(
                [
                    new("Symbol"), new("Side"), new("Entry (UTC)"), new("Exit (UTC)"), new("Days", NumberFormat.Number, 1), new("Quantity", NumberFormat.Number, 0),
                    new("Entry price", NumberFormat.Number), new("Exit price", NumberFormat.Number), new("Profit", NumberFormat.Money), new("Fees", NumberFormat.Money), new("Return", NumberFormat.Percent),
                ],
                [.. shown.Select(Row)],
                trades.Count > Limit ? FormattableString.Invariant($"{Limit:#,0} of {trades.Count:#,0} trades: those with the largest profit or loss.") : $"All {count} trades."),
        ]);
    }

    private static object?[] Row(ClosedTrade trade) =>
    [
        trade.Symbol, trade.IsShort ? "short" : "long", Text(trade.Entry), Text(trade.Exit), (trade.Exit - trade.Entry).TotalDays, trade.Quantity,
        trade.EntryPrice, trade.ExitPrice, trade.Profit, trade.Fees, trade.Return,
    ];

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
