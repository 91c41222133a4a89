using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Streams;

namespace LeanDeep.Tests.Brokerages;

[Trait("Category", "Paper")]
public class OrderTrackerTests
{
    /// <summary>Whatever is repeated, dropped or swapped: as long as the end is heard, shares and cost add up.</summary>
    [Fact]
    public void Changes_OfDisturbedUpdates_AddUp()
    {
        var draws = new Random(3);
        for (var round = 0; round < 2_000; round++)
        {
            var updates = new List<TradeUpdate> { Update("new", OrderStatus.New, 0, 0, 0, 0, 0) };
            decimal filled = 0, cost = 0;
            var fills = draws.Next(1, 5);
            for (var i = 0; i < fills; i++)
            {
                decimal quantity = draws.Next(1, 50), price = draws.Next(1000, 2000) / 100m;
                filled += quantity;
                cost += quantity * price;
                updates.Add(Update("partial_fill", i == fills - 1 ? OrderStatus.Filled : OrderStatus.PartiallyFilled, filled, cost / filled, quantity, price, i + 1));
            }
            var heard = new List<TradeUpdate>();
            foreach (var update in updates)
            {
                if (update != updates[^1] && draws.Next(4) == 0) continue;
                heard.Insert(draws.Next(3) == 0 ? draws.Next(heard.Count + 1) : heard.Count, update);
                if (draws.Next(4) == 0) heard.Add(update);
            }
            var tracker = new OrderTracker();
            decimal sum = 0, paid = 0;
            foreach (var update in heard)
                if (tracker.Apply(update) is { } change)
                {
                    Assert.True(change.FillQuantity >= 0);
                    sum += change.FillQuantity;
                    paid += change.FillQuantity * change.FillPrice;
                }
            Assert.Equal(filled, sum);
            Assert.Equal(cost, paid, 8);
            Assert.Empty(tracker.Open);
        }
    }

    [Fact]
    public void SeenMinutes_EachOnce_InAnyOrder()
    {
        var draws = new Random(4);
        var start = new DateTime(2020, 1, 2, 14, 30, 0, DateTimeKind.Utc);
        var minutes = Enumerable.Range(0, 390).OrderBy(i => i + draws.Next(20)).ToArray();
        var seen = new SeenMinutes();
        foreach (var minute in minutes)
        {
            Assert.True(seen.Add(start.AddMinutes(minute)));
            Assert.False(seen.Add(start.AddMinutes(minute)));
        }
        Assert.Equal(start.AddMinutes(389), seen.Newest);
    }

    private static TradeUpdate Update(string word, OrderStatus status, decimal filled, decimal average, decimal quantity, decimal price, int second) => new(word, new AlpacaOrder
    {
        Id = "1",
        ClientId = "c",
        Symbol = "SPY",
        Quantity = 1000,
        FilledQuantity = filled,
        AveragePrice = filled == 0 ? null : average,
        Status = status,
        UpdatedAt = new DateTime(2020, 1, 1, 0, 0, second, DateTimeKind.Utc),
    }, "e", quantity == 0 ? null : price, quantity == 0 ? null : quantity);
}
