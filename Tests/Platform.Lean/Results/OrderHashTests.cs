using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using QuantConnect;
using QuantConnect.Lean.Engine.Results;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Results;

/// <summary>The hash of orders is that of the serializer's text, prices rounded.</summary>
public class OrderHashTests
{
    private static readonly Symbol Spy = Symbol.Create("SPY", SecurityType.Equity, Market.USA);
    private static readonly DateTime Local = new(2024, 1, 2, 21, 0, 0), Utc = DateTime.SpecifyKind(Local, DateTimeKind.Utc);

    [Fact]
    public void Of_OrderStampedByTheAlgorithm_HasItsTimeWithoutZone()
    {
        AssertHash("\"time\":\"2024-01-02T21:00:00\",", new MarketOrder(Spy, 10, Local));
        AssertHash("\"time\":\"2024-01-02T21:00:00Z\",", new MarketOrder(Spy, 10, Utc));
    }

    [Fact]
    public void Of_LimitIfTouchedOrder_BeginsWithItsType() =>
        AssertHash("{\"type\":7,\"triggerPrice\":98.5,\"limitPrice\":99.25,\"triggerTouched\":false,", new LimitIfTouchedOrder(Spy, 10, 98.5m, 99.25m, Utc));

    [Fact]
    public void Of_OrderOfDataAboutASecurity_HasTheSecurityToo() => AssertHash(
        $"\"permtick\":\"SPY\",\"underlying\":{{\"value\":\"SPY\",\"id\":\"{Spy.ID}\",\"permtick\":\"SPY\"}}}}", new MarketOrder(Symbol.CreateBase(typeof(QuantConnect.Data.Custom.IconicTypes.LinkedData), Spy), 10, Utc));

    [Fact]
    public void Of_OrderWithABrokeragesProperties_HasTheirNamesAsTheyAre()
    {
        AssertHash("\"properties\":{\"AllOrNone\":false,\"OutsideRegularTradingHours\":true,\"PostOnly\":false,\"timeInForce\":{}}", new LimitOrder(Spy, 10, 9, Utc, "", new TradeStationOrderProperties { OutsideRegularTradingHours = true }));
        AssertHash("\"properties\":{\"OutsideRegularTradingHours\":false,\"timeInForce\":{\"$type\":\"QuantConnect.Orders.TimeInForces.DayTimeInForce\"}}", new MarketOrder(Spy, 10, Utc, "", new AlpacaOrderProperties { TimeInForce = TimeInForce.Day }));
    }

    private static void AssertHash(string part, Order order)
    {
        var text = JsonConvert.SerializeObject(order);
        Assert.Contains(part, text, StringComparison.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), OrderListHash.Of([order]));
    }
}
