using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Brokerages;
using QuantConnect.Configuration;
using QuantConnect.Data;
using QuantConnect.Data.Auxiliary;
using QuantConnect.Data.Market;
using QuantConnect.Interfaces;
using QuantConnect.Lean.Engine;
using QuantConnect.Lean.Engine.Server;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Packets;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Live;

[Trait("Category", "Paper")]
public sealed class LiveLoopTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    /// <summary>LEAN's order of a live start; warm-up over folder and broker in the broker's terms; a scheduled market order that stays one; a decision at the close that becomes market-on-open.</summary>
    [Fact]
    public void Run_OfOneDay_StartsFromTheAccountAndTradesThroughTheBrokerage()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12);
        var broker = new Broker();
        // The folder's last bar at twice the folder's price, and one more.
        broker.History.AddRange([Day("2020-01-08", 24), Day("2020-01-09", 26)]);
        broker.Today = Day("2020-01-10", 30);
        var seen = new List<string>();
        var algorithm = new ScriptedAlgorithm(DataFolder.Date("1999-01-01"), DataFolder.Date("1999-01-02"), a =>
        {
            a.Add("AAA");
            a.SetWarmUp(TimeSpan.FromDays(10));
            a.Schedule.On(a.DateRules.On(2020, 1, 10), a.TimeRules.At(11, 0), () => a.MarketOrder(a.Symbol, 5));
        }, a =>
        {
            seen.Add(FormattableString.Invariant($"{a.Time:MM-dd HH:mm} {a.Slice.Bars[a.Symbol].Close:0.##}{(a.IsWarmingUp ? "" : " live")}"));
            if (!a.IsWarmingUp) a.MarketOrder(a.Symbol, -2);
        });
        Run(algorithm, broker);

        Assert.Null(algorithm.RunTimeError);
        Assert.Equal(["01-06 16:00 20", "01-07 16:00 22", "01-08 16:00 24", "01-09 16:00 26", "01-10 16:00 30 live"], seen);
        Assert.True(algorithm.LiveMode);
        Assert.Equal([OrderType.Market, OrderType.MarketOnOpen], broker.Placed.Select(order => order.Type));
        Assert.Equal([1, 2, 3], algorithm.Transactions.GetOrders().Select(order => order.Id));
        // 5,000 and 3 shares at the start, 5 bought at 26; the order that was open before is still open, under a new id.
        Assert.Equal((5_000m - 5 * 26, 8m), (algorithm.Portfolio.Cash, algorithm.Portfolio[algorithm.Symbol].Quantity));
        Assert.Equal([1, 3], algorithm.Transactions.GetOpenOrders().Select(order => order.Id));
    }

    /// <summary>LEAN's own model of Alpaca takes no order for the open at 16:00; a brokerage that lets them wait brings a model that does.</summary>
    [Fact]
    public void AlpacaModel_AtTheClose_RefusesMarketOnOpen()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13);
        var broker = new Broker { Today = Day("2020-01-10", 30) };
        var algorithm = new ScriptedAlgorithm(DataFolder.Date("1999-01-01"), DataFolder.Date("1999-01-02"), a => a.Add("AAA"), a => a.MarketOrder(a.Symbol, -2));
        Run(algorithm, broker, new AlpacaBrokerageModel());
        Assert.Empty(broker.Placed);
        Assert.Contains("Valid local times are  07:00– 09:28", Assert.Single(algorithm.Events).Message, StringComparison.Ordinal);
        Assert.Equal(0, algorithm.Securities[algorithm.Symbol].FeeModel.GetOrderFee(null).Value.Amount);
    }

    /// <summary>What an earlier run had not seen is met as live, at its own time.</summary>
    [Fact]
    public void Run_ThatResumes_MeetsTheBarsSince()
    {
        _data.Daily("AAA", "2020-01-06", 10m, 11, 12, 13);
        var broker = new Broker { Today = Day("2020-01-09", 13), Resume = "2020-01-08T21:00:00Z" };
        var seen = new List<string>();
        var algorithm = new ScriptedAlgorithm(DataFolder.Date("1999-01-01"), DataFolder.Date("1999-01-02"), a =>
        {
            a.Add("AAA");
            a.SetWarmUp(TimeSpan.FromDays(10));
        }, a => seen.Add(FormattableString.Invariant($"{a.Time:MM-dd HH:mm} {a.Slice.Bars[a.Symbol].Close:0.##}{(a.IsWarmingUp ? "" : " live")}")));
        Run(algorithm, broker);
        Assert.Equal(["01-06 16:00 10", "01-07 16:00 11", "01-08 16:00 12", "01-09 16:00 13 live"], seen);
    }

    private void Run(ScriptedAlgorithm algorithm, Broker broker, IBrokerageModel model = null)
    {
        var mapFiles = new MapFileProvider(_data.Root);
        MapFileProvider.Current = mapFiles;
        SymbolCache.Clear();
        try
        {
            using var loop = new LiveLoop(algorithm, new LiveSettings(new BacktestSettings(_data.Root, _data.Full("storage"), null, "test", null), broker, broker, broker, new Steps(broker, algorithm), model ?? new DefaultBrokerageModel(), TimeSpan.Zero), mapFiles);
            loop.Run();
        }
        finally
        {
            MapFileProvider.Current = null;
            Config.Set("live-resume-utc", "");
        }
    }

    private static TradeBar Day(string date, decimal price) => new(DataFolder.Date(date).AddHours(9.5), Symbol.Create("AAA", SecurityType.Equity, Market.USA), price, price, price, price, 100, TimeSpan.FromHours(6.5));

    /// <summary>Moves time whenever the loop has nothing to do.</summary>
    private sealed class Steps(Broker broker, ScriptedAlgorithm algorithm) : LocalLeanManager
    {
        private int _updates;

        public override void Update()
        {
            switch (_updates++)
            {
                case 0: broker.Now = new DateTime(2020, 1, 10, 16, 0, 0); break;
                case 1: broker.Now = new DateTime(2020, 1, 10, 21, 0, 0); break;
                case 4: algorithm.SetStatus(AlgorithmStatus.Stopped); break;
            }
        }
    }

    /// <summary>Fills market orders at 26 at once, and keeps the others.</summary>
    private sealed class Broker() : Brokerage("test"), IDataQueueHandler, ITimeProvider
    {
        public DateTime Now { get; set; } = new(2020, 1, 10, 13, 0, 0);
        public List<TradeBar> History { get; } = [];
        public TradeBar Today { get; set; }
        public string Resume { get; set; } = "";
        public List<Order> Placed { get; } = [];

        public override bool IsConnected => true;

        public DateTime GetUtcNow() => Now;

        public override void Connect() => Config.Set("live-resume-utc", Resume);

        public override void Disconnect() { }

        public override List<CashAmount> GetCashBalance() => [new CashAmount(5_000, "USD")];

        public override List<Holding> GetAccountHoldings() => [new Holding { Symbol = Today.Symbol, Quantity = 3, AveragePrice = 20, MarketPrice = 25 }];

        public override List<Order> GetOpenOrders() => [new LimitOrder(Today.Symbol, 1, 1, new DateTime(2020, 1, 9)) { Status = OrderStatus.Submitted }];

        public override bool ShouldPerformCashSync(DateTime currentTimeUtc) => false;

        public override bool PlaceOrder(Order order)
        {
            Placed.Add(order);
            OnOrderEvent(new OrderEvent(order, Now, OrderFee.Zero) { Status = OrderStatus.Submitted });
            if (order.Type == OrderType.Market) OnOrderEvent(new OrderEvent(order, Now, OrderFee.Zero) { Status = OrderStatus.Filled, FillQuantity = order.Quantity, FillPrice = 26 });
            return true;
        }

        public override bool UpdateOrder(Order order) => false;

        public override bool CancelOrder(Order order) => false;

        public override IEnumerable<BaseData> GetHistory(HistoryRequest request) => History.Where(bar => bar.Time.ConvertToUtc(TimeZones.NewYork) >= request.StartTimeUtc);

        public IEnumerator<BaseData> Subscribe(SubscriptionDataConfig dataConfig, EventHandler newDataAvailableHandler)
        {
            while (Today.EndTime.ConvertToUtc(TimeZones.NewYork) > Now) yield return null;
            yield return Today;
            while (true) yield return null;
        }

        public void Unsubscribe(SubscriptionDataConfig dataConfig) { }

        public void SetJob(LiveNodePacket job) { }
    }
}
