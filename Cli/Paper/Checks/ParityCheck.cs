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
        /// <summary>The same position within a share, from one that differed before.</summary>
        EarlierDifference,
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
        var held = new Dictionary<string, (decimal Paper, decimal Backtest)>();
        return [.. ours.Keys.Union(theirs.Keys).Order().Select(key => Compare(key, ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key), held))];
    }

    /// <param name="Price">Mean of the fills; 0 while there is none.</param>
    /// <param name="Then">Price when it was decided on.</param>
    private readonly record struct Order(decimal Quantity, decimal Price, decimal Then, bool InTwo);

    private static Row Compare((DateTime Time, string Symbol) key, Order paper, Order backtest, Dictionary<string, (decimal Paper, decimal Backtest)> positions)
    {
        var before = positions.GetValueOrDefault(key.Symbol);
        var after = positions[key.Symbol] = (before.Paper + paper.Quantity, before.Backtest + backtest.Quantity);
        var terms = paper.Then > 0 && backtest.Then > 0 && Math.Abs(backtest.Then / paper.Then - 1) > 1e-6m;
        bool Near(decimal ours, decimal theirs) => Math.Abs(ours * paper.Then - theirs * backtest.Then) <= Math.Max(paper.Then, backtest.Then) + 0.001m * Math.Abs(ours * paper.Then);
        var cause = paper.Quantity == backtest.Quantity && Math.Abs(paper.Price - backtest.Price) < 1e-6m ? paper.InTwo ? Cause.SameInTwo : Cause.Same
            : paper.Quantity == 0 || backtest.Quantity == 0 ? Cause.Unexplained
            : terms && Near(paper.Quantity, backtest.Quantity) ? Cause.PriceTerms
            : before.Paper != before.Backtest && Near(after.Item1, after.Item2) ? Cause.EarlierDifference
            : paper.Price == backtest.Price && Math.Abs(paper.Quantity - backtest.Quantity) <= 1 + 0.001m * Math.Abs(backtest.Quantity) ? Cause.Rounding
            : Cause.Unexplained;
        return new Row(key.Time, key.Symbol, paper.Quantity, paper.Price, backtest.Quantity, backtest.Price, cause);
    }

    private static Dictionary<(DateTime, string), Order> Paper(string state)
    {
        using var journal = new Journal(Path.Combine(state, "journal.jsonl"));
        var book = new OrderBook();
        foreach (var entry in journal.Entries) book.Add(entry);
        return book.Orders.Where(order => order.Root is null).ToDictionary(order => (Brokerages.Calendar.MarketCalendar.NewYork(order.Decided), order.Request.Symbol), order =>
        {
            var (rest, filled) = (order.Rest, order.Filled + (order.Rest?.Filled ?? 0));
            var cost = order.Filled * (order.AveragePrice ?? 0) + (rest?.Filled ?? 0) * (rest?.AveragePrice ?? 0);
            return new Order(order.Sign * (order.Request.Quantity + (rest?.Request.Quantity ?? 0)), filled == 0 ? 0 : cost / filled, order.Price, rest is not null);
        });
    }

    private static Dictionary<(DateTime, string), Order> Backtest(string resultFile)
    {
        using var result = JsonDocument.Parse(File.ReadAllBytes(resultFile));
        var orders = new Dictionary<(DateTime, string), Order>();
        foreach (var order in result.RootElement.GetProperty("orders").EnumerateObject().Select(item => item.Value))
        {
            var key = (Brokerages.Calendar.MarketCalendar.NewYork(order.GetProperty("time").GetDateTimeOffset().UtcDateTime), order.GetProperty("symbol").GetProperty("value").GetString()!);
            orders[key] = new Order(orders.GetValueOrDefault(key).Quantity + order.GetProperty("quantity").GetDecimal(), order.GetProperty("price").GetDecimal(), order.GetProperty("orderSubmissionData").GetProperty("lastPrice").GetDecimal(), false);
        }
        return orders;
    }
}
