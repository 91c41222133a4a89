using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Securities.Interfaces;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Trades and quotes one by one, and the filters of data.</summary>
public sealed class TickTests : IDisposable
{
    private const int Open = 34_200_000, Close = 57_600_000;

    private readonly DataFolder _data = new();

    public TickTests()
    {
        _data.Map("AAA", "19980102,aaa,P", "20501231,aaa,P");
        Trades("20200106", Trade(Open - 1000, 90), Trade(Open, 100, "P", "04000001"), Trade(Open + 50, 101), Trade(Open + 50, 102), Trade(Open + 60, 500, suspicious: 1), Trade(Close - 1, 103), Trade(Close, 110, "P", "01000001"));
        Quotes("20200106", Quote(Open + 50, 99, 101), Quote(Open + 70, 0, 104));
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Slice_OfTicks_HasTradesBeforeQuotesOfEachMoment()
    {
        var seen = new List<string>();
        Run(a => seen.Add(string.Join(' ', a.Slice.Ticks[a.Symbol].Select(x => FormattableString.Invariant($"{x.TickType} {x.Value:0.##}")))));
        Assert.Equal(["Trade 100", "Trade 101 Trade 102 Quote 100", "Trade 500", "Quote 104", "Trade 103"], seen);
    }

    [Fact]
    public void Security_OfTicks_HasTheLastPriceAndNoSuspiciousOne()
    {
        var prices = new List<decimal>();
        Run(a => prices.Add(a.Securities[a.Symbol].Price));
        Assert.Equal([100m, 100, 100, 104, 103], prices);
    }

    [Fact]
    public void Tick_OfAFile_HasExchangeConditionAndExactPrice()
    {
        Tick first = null;
        Run(a => first ??= a.Slice.Ticks[a.Symbol][0]);
        Assert.Equal(("ARCA", "P", 0x04000001u, 10m, "100"), (first.Exchange, first.ExchangeCode, first.ParsedSaleCondition, first.Quantity, first.Price.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void SliceOfASymbol_WithTicks_IsItsTrades()
    {
        var counts = new List<int>();
        Run(a => counts.Add(a.Slice.ContainsKey(a.Symbol) ? ((List<Tick>)a.Slice[a.Symbol]).Count : 0));
        Assert.Equal([1, 2, 1, 0, 1], counts);
    }

    [Fact]
    public void MarketOrder_WithTicks_FillsAtTheSideItTakes()
    {
        var run = Run(a =>
        {
            if (a.Step == 1) a.MarketOrder(a.Symbol, 10);
            if (a.Step == 2) a.MarketOrder(a.Symbol, -10);
        });
        Assert.Equal([101m, 99m], Fills(run).Select(x => x.FillPrice));
    }

    [Fact]
    public void LimitAndStopOrders_WithTicks_SeeTheTradesOfTheMoment()
    {
        var run = Run(a =>
        {
            if (a.Step != 0) return;
            a.LimitOrder(a.Symbol, -5, 101.5m);
            a.StopMarketOrder(a.Symbol, 5, 100.5m);
        });
        Assert.Equal([101.5m, 101m], Fills(run).OrderBy(x => x.OrderId).Select(x => x.FillPrice));
    }

    [Fact]
    public void MarketOnOpenAndClose_WithTicks_TakeTheListingExchangesPrints()
    {
        Trades("20200107", Trade(Open + 10, 120), Trade(Open + 20, 121, "N", "04000000"), Trade(Open + 30, 122, "P", "00000040"), Trade(Close - 1, 123), Trade(Close + 100, 124, "P", "00000080"), Trade(Close + 200, 125));
        var run = _data.Run("2020-01-06", "2020-01-07", a => Add(a, extended: true), a =>
        {
            if (a.Step == 0 || a.Securities[a.Symbol].Price == 110) a.MarketOnOpenOrder(a.Symbol, 1);
            if (a.Step == 2) a.MarketOnCloseOrder(a.Symbol, 1);
        });
        Assert.Equal([(OrderType.MarketOnOpen, 100m, ""), (OrderType.MarketOnClose, 110m, ""), (OrderType.MarketOnOpen, 122m, "")], Fills(run).Select(x => (run.Transactions.GetOrderById(x.OrderId).Type, x.FillPrice, x.Message)));
    }

    [Fact]
    public void Ticks_Adjusted_AreScaledAsPrices()
    {
        _data.Factors("AAA", "20200106,0.5,1,10", "20501231,1,1,0");
        Tick quote = null;
        Run(a => quote ??= a.Slice.Ticks[a.Symbol].Find(x => x.TickType == TickType.Quote));
        Assert.Equal((49.5m, 50.5m, 200m, 50m), (quote.BidPrice, quote.AskPrice, quote.BidSize, quote.Value));
    }

    [Fact]
    public void Consolidators_OfTicks_GetTheirKind()
    {
        var (bars, quotes, identities) = (new List<TradeBar>(), new List<QuoteBar>(), 0);
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            Add(a);
            a.Consolidate<TradeBar>(a.Symbol, TimeSpan.FromMinutes(1), TickType.Trade, bars.Add);
            a.Consolidate<QuoteBar>(a.Symbol, TimeSpan.FromMinutes(1), TickType.Quote, quotes.Add);
            a.Consolidate(a.Symbol, Resolution.Tick, TickType.Quote, (Tick tick) => identities += tick.TickType == TickType.Quote ? 1 : 100);
        });
        Assert.Equal((100m, 102m, 102m, 30m), (bars[0].Open, bars[0].High, bars[0].Close, bars[0].Volume));
        Assert.Equal((99m, 104m), (quotes[0].Bid.Close, quotes[0].Ask.Close));
        Assert.Equal(2, identities);
    }

    [Fact]
    public void History_OfTicks_IsByTimeWithQuotesFirst()
    {
        List<string> seen = null;
        var (last, slices) = (0m, 0);
        _data.Run("2020-01-07", "2020-01-07", a =>
        {
            Add(a);
            seen = [.. a.History<Tick>(a.Symbol, TimeSpan.FromDays(1)).Select(x => FormattableString.Invariant($"{x.TickType} {x.Value:0.##}"))];
            slices = a.History([a.Symbol], TimeSpan.FromDays(1), Resolution.Tick).Count();
            last = a.History<Tick>(new[] { a.Symbol }, TimeSpan.FromDays(1), Resolution.Tick).Last()[a.Symbol].Value;
        });
        Assert.Equal(["Trade 100", "Quote 100", "Trade 101", "Trade 102", "Trade 500", "Quote 104", "Trade 103"], seen);
        Assert.Equal((5, 103m), (slices, last));
    }

    [Fact]
    public void History_OfANumberOfTicks_IsRefused() => _data.Run("2020-01-07", "2020-01-07", a =>
    {
        Add(a);
        Assert.Throws<InvalidOperationException>(() => a.History<Tick>(a.Symbol, 5));
        Assert.Throws<InvalidOperationException>(() => a.History<Tick>(new[] { a.Symbol }, 5, Resolution.Tick));
        Assert.Throws<InvalidOperationException>(() => a.History(new[] { a.Symbol }, 5));
        Assert.Throws<InvalidOperationException>(() => a.History(a.Symbol, TimeSpan.FromDays(1), Resolution.Tick));
    });

    [Fact]
    public void Ticks_MalformedRow_SaysWhere()
    {
        Trades("20200107", Trade(Open, 1), $"{Open},x,10,P,0,0");
        var failure = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-07", "2020-01-07", a => Add(a)));
        Assert.Contains("20200107_trade.zip: line 2: expected a time, a price and a size, found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WarmUp_OfTicksInBars_IsRefusedByName()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-07", "2020-01-07", a =>
        {
            Add(a);
            a.SetWarmUp(TimeSpan.FromDays(1), Resolution.Minute);
        }));
        Assert.Contains("SetWarmUp: resolution Minute is not supported", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DataFilter_OfTicks_LeavesOthersOut()
    {
        var values = new List<decimal>();
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            Add(a);
            a.Securities[a.Symbol].SetDataFilter(new Filter(x => x.Value > 101));
        }, a => values.AddRange(a.Slice.Ticks[a.Symbol].Select(x => x.Value)));
        Assert.Equal([102m, 500, 104, 103], values);
    }

    [Fact]
    public void DataFilter_OfBars_SeesRawBarsAndRepetitionsOnceAndMakesNoStep()
    {
        _data.Zip("equity/usa/minute/bbb/20200106_trade.zip", [$"{Open},1000000,1000000,1000000,1000000,5", $"{Open + 60000},2000000,2000000,2000000,2000000,5"]);
        _data.Zip("equity/usa/minute/bbb/20200106_quote.zip", [$"{Open},1000000,1000000,1000000,1000000,5,1000000,1000000,1000000,1000000,5"]);
        _data.Factors("BBB", "20200106,0.5,1,10", "20501231,1,1,0");
        var seen = new List<string>();
        var asked = new List<(Type, DateTime)>();
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.Add("BBB", Resolution.Minute);
            a.Securities[a.Symbol].SetDataFilter(new Filter(x =>
            {
                asked.Add((x.GetType(), x.EndTime));
                return x.Value == 200 && x.Time.TimeOfDay < new TimeSpan(9, 33, 0);
            }));
        }, a => seen.Add(FormattableString.Invariant($"{a.Time:HH:mm} {a.Slice.Bars[a.Symbol].Close:0} {a.Slice.Bars[a.Symbol].IsFillForward} {a.Slice.QuoteBars.Count}")));
        Assert.Equal(["09:32 100 False 0", "09:33 100 True 0"], seen);
        Assert.Equal(2 * 390, asked.Count);
    }

    [Fact]
    public void Split_OfACachedQuote_IsRescaled()
    {
        var cache = new SecurityCache();
        cache.AddData(new QuoteBar(new DateTime(2020, 1, 6), Symbol.Create("AAA", SecurityType.Equity, Market.USA), new Bar(10, 10, 10, 10), 4, new Bar(12, 12, 12, 12), 6));
        cache.ApplySplit(new Split(Symbol.Empty, new DateTime(2020, 1, 7), 10, 0.5m, SplitType.SplitOccurred));
        var quote = cache.GetData<QuoteBar>();
        Assert.Equal((5m, 6m, 8m, 12m, 5m), (quote.Bid.Close, quote.Ask.Close, quote.LastBidSize, quote.LastAskSize, cache.BidPrice));
    }

    private sealed class Filter(Func<BaseData, bool> accepts) : ISecurityDataFilter
    {
        bool ISecurityDataFilter.Filter(Security vehicle, BaseData data) => accepts(data);
    }

    /// <summary>Of the regular session alone, without the suspicious trade.</summary>
    [Fact]
    public void Session_OfTicks_IsTheDayOfItsTrustedTrades()
    {
        string last = null;
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            Add(a);
            a.Securities[a.Symbol].Session.Size = 1;
        }, a => last = a.Securities[a.Symbol].Session.ToString());
        Assert.StartsWith("O: 100 H: 103 L: 100 C: 103 ", last, StringComparison.Ordinal);
    }

    private ScriptedAlgorithm Run(Action<ScriptedAlgorithm> onData) => _data.Run("2020-01-06", "2020-01-06", a => Add(a), onData);

    private static void Add(ScriptedAlgorithm algorithm, bool extended = false) => algorithm.Add("AAA", Resolution.Tick, extended: extended);

    private static IEnumerable<OrderEvent> Fills(ScriptedAlgorithm run) => run.Events.Where(x => x.Status == OrderStatus.Filled);

    private void Trades(string date, params string[] rows) => _data.Zip($"equity/usa/tick/aaa/{date}_trade.zip", rows);

    private void Quotes(string date, params string[] rows) => _data.Zip($"equity/usa/tick/aaa/{date}_quote.zip", rows);

    private static string Trade(int time, decimal price, string exchange = "Q", string condition = "00000001", int suspicious = 0) =>
        FormattableString.Invariant($"{time},{price * 10000:0},10,{exchange},{condition},{suspicious}");

    private static string Quote(int time, decimal bid, decimal ask) => FormattableString.Invariant($"{time},{bid * 10000:0},100,{ask * 10000:0},200,P,1,0");
}
