using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using QuantConnect;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Orders;
using QuantConnect.Orders.Fees;
using QuantConnect.Orders.Serialization;
using QuantConnect.Securities;
using QuantConnect.Statistics;

namespace LeanDeep.Tests.Platform.Lean.Results;

/// <summary>What is written by hand equals, byte for byte, what Newtonsoft's serializer makes of the same object.</summary>
public class OrderJsonTests
{
    private static readonly Symbol Spy = Symbol.Create("SPY", SecurityType.Equity, Market.USA);
    private static readonly DateTime Sent = new(2024, 1, 2, 21, 0, 0);

    public static TheoryData<int> Orders => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Orders))]
    public void MarketOrderJson_Order_EqualsSerializer(int index)
    {
        Order order = index switch
        {
            0 => new MarketOnOpenOrder(Spy, -2680m, Sent),
            1 => new MarketOrder(Spy, 1.50m, Sent, "tag \"quoted\" \u00e9\n"),
            2 => new MarketOnCloseOrder(Spy, 10, Sent, null),
            3 => new MarketOrder(Spy, 10, Sent, properties: new OrderProperties { TimeInForce = TimeInForce.Day }),
            4 => new MarketOnOpenOrder(Spy, 10, DateTime.SpecifyKind(Sent, DateTimeKind.Utc), properties: new InteractiveProperties { Account = "x" }),
            _ => new LimitOrder(Spy, 10, 99.50m, Sent),
        };
        order.Id = 7 + index;
        order.Status = OrderStatus.Filled;
        order.BrokerId.Add("7");
        if (index != 0)
        {
            order.Price = 74.10m;
            order.LastFillTime = Sent.AddDays(1);
            order.LastUpdateTime = Sent.AddHours(1);
            order.OrderSubmissionData = new OrderSubmissionData(74.4400m, 74.45m, 74.44643180016380000m);
            order.PriceAdjustmentMode = DataNormalizationMode.Raw;
        }
        if (index == 2) order.CanceledTime = Sent;
        AssertSame(order, new MarketOrderJson());
    }

    [Fact]
    public void TradeJson_Trade_EqualsSerializer()
    {
        AssertSame(new Trade(), new TradeJson());
        AssertSame(new Trade
        {
            Id = "1", Symbols = [Spy, Symbol.Empty], EntryTime = Sent, ExitTime = Sent.AddDays(3).AddTicks(1234), EntryPrice = 1.2300m, ExitPrice = 2m, Quantity = 5, Direction = TradeDirection.Short,
            ProfitLoss = -3.850m, TotalFees = 1, MAE = -4, MFE = 0, EndTradeDrawdown = 4.00m, IsWin = false, OrderIds = [2, 1],
        }, new TradeJson());
    }

    [Fact]
    public void OrderEventJson_Events_EqualSerializer()
    {
        var order = new LimitOrder(Spy, 10, 99.50m, Sent) { Id = 3 };
        var events = Enum.GetValues<OrderStatus>().Select((status, i) => new OrderEvent(order, Sent.AddTicks(i * 12345L), OrderFee.Zero, i % 3 == 0 ? "" : $"text {i} \"\u20ac\"") { Id = i, Status = status }).ToList();
        events[1].OrderFee = new OrderFee(new CashAmount(1.50m, Currencies.USD));
        events[2].LimitPrice = 99.50m;
        events[2].StopPrice = 0m;
        events[3].FillPrice = 99.4999m;
        events[3].FillQuantity = -10.0m;
        events[4].Message = null;

        var expected = JsonConvert.SerializeObject(events.Select(x => new SerializedOrderEvent(x, "run")));
        var text = new StringWriter();
        using (var writer = new JsonTextWriter(text)) OrderEventJson.Write(writer, events, "run");
        Assert.Equal(expected, text.ToString());
    }

    private static void AssertSame<T>(T value, JsonConverter converter)
    {
        var plain = Settings();
        var fast = Settings();
        fast.Converters.Add(converter);
        Assert.Equal(JsonConvert.SerializeObject(value, plain), JsonConvert.SerializeObject(value, fast));
    }

    private static JsonSerializerSettings Settings() => new()
    {
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy { ProcessDictionaryKeys = false, OverrideSpecifiedNames = true } },
    };

    private sealed class InteractiveProperties : OrderProperties
    {
        public string Account { get; set; }
    }
}
