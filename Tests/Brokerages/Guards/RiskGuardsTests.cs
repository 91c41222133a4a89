using LeanDeep.Brokerages.Guards;

namespace LeanDeep.Tests.Brokerages.Guards;

[Trait("Category", "Paper")]
public class RiskGuardsTests
{
    private static readonly DateTime Now = new(2016, 1, 4, 16, 0, 0, DateTimeKind.Utc);

    private static readonly OrderCheck Order = new("SPY", 100, 0, 0, 50, 0, 100_000, 100_000, true, Now.AddSeconds(-30), "models/long-short/20151231", false, Now);

    [Fact]
    public void Order_WithinAllLimits_Passes() => Assert.Null(RiskGuards.Check(
        new RiskLimits { MaximumGross = 1, MaximumOrderValue = 5_000, MaximumDailyLoss = 0.02m, StaleData = TimeSpan.FromMinutes(1), ModelDays = 4 }, Order));

    public static TheoryData<string, RiskLimits, OrderCheck, string> Refused => new()
    {
        { "maximum order value", new RiskLimits { MaximumOrderValue = 4_999 }, Order, "expected at most $4,999.00, found $5,000.00 of SPY" },
        { "maximum gross", new RiskLimits { MaximumGross = 1 }, Order with { Gross = 95_001 }, "expected at most 1 times $100,000.00, found $100,001.00 with SPY" },
        { "maximum daily loss", new RiskLimits { MaximumDailyLoss = 0.02m }, Order with { Equity = 97_999 }, "expected at most $2,000.00 lost today, found $2,001.00" },
        { "stale data", new RiskLimits { StaleData = TimeSpan.FromSeconds(29) }, Order, "expected a bar of the last 29 s, found the last at 2016-01-04 15:59:30 UTC" },
        { "stale data", new RiskLimits { StaleData = TimeSpan.FromSeconds(29) }, Order with { LastBar = null }, "found none" },
        { "model too old", new RiskLimits { ModelDays = 3 }, Order, "expected at most 3 days since it has seen data, found 4" },
        { "model too old", new RiskLimits { ModelDays = 3 }, Order with { Model = null }, "found none" },
        { "duplicate decision", new RiskLimits(), Order with { IsRepeated = true }, "SPY was decided on at this moment before" },
        { "no price", new RiskLimits { MaximumOrderValue = 1 }, Order with { Price = 0 }, "expected a price, found none" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Order_BeyondALimit_IsKeptBackAndSaysWhy(string guard, RiskLimits limits, OrderCheck order, string reason)
    {
        var verdict = RiskGuards.Check(limits, order);
        Assert.Equal(guard, verdict?.Guard);
        Assert.Contains(reason, verdict!.Reason, StringComparison.Ordinal);
    }

    /// <summary>A way out of a position stays open whatever gross, loss and the model's age say; through zero to the other side it does not.</summary>
    [Fact]
    public void Order_ThatReduces_PassesGrossLossAndAge()
    {
        var limits = new RiskLimits { MaximumGross = 0.1m, MaximumDailyLoss = 0.01m, ModelDays = 0 };
        var losing = Order with { Quantity = -100, Held = 200, Gross = 10_000, Equity = 50_000 };
        Assert.Null(RiskGuards.Check(limits, losing));
        Assert.NotNull(RiskGuards.Check(limits, losing with { Quantity = -300 }));
        // What open orders will close already cannot be closed again.
        Assert.NotNull(RiskGuards.Check(limits, losing with { Pending = -200 }));
    }

    /// <summary>Gross after an order equals that of the positions that it leaves, for any mixture.</summary>
    [Fact]
    public void Gross_OfRandomPositions_IsThatOfTheResult()
    {
        var draws = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            decimal held = draws.Next(-300, 301), pending = draws.Next(-300, 301), quantity = draws.Next(1, 300) * (draws.Next(2) * 2 - 1), price = draws.Next(1, 100), others = draws.Next(50_000);
            var after = held + pending + quantity;
            var gross = others + Math.Abs(after) * price;
            var order = Order with { Held = held, Pending = pending, Quantity = quantity, Price = price, Gross = others + Math.Abs(held + pending) * price };
            var reduces = Math.Abs(after) < Math.Abs(held + pending) && Math.Sign(after) * Math.Sign(held + pending) >= 0;
            Assert.Equal(gross > 60_000 && !reduces, RiskGuards.Check(new RiskLimits { MaximumGross = 0.6m }, order) is not null);
        }
    }

    [Fact]
    public void Limits_ThatNothingMeets_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new RiskLimits { MaximumGross = 0 }.Checked());
        Assert.Throws<ArgumentException>(() => new RiskLimits { MaximumDailyLoss = 1.5m }.Checked());
        Assert.Throws<ArgumentException>(() => new RiskLimits { StaleData = TimeSpan.Zero }.Checked());
    }
}
