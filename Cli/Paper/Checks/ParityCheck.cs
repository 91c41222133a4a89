using System.Globalization;
using System.Text.Json;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary>Sets the orders of paper trading beside those of a backtest of the same dates, and says of each difference what it comes from.</summary>
internal static class ParityCheck
{
    internal sealed record Request(string Data, string Storage, DateOnly From, DateOnly Through, int Seed, string Assembly, string Type, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Algorithm, string Folder);

    /// <param name="Decided">When, New York.</param>
    /// <param name="Paper">Shares, 0 for none; price per share, 0 while not filled.</param>
    internal sealed record Row(DateTime Decided, string Symbol, decimal Paper, decimal PaperPrice, decimal Backtest, decimal BacktestPrice, Cause Cause);

    internal enum Cause
    {
        /// <summary>Shares and price are equal.</summary>
        Same,
        /// <summary>Shares and price are equal; the broker took it as two, as it crossed zero.</summary>
        SameInTwo,
        /// <summary>The backtest's prices are in the terms of the data folder's end, after later dividends and splits: the same dollars within a share.</summary>
        PriceTerms,
        /// <summary>Within one share in a thousand: rounding after another equity.</summary>
        Rounding,
        Unexplained,
    }

    public static async Task<IReadOnlyList<Row>> RunAsync(Request request, CancellationToken cancellation)
    {
        await using var account = await PaperAccount.StartAsync(request.Data, request.From, request.Through.AddDays(10), request.Seed, request.Folder, cancellation);
        await account.FinishAsync(request.Algorithm, request.Through, cancellation);
        var parameters = request.Parameters.ToDictionary();
        parameters["start"] = request.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        parameters["end"] = request.Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var backtest = LeanBacktest.Run(new LeanBacktest.Request(request.Assembly, request.Type, request.Data, request.Storage, Path.Combine(request.Folder, "backtest"), parameters));
        var (ours, theirs) = (Paper(account.State), Backtest(backtest.ResultFile));
        return [.. ours.Keys.Union(theirs.Keys).Order().Select(key => Compare(key, ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key)))];
    }

    private static Row Compare((DateTime Time, string Symbol) key, (decimal Quantity, decimal Price, bool InTwo) paper, (decimal Quantity, decimal Price) backtest)
    {
        var (a, b) = (paper.Quantity * paper.Price, backtest.Quantity * backtest.Price);
        var share = Math.Max(paper.Price, backtest.Price);
        var cause = paper.Quantity == backtest.Quantity && Math.Abs(paper.Price - backtest.Price) < 1e-6m ? paper.InTwo ? Cause.SameInTwo : Cause.Same
            : paper.Quantity == 0 || backtest.Quantity == 0 ? Cause.Unexplained
            : Math.Abs(paper.Price - backtest.Price) > 1e-6m * share && Math.Abs(a - b) <= share + 0.001m * Math.Abs(a) ? Cause.PriceTerms
            : paper.Price == backtest.Price && Math.Abs(paper.Quantity - backtest.Quantity) <= 1 + 0.001m * Math.Abs(backtest.Quantity) ? Cause.Rounding
            : Cause.Unexplained;
        return new Row(key.Time, key.Symbol, paper.Quantity, paper.Price, backtest.Quantity, backtest.Price, cause);
    }

    private static Dictionary<(DateTime, string), (decimal, decimal, bool)> Paper(string state)
    {
        using var journal = new Journal(Path.Combine(state, "journal.jsonl"));
        var book = new OrderBook();
        foreach (var entry in journal.Entries) book.Add(entry);
        return book.Orders.Where(order => order.Root is null).ToDictionary(order => (Brokerages.Calendar.MarketCalendar.NewYork(order.Decided), order.Request.Symbol), order =>
        {
            var (rest, filled) = (order.Rest, order.Filled + (order.Rest?.Filled ?? 0));
            var cost = order.Filled * (order.AveragePrice ?? 0) + (rest?.Filled ?? 0) * (rest?.AveragePrice ?? 0);
            return (order.Sign * (order.Request.Quantity + (rest?.Request.Quantity ?? 0)), filled == 0 ? 0 : cost / filled, rest is not null);
        });
    }

    private static Dictionary<(DateTime, string), (decimal, decimal)> Backtest(string resultFile)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(resultFile));
        var orders = new Dictionary<(DateTime, string), (decimal, decimal)>();
        foreach (var order in result.RootElement.GetProperty("orders").EnumerateObject().Select(item => item.Value))
        {
            var key = (Brokerages.Calendar.MarketCalendar.NewYork(order.GetProperty("time").GetDateTimeOffset().UtcDateTime), order.GetProperty("symbol").GetProperty("value").GetString()!);
            orders[key] = (orders.GetValueOrDefault(key).Item1 + order.GetProperty("quantity").GetDecimal(), order.GetProperty("price").GetDecimal());
        }
        return orders;
    }
}
