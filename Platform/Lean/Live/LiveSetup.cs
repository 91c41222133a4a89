using System.Globalization;
using QuantConnect.Algorithm;
using QuantConnect.Configuration;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace QuantConnect.Lean.Engine;

/// <summary>Sets a live algorithm up from its account, in LEAN's order: connect, Initialize, cash, open orders, holdings, PostInitialize.</summary>
internal static class LiveSetup
{
    /// <summary>A setting that a brokerage makes when it connects: how far an earlier run had come, UTC; bars after it are traded on.</summary>
    public const string Resume = "live-resume-utc";

    public static void Run(QCAlgorithm algorithm, LiveSettings settings, OrderDesk orders, LiveFeeds feeds)
    {
        var brokerage = settings.Brokerage;
        brokerage.Connect();
        if (!brokerage.IsConnected) throw new InvalidOperationException($"{brokerage.Name}: expected a connection, found none");
        var now = settings.Clock.GetUtcNow();
        feeds.After = Config.Get(Resume) is { Length: > 0 } text && DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime is var resume && resume < now ? resume : now;
        algorithm.BeginLive(now, feeds.After);
        algorithm.SetBrokerageModel(settings.Model);
        algorithm.Portfolio.MarginCallModel = MarginCallModel.Null;
        algorithm.Initialize();
        foreach (var cash in algorithm.Portfolio.CashBook.Values) cash.SetAmount(0);
        foreach (var balance in brokerage.GetCashBalance()) algorithm.Portfolio.SetCash(balance.Currency, balance.Amount, 1);
        foreach (var order in brokerage.GetOpenOrders())
        {
            Require(algorithm, order.Symbol);
            orders.Restore(order);
        }
        foreach (var holding in brokerage.GetAccountHoldings())
        {
            var security = Require(algorithm, holding.Symbol);
            security.Holdings.SetHoldings(holding.AveragePrice, holding.Quantity);
            if (holding.MarketPrice > 0)
                security.SetMarketPrice(new TradeBar(feeds.After.ConvertFromUtc(security.Exchange.TimeZone).AddMinutes(-1), holding.Symbol, holding.MarketPrice, holding.MarketPrice, holding.MarketPrice, holding.MarketPrice, 0));
        }
        algorithm.PostInitialize();
    }

    // What the account has and the algorithm does not know is added.
    private static Security Require(QCAlgorithm algorithm, Symbol symbol) =>
        algorithm.Securities.TryGetValue(symbol, out var security) ? security : algorithm.AddSecurity(symbol);
}
