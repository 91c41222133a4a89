using System.Text;
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
        if (index == 0) order.AddBrokerId();
        else order.BrokerId.Add("7");
        if (index != 0)
        {
            order.Price = 74.10m;
            order.LastFillTime = Sent.AddDays(1);
            order.LastUpdateTime = Sent.AddHours(1);
            order.OrderSubmissionData = new OrderSubmissionData(74.4400m, 74.45m, 74.44643180016380000m);
            order.PriceAdjustmentMode = DataNormalizationMode.Raw;
        }
        if (index == 2) order.CanceledTime = Sent;
        if (index is 3 or 4 or 5)
        {
            Assert.False(OrderJson.CanWrite(order));
            return;
        }
        Assert.True(OrderJson.CanWrite(order));
        // Before the serializer, which asks for what is made when asked for.
        var written = Written(text => OrderJson.Write(text, order, order.Price));
        Assert.Equal(Serialized(order), written);
    }

    [Fact]
    public void MarketOrderJson_OnePriceWhenSent_EqualsSerializerAndItsCopy()
    {
        var order = new MarketOnOpenOrder(Spy, 5, Sent) { Id = 1 };
        order.SetSubmission(74.4400m, 74.4400m, 74.4400m);
        var written = Written(text => OrderJson.Write(text, order, order.Price));

        Assert.Equal(Serialized(order.Clone()), written);
        Assert.Equal(Serialized(order), written);
        Assert.Equal(74.44m, order.OrderSubmissionData.AskPrice);
    }

    [Fact]
    public void TradeJson_Trade_EqualsSerializer()
    {
        AssertSame(new Trade());
        AssertSame(new Trade
        {
            Id = "1", Symbols = [Spy, Symbol.Empty], EntryTime = Sent, ExitTime = Sent.AddDays(3).AddTicks(1234), EntryPrice = 1.2300m, ExitPrice = 2m, Quantity = 5, Direction = TradeDirection.Short,
            ProfitLoss = -3.850m, TotalFees = 1, MAE = -4, MFE = 0, EndTradeDrawdown = 4.00m, IsWin = false, OrderIds = [2, 1],
        });

        var made = new Trade { OnlySymbol = Spy, EntryTime = Sent, ExitTime = Sent, Number = 3 };
        made.AddOrder(5);
        made.AddOrder(5);
        made.AddOrder(9);
        AssertSame(made);
        Assert.Equal([5, 9], made.OrderIds);

        static void AssertSame(Trade trade)
        {
            // Before the serializer, which asks for what is made when asked for.
            var written = Written(text => TradeJson.Write(text, trade));
            Assert.Equal(Serialized(trade), written);
        }
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

        foreach (var item in events)
            Assert.Equal(JsonConvert.SerializeObject(new SerializedOrderEvent(item, "run")), Written(text => OrderEventJson.Write(text, item, "run")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("plain ASCII ~ 'quoted' <&>")]
    [InlineData("\"\\/\b\f\n\r\t\u0001\u001f\u007f\u0085\u2028\u2029")]
    [InlineData("\u00e9 \u20ac \ud83d\ude00")]
    public void JsonText_Text_EqualsSerializer(string value) =>
        Assert.Equal(JsonConvert.SerializeObject(value), Written(text => text.Text(value)));

    [Fact]
    public void JsonText_Numbers_EqualSerializer()
    {
        foreach (var value in new[] { 0m, 1m, -1m, 1.0m, 0.10m, 1e-28m, decimal.MaxValue, decimal.MinValue, -74.44643180016380000m })
            Assert.Equal(JsonConvert.SerializeObject(value), Written(text => text.Number(value)));
        foreach (var value in new[] { 0.0, 1704229200, 1704229200.25, -1.5, 1e300, 1e-7, 123456789012345680 })
            Assert.Equal(JsonConvert.SerializeObject(value), Written(text => text.Number(value)));
        foreach (var value in new[] { 0, -1, int.MaxValue, int.MinValue })
            Assert.Equal(JsonConvert.SerializeObject(value), Written(text => text.Number(value)));
    }

    [Fact]
    public void JsonText_Times_EqualSerializer()
    {
        foreach (var ticks in new long[] { 0, 1, 10, 1_000_000, 9_999_999, 1_234_500 })
            foreach (var kind in new[] { DateTimeKind.Unspecified, DateTimeKind.Utc })
            {
                var time = DateTime.SpecifyKind(Sent.AddTicks(ticks), kind);
                Assert.Equal(JsonConvert.SerializeObject(time, Settings()), Written(text => text.Utc(time)));
            }
    }

    private static string Serialized(object value) => JsonConvert.SerializeObject(value, Settings());

    private static string Written(Action<JsonText> write)
    {
        var text = new JsonText();
        write(text);
        return Encoding.UTF8.GetString(text.Bytes);
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
