using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Streams;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Live;
using LeanDeep.Brokerages.Simulator.Server;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Tests.Brokerages.Live;

/// <summary>Orders from a decision to their end, through crashes: a crash is a router that is let go of.</summary>
[Trait("Category", "Paper")]
public sealed class OrderRouterTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly List<OrderNews> _news = [];
    private readonly List<string> _faults = [];
    private int _runs;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Decision_AfterTheClose_WaitsForItsWindow_AndFillsAtTheOpen()
    {
        await using var paper = await Paper.StartAsync();
        using var router = await RouterAsync(paper);
        paper.To("2012-03-05 16:00");
        router.Stage(Terms(OrderSide.Buy, 10, OrderDuration.OnOpen), paper.Broker.Clock.Now, null, "models/m/20111231");
        Assert.Single(router.Commit(paper.Broker.Clock.Now));
        Assert.Equal(0, await router.SendDueAsync(default));
        Assert.Equal(MarketCalendar.Utc(new DateTime(2012, 3, 5, 19, 0, 5)), router.NextDue());
        paper.To("2012-03-05 19:00:05");
        Assert.Equal(1, await router.SendDueAsync(default));
        using var updates = Listen(paper, router);
        await updates.Ready;
        paper.To("2012-03-06 09:31");
        await Paper.UntilAsync(() => router.Held("SPY") == 10);
        var news = Assert.Single(_news);
        Assert.True(news is { FillQuantity: 10, IsOver: true, Refusal: null, Order.Model: "models/m/20111231" });
    }

    /// <summary>Before the journal's line nothing counts; after it all does, and is sent by the next run.</summary>
    [Fact]
    public async Task Crash_BeforeOrAfterTheCommit_LosesAllOrNothing()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 20:00");
        using (var router = await RouterAsync(paper)) router.Stage(Terms(OrderSide.Buy, 10, OrderDuration.OnOpen), paper.Broker.Clock.Now, null, null);
        using (var router = await RouterAsync(paper))
        {
            Assert.Empty(router.Open);
            router.Stage(Terms(OrderSide.Buy, 10, OrderDuration.OnOpen), paper.Broker.Clock.Now, null, null);
            router.Stage(Terms(OrderSide.Sell, 3, OrderDuration.OnOpen) with { Symbol = "SYAA" }, paper.Broker.Clock.Now, null, null);
            router.Commit(paper.Broker.Clock.Now);
        }
        using (var router = await RouterAsync(paper))
        {
            Assert.Equal(2, router.Differences.Count(difference => difference.Kind == DifferenceKind.NotSent));
            Assert.True(router.HasDecided("SPY", paper.Broker.Clock.Now));
            Assert.Equal(2, await router.SendDueAsync(default));
        }
        // Again: what is with the broker is not sent twice.
        using (var router = await RouterAsync(paper)) Assert.Equal(0, await router.SendDueAsync(default));
        Assert.Equal(2, (await paper.Client.OrdersAsync(DateTime.UnixEpoch)).Count);
    }

    [Fact]
    public async Task Fills_WhileDown_AreNamedAndBooked()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 20:00");
        using (var router = await RouterAsync(paper))
        {
            router.Stage(Terms(OrderSide.Buy, 10, OrderDuration.OnOpen), paper.Broker.Clock.Now, null, null);
            router.Commit(paper.Broker.Clock.Now);
            await router.SendDueAsync(default);
        }
        paper.To("2012-03-06 10:00");
        await paper.Client.SubmitAsync(new AlpacaOrderRequest("by-hand", "SYAA", OrderSide.Buy, 7, OrderKind.Market, OrderDuration.Day));
        using var second = await RouterAsync(paper);
        Assert.Equal((10m, 7m), (second.Held("SPY"), second.Held("SYAA")));
        Assert.Empty(second.Open);
        Assert.Equal([DifferenceKind.MovedOn, DifferenceKind.UnknownOrder, DifferenceKind.Position], second.Differences.Select(difference => difference.Kind));
        Assert.Contains("order by-hand: expected none, found Buy 7 SYAA, Filled", second.Differences[1].Message, StringComparison.Ordinal);
        Assert.Contains("position SYAA: expected 0 shares, found 7", second.Differences[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_AcrossZero_GoesAsTwo_AlsoOverARestart()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 11:00");
        using (var router = await RouterAsync(paper))
        {
            using var updates = Listen(paper, router);
            await updates.Ready;
            Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.Day));
            await router.SendDueAsync(default);
            await Paper.UntilAsync(() => router.Held("SPY") == 10);
            paper.To("2012-03-05 20:00");
            Send(router, paper, Terms(OrderSide.Sell, 30, OrderDuration.OnOpen));
            Assert.Equal(1, await router.SendDueAsync(default));
            Assert.Null(router.NextDue());
        }
        paper.To("2012-03-06 09:30");
        using (var router = await RouterAsync(paper))
        {
            using var updates = Listen(paper, router);
            await updates.Ready;
            Assert.Equal(1, await router.SendDueAsync(default));
            await Paper.UntilAsync(() => router.Held("SPY") == -20);
            Assert.Empty(router.Open);
        }
        Assert.Equal(-20, Assert.Single(await paper.Client.PositionsAsync()).Quantity);
    }

    [Fact]
    public async Task Refusals_AndMissedSessions_EndAnOrderWithItsReason()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 11:00");
        using var router = await RouterAsync(paper);
        Send(router, paper, Terms(OrderSide.Buy, 10_000_000, OrderDuration.Day));
        Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.Day) with { Symbol = "NOPE" });
        Assert.Equal(2, await router.SendDueAsync(default));
        Assert.Equal(2, _news.Count);
        Assert.Contains("insufficient buying power", _news[0].Refusal, StringComparison.Ordinal);
        Assert.Contains("asset \"NOPE\" not found", _news[1].Refusal, StringComparison.Ordinal);
        paper.To("2012-03-05 16:00");
        Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.OnOpen));
        paper.To("2012-03-06 12:00"); // nobody was there in time
        Assert.Equal(1, await router.SendDueAsync(default));
        Assert.Equal("missed the session of 2012-03-06", _news[2].Refusal);
        Assert.Empty(await paper.Client.OrdersAsync(DateTime.UnixEpoch));
    }

    [Fact]
    public async Task Cancel_BeforeSending_TakesBack_AfterwardsAsksTheBroker()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 16:00");
        using var router = await RouterAsync(paper);
        using var updates = Listen(paper, router);
        await updates.Ready;
        var waiting = Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.OnOpen));
        Assert.Equal(CancelResult.Withdrawn, await router.CancelAsync(waiting, "test"));
        Assert.Equal(CancelResult.Over, await router.CancelAsync(waiting, "test"));
        paper.To("2012-03-05 20:00");
        var sent = Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.OnOpen));
        Assert.Equal(1, await router.SendDueAsync(default));
        Assert.Equal(CancelResult.Asked, await router.CancelAsync(sent, "test"));
        await Paper.UntilAsync(() => router.Open.Length == 0);
    }

    [Fact]
    public async Task Flatten_CancelsAndCloses_UnderFaults()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-05 11:00");
        using var router = await RouterAsync(paper);
        using var updates = Listen(paper, router);
        await updates.Ready;
        Send(router, paper, Terms(OrderSide.Buy, 10, OrderDuration.Day));
        Send(router, paper, Terms(OrderSide.Sell, 4, OrderDuration.Day) with { Symbol = "SYAA" });
        Send(router, paper, Terms(OrderSide.Buy, 5, OrderDuration.GoodTilCanceled) with { Symbol = "SYAB", Kind = OrderKind.Limit, LimitPrice = 0.5m });
        await router.SendDueAsync(default);
        await Paper.UntilAsync(() => router.Held("SPY") == 10 && router.Held("SYAA") == -4);
        paper.Broker.Faults = new FaultPlan { Chance500 = 0.1, Chance500After = 0.1, ChanceSilent = 0.1, Duplicate = 0.2 };
        Assert.Equal((1, 2), await router.FlattenAsync(default));
        paper.Broker.Faults = new FaultPlan();
        await Paper.UntilAsync(() => router.Open.Length == 0);
        Assert.Empty(await paper.Client.PositionsAsync());
        Assert.Empty(await paper.Client.OrdersAsync());
    }

    [Fact]
    public async Task Lock_OfAnAccount_IsOneInstances()
    {
        await using var paper = await Paper.StartAsync();
        var folder = Directory.CreateTempSubdirectory("leandeep-lock-").FullName;
        try
        {
            using (new AccountLock(folder, paper.Options.Trading, "A"))
            {
                using var other = new AccountLock(folder, paper.Options.Trading, "B");
                Assert.Contains("expected no other instance trading it, found one", Assert.Throws<IOException>(() => new AccountLock(folder, paper.Options.Trading, "A")).Message, StringComparison.Ordinal);
            }
            using var again = new AccountLock(folder, paper.Options.Trading, "A");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Send(OrderRouter router, Paper paper, AlpacaOrderRequest terms)
    {
        var id = router.Stage(terms, paper.Broker.Clock.Now, null, null);
        router.Commit(paper.Broker.Clock.Now);
        return id;
    }

    private async Task<OrderRouter> RouterAsync(Paper paper)
    {
        var router = new OrderRouter(paper.Client, new Journal(_path), () => paper.Broker.Clock.Now, $"run{_runs++}") { OnNews = news => { lock (_news) _news.Add(news); }, OnFault = _faults.Add };
        await router.ReconcileAsync(default);
        return router;
    }

    private static Listening Listen(Paper paper, OrderRouter router) => new(paper, router);

    private static AlpacaOrderRequest Terms(OrderSide side, decimal quantity, OrderDuration duration) => new("", "SPY", side, quantity, OrderKind.Market, duration);

    private sealed class Listening : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Listening(Paper paper, OrderRouter router)
        {
            var stream = new TradeUpdateStream(paper.Options, paper.Credentials, paper.Client, router.Tracker, router.Hear, _ => { });
            _running = stream.RunAsync(_stop.Token);
            Ready = stream.Ready.WaitAsync(TimeSpan.FromSeconds(20));
        }

        public Task Ready { get; }

        public void Dispose()
        {
            _stop.Cancel();
            _running.Wait(TimeSpan.FromSeconds(10));
            _stop.Dispose();
        }
    }
}
