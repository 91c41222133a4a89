using QuantConnect;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Minute quotes beside minute bars.</summary>
public sealed class QuoteTests : IDisposable
{
    private const int Open = 34_200_000, Minute = 60_000;

    private readonly DataFolder _data = new();

    public QuoteTests()
    {
        Trades("20200106", (Open, 100m), (Open + Minute, 101), (Open + 3 * Minute, 102));
        Quotes("20200106", Quote(Open, 99, 100.5m), Quote(Open + Minute, 100, 101.5m), Quote(Open + 2 * Minute, 100.75m, 0));
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void MarketOrder_WithQuotes_FillsAtTheSideItTakes()
    {
        var run = Run(a =>
        {
            if (a.Step == 0) a.MarketOrder(a.Symbol, 10);
            if (a.Step == 1) a.MarketOrder(a.Symbol, -10);
        });
        Assert.Equal([100.5m, 100m], run.Events.Where(x => x.Status == OrderStatus.Filled).Select(x => x.FillPrice));
        Assert.Equal(99m, run.Transactions.GetOrderById(1).OrderSubmissionData.BidPrice);
        Assert.Equal(100.5m, run.Transactions.GetOrderById(1).OrderSubmissionData.AskPrice);
        Assert.Equal(100m, run.Transactions.GetOrderById(1).OrderSubmissionData.LastPrice);
    }

    [Fact]
    public void Slice_WithQuotes_HasThemBesideBarsAndRepeatsThem()
    {
        var seen = Run(a =>
        {
            if (a.Step > 4) return;
            var quote = a.Slice.QuoteBars[a.Symbol];
            a.Note(FormattableString.Invariant($"{quote.Bid?.Close ?? 0:0.##}/{quote.Ask?.Close ?? 0:0.##}{(quote.IsFillForward ? " again" : "")} trade {(a.Slice.Bars[a.Symbol].IsFillForward ? "again" : "new")}"));
        }).Notes;
        Assert.Equal(
            ["01-06 09:31 99/100.5 trade new", "01-06 09:32 100/101.5 trade new", "01-06 09:33 100.75/101.5 trade again", "01-06 09:34 100.75/101.5 again trade new", "01-06 09:35 100.75/101.5 again trade again"],
            seen.Where(x => x.Contains("trade", StringComparison.Ordinal)));
    }

    [Fact]
    public void Security_OneSidedQuote_KeepsTheOtherSide()
    {
        var run = Run(a =>
        {
            if (a.Step == 2) a.Note(FormattableString.Invariant($"{a.Securities[a.Symbol].BidPrice:0.##} {a.Securities[a.Symbol].AskPrice:0.##} {a.Securities[a.Symbol].Price:0.##}"));
        });
        Assert.Contains("01-06 09:33 100.75 101.5 101", run.Notes);
    }

    [Fact]
    public void Quote_OneSided_TakesThePreviousSideAtItsOwnFactor()
    {
        Quotes("20200107", Quote(Open, 0, 103));
        _data.Factors("AAA", "20200106,0.5,1,10", "20501231,1,1,0");
        var sides = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA", Resolution.Minute), a => a.Note(FormattableString.Invariant($"{a.Securities[a.Symbol].BidPrice:0.###} {a.Securities[a.Symbol].AskPrice:0.##}"))).Notes;
        Assert.Contains("01-06 16:00 50.375 50.75", sides);
        Assert.Contains("01-07 09:31 100.75 103", sides);
    }

    [Fact]
    public void Quote_OneSidedWithoutFillForward_HasOneSide()
    {
        var asks = new List<bool>();
        _data.Run("2020-01-06", "2020-01-06", a => a.Add("AAA", Resolution.Minute, fillForward: false), a => asks.Add(a.Slice.QuoteBars.TryGetValue(a.Symbol, out var quote) && quote.Ask != null));
        Assert.Equal([true, true, false, false], asks);
    }

    [Fact]
    public void Consolidator_OfQuotes_SeesTheQuotes()
    {
        var bids = new List<decimal>();
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.Add("AAA", Resolution.Minute);
            var consolidator = new QuoteBarConsolidator(TimeSpan.FromMinutes(2));
            consolidator.DataConsolidated += (_, bar) => bids.Add(bar.Bid.Close);
            a.SubscriptionManager.AddConsolidator(a.Symbol, consolidator);
        });
        Assert.Equal([100m, 100.75m], bids.Take(2));
    }

    [Fact]
    public void Quotes_Adjusted_AreScaledAsPrices()
    {
        _data.Factors("AAA", "20200106,0.5,1,10", "20501231,1,1,0");
        Assert.Equal(50.25m, Run(a => { if (a.Step == 0) a.MarketOrder(a.Symbol, 10); }).Events.Single(x => x.Status == OrderStatus.Filled).FillPrice);
    }

    [Fact]
    public void Quotes_OutsideTheSession_AreLeftOutUnlessAskedFor()
    {
        Quotes("20200107", Quote(8 * 3600 * 1000, 98, 99), Quote(Open, 99, 100), Quote(20 * 3600 * 1000, 97, 98));
        Assert.Equal("01-07 09:31", First(extended: false));
        Assert.Equal("01-07 08:01", First(extended: true));

        string First(bool extended)
        {
            var times = new List<string>();
            _data.Run("2020-01-07", "2020-01-07", a => a.AddEquity("AAA", Resolution.Minute, fillForward: false, extendedMarketHours: extended), a => times.Add(a.Time.ToString("MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
            // A quote that begins with the close of the extended session lies outside of both.
            Assert.DoesNotContain("01-07 20:01", times);
            return times[0];
        }
    }

    [Fact]
    public void Quotes_MalformedRow_SaysWhere()
    {
        Quotes("20200107", $"{Open},990000,990000,990000");
        var failure = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA", Resolution.Minute)));
        Assert.Contains("20200107_quote.zip: line 1: expected a time and bid and ask", failure.Message, StringComparison.Ordinal);
    }

    private ScriptedAlgorithm Run(Action<ScriptedAlgorithm> onData) => _data.Run("2020-01-06", "2020-01-06", a => a.Add("AAA", Resolution.Minute), onData);

    private void Trades(string date, params (int Time, decimal Price)[] bars) =>
        _data.Zip($"equity/usa/minute/aaa/{date}_trade.zip", bars.Select(x => FormattableString.Invariant($"{x.Time},{x.Price * 10000:0},{x.Price * 10000:0},{x.Price * 10000:0},{x.Price * 10000:0},1000")));

    private void Quotes(string date, params string[] rows) => _data.Zip($"equity/usa/minute/aaa/{date}_quote.zip", rows);

    // Zero stands for a side without a quote, which a file leaves empty.
    private static string Quote(int time, decimal bid, decimal ask) => $"{time},{Side(bid)},{Side(ask)}";

    private static string Side(decimal price) => price == 0 ? ",,,," : FormattableString.Invariant($"{price * 10000:0},{price * 10000:0},{price * 10000:0},{price * 10000:0},100");
}
