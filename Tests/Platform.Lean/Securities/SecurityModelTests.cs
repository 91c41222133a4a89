#pragma warning disable CS0618 // tickers stand for symbols, as algorithms write them
using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Data.Shortable;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Securities;
using QuantConnect.Securities.Equity;

namespace LeanDeep.Tests.Platform.Lean.Securities;

/// <summary>Models of a security that an algorithm may choose: margin by the hour, seeds, borrowable shares, interest, brokerages.</summary>
public sealed class SecurityModelTests : IDisposable
{
    private readonly DataFolder _data = new();

    public SecurityModelTests() => _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13, 14).Hours("AAA", "2020-01-06", 10m, 10, 10, 10, 10, 10, 10);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void PatternDayTradingMarginModel_ClosedAndAboutToClose_HalvesTheLeverage()
    {
        var run = _data.Run("2020-01-06", "2020-01-06", a =>
        {
            var security = a.AddEquity("AAA", Resolution.Hour);
            security.MarginModel = new PatternDayTradingMarginModel();
            foreach (var time in new[] { (9, 29), (9, 30), (15, 49), (15, 50), (16, 0) })
                a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(time.Item1, time.Item2), () => a.Note($"{security.BuyingPowerModel.GetLeverage(security):0}"));
        });
        Assert.Equal(["01-06 09:29 2", "01-06 09:30 4", "01-06 15:49 4", "01-06 15:50 2", "01-06 16:00 2"], run.Notes[1..^1]);
    }

    [Fact]
    public void FuncSecuritySeeder_OfLastKnownPrices_SeedsWhatIsAdded()
    {
        var prices = new List<decimal>();
        _data.Run("2020-01-08", "2020-01-08", a =>
        {
            a.SetSecurityInitializer(new BrokerageModelSecurityInitializer(a.BrokerageModel, new FuncSecuritySeeder(a.GetLastKnownPrices)));
            prices.Add(a.AddEquity("AAA", Resolution.Daily).Price);
        });
        Assert.Equal([11m], prices);
        var security = _data.Run("2020-01-08", "2020-01-08", a => a.Add("AAA")).Securities.Values.Single();
        Assert.False(new FuncSecuritySeeder(_ => (BaseData)null).SeedSecurity(security));
    }

    [Fact]
    public void LocalDiskShortableProvider_RowsOfDates_LimitWhatIsSoldShort()
    {
        _data.Write("equity/usa/shortable/test/symbols/aaa.csv", "# date,shares,rebate,fee\n20200106,100,5.07,0.25\n20200107,,1\n");
        var provider = new LocalDiskShortableProvider("Test");
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.AddEquity("AAA", Resolution.Daily).SetShortableProvider(provider), a =>
        {
            var symbol = a.Securities.Keys.Single();
            if (a.Step == 0)
            {
                a.Note($"{a.Shortable(symbol)} {a.ShortableQuantity(symbol)} {provider.RebateRate(symbol, a.Time)} {provider.FeeRate(symbol, a.Time)}");
                a.Note($"{a.MarketOrder(symbol, -101).SubmitRequest.Response.ErrorCode} {a.LimitOrder(symbol, -60, 20m).SubmitRequest.Response.IsSuccess} {a.LimitOrder(symbol, -60, 20m).SubmitRequest.Response.ErrorCode}");
            }
            else a.Note($"{a.Shortable(symbol, 1000000)}");
        });
        Assert.Equal(["01-06 16:00 True 100 0.0507 0.0025", "01-06 16:00 ExceedsShortableQuantity True ExceedsShortableQuantity", "01-07 16:00 True", "01-08 16:00 True"], run.Notes[1..^1]);
    }

    [Fact]
    public void LocalDiskShortableProvider_BadRow_IsNamed()
    {
        _data.Write("equity/usa/shortable/test/symbols/aaa.csv", "20200106,many\n");
        var error = Assert.Throws<InvalidOperationException>(() =>
            _data.Run("2020-01-06", "2020-01-06", a => a.AddEquity("AAA", Resolution.Daily).SetShortableProvider(new LocalDiskShortableProvider("test")), a => a.MarketOrder("AAA", -1)));
        Assert.EndsWith("aaa.csv: line 1: expected date,shares[,rebate,fee], found '20200106,many'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MarginInterestRateModel_IsAskedEveryHour()
    {
        var model = new Hourly();
        _data.Run("2020-01-06", "2020-01-06", a => a.AddEquity("AAA", Resolution.Hour).SetMarginInterestRateModel(model));
        Assert.Equal(model.Times.Order().Distinct(), model.Times);
        Assert.Contains(new DateTime(2020, 1, 6, 16, 0, 0), model.Times);
    }

    [Theory]
    [InlineData("10:00", OrderType.MarketOnClose, true)]
    [InlineData("09:00", OrderType.MarketOnOpen, true)]
    [InlineData("09:28", OrderType.MarketOnOpen, false)]
    [InlineData("09:29", OrderType.MarketOnOpen, false)]
    public void InteractiveBrokers_MarketOnOpen_OnlyToTwoMinutesBeforeTheOpen(string time, OrderType type, bool accepted)
    {
        OrderTicket ticket = null;
        var run = _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.SetBrokerageModel(BrokerageName.InteractiveBrokersBrokerage);
            a.AddEquity("AAA", Resolution.Hour);
            a.SetSecurityInitializer(x => { });
            var at = TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
            a.Securities["AAA"].SetMarketPrice(new TradeBar(a.Time, a.Securities["AAA"].Symbol, 10, 10, 10, 10, 1));
            a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(at), () => ticket = type == OrderType.MarketOnOpen ? a.MarketOnOpenOrder("AAA", 1) : a.MarketOnCloseOrder("AAA", 1));
        });
        Assert.Equal(accepted, ticket.Status != OrderStatus.Invalid);
        if (!accepted) Assert.Contains("MarketOnOpen submission time is invalid. Valid local times are  04:00– 09:28. Consider setting DailyPreciseEndTime = false or using Schedule.On.", string.Join('\n', run.Result.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void BrokerageModel_WithoutBenchmarkOfTheAlgorithm_GivesItsOwn()
    {
        Assert.Equal(0m, new InteractiveBrokersBrokerageModel().GetBenchmark(null).Evaluate(default));
        var error = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-06", "2020-01-06", a => a.SetBrokerageModel(BrokerageName.Kraken)));
        Assert.Contains("brokerage Kraken is not supported by this engine (supported: Default, InteractiveBrokersBrokerage, Alpaca, Axos, AlphaStreams, TradeStation)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecurityCache_StoreData_KeepsWhatCameTogether()
    {
        var cache = new SecurityCache();
        var first = new Tick { Value = 1 };
        cache.StoreData([first, new Tick { Value = 2 }], typeof(Tick));
        Assert.True(cache.HasData(typeof(Tick)));
        Assert.False(cache.HasData(typeof(TradeBar)));
        Assert.Equal([1m, 2m], cache.GetAll<Tick>().Select(x => x.Value));
        Assert.Equal(2m, cache.GetData<Tick>().Value);
        Assert.Equal(0m, cache.Price);
        cache.AddDataList([new Tick { Value = 3 }], typeof(Tick));
        Assert.Equal(3m, cache.Price);
        Assert.Equal([3m], cache.GetAll<Tick>().Select(x => x.Value));
    }

    [Fact]
    public void OrderTicket_Handles_AreSetOnceThereAndOnceClosed()
    {
        OrderTicket ticket = null;
        _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Step != 0) return;
            ticket = a.LimitOrder("AAA", 1, 1m);
            Assert.True(ticket.OrderSet.WaitOne(0));
            Assert.False(ticket.OrderClosed.WaitOne(0));
            ticket.Cancel();
        });
        Assert.True(ticket.OrderClosed.WaitOne(0));
    }

    [Fact]
    public void ShortMarginInterestRateModel_ChargesShortsAndPaysLongs_ByTheDay()
    {
        var security = _data.Run("2020-01-06", "2020-01-07", a => a.Add("AAA")).Securities.Values.Single();
        security.SetShortableProvider(new Rates());
        var model = new ShortMarginInterestRateModel();
        var cash = security.QuoteCurrency.Amount;
        Apply(6, 12);
        security.Holdings.SetHoldings(11, -360);
        Apply(7, 12); // from here on it is held
        Apply(7, 20);
        Assert.Equal(0m, model.Amount);
        Apply(10, 1);
        Assert.Equal(-11m * 0.36m * 3, model.Amount);
        Apply(10, 2);
        security.Holdings.SetHoldings(11, 360);
        Apply(11, 12); // another side
        Apply(12, 12);
        Assert.Equal(-11m * 0.36m * 3 + 11 * 0.12m, model.Amount);
        Assert.Equal(cash + model.Amount, security.QuoteCurrency.Amount);
        security.Holdings.SetHoldings(0, 0);
        Apply(13, 12);
        security.Holdings.SetHoldings(11, -360);
        Apply(17, 12);
        Assert.Equal(cash + model.Amount, security.QuoteCurrency.Amount);
        Assert.Equal(-11m * 0.36m * 3 + 11 * 0.12m, model.Amount);

        void Apply(int day, int hour) => model.ApplyMarginInterestRate(new MarginInterestRateParameters(security, new DateTime(2020, 1, day, hour, 0, 0)));
    }

    private sealed class Rates : IShortableProvider
    {
        public decimal FeeRate(Symbol symbol, DateTime localTime) => 0.36m;
        public decimal RebateRate(Symbol symbol, DateTime localTime) => 0.12m;
        public long? ShortableQuantity(Symbol symbol, DateTime localTime) => null;
    }

    private sealed class Hourly : IMarginInterestRateModel
    {
        public List<DateTime> Times { get; } = [];

        public void ApplyMarginInterestRate(MarginInterestRateParameters marginInterestRateParameters) => Times.Add(marginInterestRateParameters.Time);
    }

    [Fact]
    public void AxosAndAlphaStreams_HaveTheirFees_OrdersAndLeverage()
    {
        using var data = new DataFolder();
        data.Daily("AAA", "2020-01-06", 10m, 10, 10);
        OrderTicket refused = null;
        var axos = data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.SetBrokerageModel(QuantConnect.Brokerages.BrokerageName.Axos);
            a.Add("AAA");
        }, a =>
        {
            if (a.Step == 0) refused = a.StopMarketOrder(a.Symbol, 100, 11);
            if (a.Step == 0) a.LimitOrder(a.Symbol, 100, 11);
        });
        Assert.Equal(OrderResponseErrorCode.BrokerageModelRefusedToSubmitOrder, refused.SubmitRequest.Response.ErrorCode);
        Assert.Equal(0.35m, axos.Events.Single(x => x.Status == OrderStatus.Filled).OrderFee.Value.Amount);

        var streams = data.Run("2020-01-06", "2020-01-08", a =>
        {
            a.SetBrokerageModel(QuantConnect.Brokerages.BrokerageName.AlphaStreams);
            a.Add("AAA");
        }, a => { if (a.Step == 0) a.MarketOnOpenOrder(a.Symbol, 100); });
        Assert.Equal(1m, streams.Securities[streams.Symbol].Leverage);
        Assert.Equal(10.001m, streams.Events.Single(x => x.Status == OrderStatus.Filled).FillPrice);
    }
}
