using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Simulator.Server;

namespace LeanDeep.Tests.Brokerages;

/// <summary>The client against the simulated broker.</summary>
[Trait("Category", "Paper")]
public class TradingTests
{
    [Fact]
    public async Task OpeningOrder_SentInItsWindow_FillsAtTheDaysOpen()
    {
        await using var paper = await Paper.StartAsync();
        await paper.ListenAsync();
        paper.To("2012-03-05 16:00");
        var early = await Assert.ThrowsAsync<AlpacaException>(() => paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.OnOpen)));
        Assert.Equal(AlpacaFailure.Refused, early.Failure);
        var window = new OrderWindow(await paper.Client.CalendarAsync(new DateOnly(2012, 3, 5), new DateOnly(2012, 3, 9)));
        paper.Broker.AdvanceTo(window.NextAllowed(OrderDuration.OnOpen, paper.Broker.Clock.Now));
        await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.OnOpen));
        paper.To("2012-03-06 09:31");
        await Paper.UntilAsync(() => paper.Filled("a") == 10);
        var day = await DayAsync(paper, "2012-03-06", "2012-03-06 16:00");
        Assert.Equal(day.Open, paper.Changes.Last(change => change.FillQuantity > 0).FillPrice);
        var account = await paper.Client.AccountAsync();
        var position = Assert.Single(await paper.Client.PositionsAsync());
        Assert.Equal(100_000 - 10 * day.Open, account.Cash);
        Assert.Equal(10, position.Quantity);
    }

    [Fact]
    public async Task ClosingOrder_FillsAtTheDaysClose_AndDayOrdersExpire()
    {
        await using var paper = await Paper.StartAsync();
        await paper.ListenAsync();
        paper.To("2012-03-06 11:00");
        await paper.Client.SubmitAsync(Order("c", OrderSide.Sell, 5, OrderDuration.OnClose));
        await paper.Client.SubmitAsync(Order("l", OrderSide.Sell, 5, OrderDuration.Day) with { Kind = OrderKind.Limit, LimitPrice = 1_000 });
        paper.To("2012-03-06 16:00");
        await Paper.UntilAsync(() => paper.Filled("c") == 5 && paper.Has(OrderStatus.Expired));
        Assert.Equal((await DayAsync(paper, "2012-03-06", "2012-03-06 16:00")).Close, paper.Changes.Single(change => change.FillQuantity > 0).FillPrice);
        Assert.Equal(-5, Assert.Single(await paper.Client.PositionsAsync()).Quantity);
    }

    [Fact]
    public async Task Limits_CrossZero_BuyingPower_DuplicateAndUnknown_AreRefused()
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-06 11:00");
        await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.Day));
        var across = await Assert.ThrowsAsync<AlpacaException>(() => paper.Client.SubmitAsync(Order("b", OrderSide.Sell, 30, OrderDuration.Day)));
        Assert.Contains("insufficient qty available for order (requested: 30, available: 10)", across.Message, StringComparison.Ordinal);
        Assert.Equal(40310000, (await Assert.ThrowsAsync<AlpacaException>(() => paper.Client.SubmitAsync(Order("d", OrderSide.Buy, 1_000_000, OrderDuration.Day)))).Code);
        Assert.Equal(AlpacaFailure.Refused, (await Assert.ThrowsAsync<AlpacaException>(() => paper.Client.SubmitAsync(Order("e", OrderSide.Buy, 1, OrderDuration.Day) with { Symbol = "NOPE" }))).Failure);
        Assert.Equal(AlpacaFailure.NotFound, (await Assert.ThrowsAsync<AlpacaException>(() => paper.Client.AssetAsync("NOPE"))).Failure);
        var (first, then) = CrossZeroSplit.Of(10, -30);
        await paper.Client.SubmitAsync(Order("f", OrderSide.Sell, -first, OrderDuration.Day));
        await paper.Client.SubmitAsync(Order("g", OrderSide.Sell, -then, OrderDuration.Day));
        Assert.Equal(-20, Assert.Single(await paper.Client.PositionsAsync()).Quantity);
    }

    [Fact]
    public async Task Replace_Cancel_ChangeWhatIsOpen()
    {
        await using var paper = await Paper.StartAsync();
        await paper.ListenAsync();
        paper.To("2012-03-06 11:00");
        var order = await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.GoodTilCanceled) with { Kind = OrderKind.Limit, LimitPrice = 0.5m });
        var changed = await paper.Client.ReplaceAsync(order.Id, new AlpacaReplacement("a2", Quantity: 7, LimitPrice: 0.6m));
        Assert.Equal((7m, 0.6m, order.Id), (changed.Quantity, changed.LimitPrice!.Value, changed.Replaces));
        Assert.Equal("a2", Assert.Single(await paper.Client.OrdersAsync()).ClientId);
        Assert.True(await paper.Client.CancelAsync(changed.Id));
        Assert.False(await paper.Client.CancelAsync(changed.Id));
        await Paper.UntilAsync(() => paper.Has(OrderStatus.Canceled));
        Assert.Contains(paper.Changes, change => change.Order is { ClientId: "a", Status: OrderStatus.Replaced });
        Assert.Empty(await paper.Client.OrdersAsync());
    }

    /// <summary>Each order is with the broker exactly once, whatever breaks on the way.</summary>
    [Fact]
    public async Task Submit_UnderFaults_EachOrderOnce()
    {
        await using var paper = await Paper.StartAsync();
        await paper.ListenAsync();
        paper.To("2012-03-06 11:00");
        paper.Broker.Faults = new FaultPlan { Chance429 = 0.1, RetryAfterSeconds = 0, Chance500 = 0.1, Chance500After = 0.15, ChanceSilent = 0.15, Duplicate = 0.2, Reorder = 0.2, Drop = 0.02, Malformed = 3, PartialFills = 0.5 };
        for (var i = 0; i < 60; i++) await paper.Client.SubmitAsync(Order($"o{i}", OrderSide.Buy, 2 + i % 5, OrderDuration.Day));
        paper.Broker.Faults = new FaultPlan();
        var expected = Enumerable.Range(0, 60).Sum(i => 2 + i % 5);
        Assert.Equal(expected, Assert.Single(await paper.Client.PositionsAsync()).Quantity);
        Assert.Equal(60, (await paper.Client.OrdersAsync(DateTime.UnixEpoch)).Count);
        await Paper.UntilAsync(() => { lock (paper.Changes) return paper.Changes.Sum(change => change.FillQuantity) == expected; });
        var spent = paper.Changes.Sum(change => change.FillQuantity * change.FillPrice);
        Assert.Equal(100_000 - (await paper.Client.AccountAsync()).Cash, spent, 4);
    }

    [Theory]
    [InlineData("after")]
    [InlineData("silent")]
    public async Task Submit_CarriedOutButNotAnswered_IsFoundNotRepeated(string fault)
    {
        await using var paper = await Paper.StartAsync();
        paper.To("2012-03-06 11:00");
        paper.Broker.Faults = new FaultPlan { Scope = "POST /v2/orders", Status500After = fault == "after" ? 1 : 0, Silent = fault == "silent" ? 1 : 0 };
        var order = await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.Day));
        Assert.Equal("a", order.ClientId);
        Assert.Equal(order.Id, (await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.Day))).Id);
        Assert.Equal(10, Assert.Single(await paper.Client.PositionsAsync()).Quantity);
    }

    [Fact]
    public async Task Updates_MissedWhileTheStreamWasDown_AreMadeUpFor()
    {
        await using var paper = await Paper.StartAsync();
        var stream = await paper.ListenAsync();
        paper.To("2012-03-06 11:00");
        await paper.Client.SubmitAsync(Order("a", OrderSide.Buy, 10, OrderDuration.OnClose));
        await Paper.UntilAsync(() => { lock (paper.Changes) return paper.Changes.Count == 1; });
        paper.Broker.Faults = new FaultPlan { Drop = 1 };
        paper.To("2012-03-06 16:01");
        paper.Broker.Faults = new FaultPlan();
        await Paper.UntilAsync(() => paper.Filled("a") == 10);
        await Paper.UntilAsync(() => stream.Connections >= 2);
        Assert.All(paper.Faults, fault => Assert.Contains("trying again", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_WrongOrRevoked_StopWithOneClearError()
    {
        await using var paper = await Paper.StartAsync();
        using var wrong = new TradingClient(paper.Options, new AlpacaCredentials("KEY-OF-MINE", "secret-of-mine"));
        var error = await Assert.ThrowsAsync<AlpacaException>(() => wrong.AccountAsync());
        Assert.Equal(AlpacaFailure.Unauthorized, error.Failure);
        Assert.DoesNotContain("of-mine", error.ToString(), StringComparison.OrdinalIgnoreCase);
        using var stop = new CancellationTokenSource();
        var stream = new LeanDeep.Brokerages.Alpaca.Streams.MarketDataStream(paper.Options, paper.Credentials, new Subscription { Bars = ["SPY"] }, new RecordingSink());
        var running = stream.RunAsync(stop.Token);
        await stream.Ready;
        paper.Broker.Faults = new FaultPlan { KeysRevoked = true };
        Assert.Equal(AlpacaFailure.Unauthorized, (await Assert.ThrowsAsync<AlpacaException>(() => running.WaitAsync(TimeSpan.FromSeconds(10)))).Failure);
        stream.Dispose();
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsUnreachable()
    {
        await using var paper = await Paper.StartAsync();
        using var client = new TradingClient(paper.Options with { Trading = new Uri("http://127.0.0.1:1"), Attempts = 2 }, paper.Credentials);
        var error = await Assert.ThrowsAsync<AlpacaException>(() => client.ClockAsync());
        Assert.Equal(AlpacaFailure.Unreachable, error.Failure);
        Assert.Equal("GET 127.0.0.1/v2/clock: no connection", error.Message);
    }

    [Fact]
    public async Task Server_ThatNeverAnswers_IsUnreachable_AndAnOrdersFateUnknown()
    {
        await using var paper = await Paper.StartAsync();
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var options = paper.Options with { Trading = new Uri($"http://{silent.LocalEndpoint}"), Attempts = 2, Timeout = TimeSpan.FromMilliseconds(100) };
        using var client = new TradingClient(options, paper.Credentials);
        var error = await Assert.ThrowsAsync<AlpacaException>(() => client.AccountAsync());
        Assert.Equal((AlpacaFailure.Unreachable, "GET 127.0.0.1/v2/account: no answer within 0.1 s"), (error.Failure, error.Message));
        Assert.Equal(AlpacaFailure.FateUnknown, (await Assert.ThrowsAsync<AlpacaException>(() => client.SubmitAsync(Order("a", OrderSide.Buy, 1, OrderDuration.Day)))).Failure);
    }

    /// <summary>Systems bound a user's file watches to as few as 128: a server that took some would fail beside others.</summary>
    [Fact]
    public async Task Server_Running_WatchesNoFile()
    {
        await using var paper = await Paper.StartAsync();
        if (!OperatingSystem.IsLinux()) return;
        Assert.DoesNotContain(Directory.GetFileSystemEntries("/proc/self/fd").Select(link => new FileInfo(link).LinkTarget ?? ""), target => target.Contains("inotify", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_WithoutTls_IsNoSecureConnection()
    {
        await using var paper = await Paper.StartAsync();
        using var client = new TradingClient(paper.Options with { Trading = new UriBuilder(paper.Broker.Address) { Scheme = "https" }.Uri, Attempts = 1 }, paper.Credentials);
        Assert.Contains("no secure connection", (await Assert.ThrowsAsync<AlpacaException>(() => client.AccountAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyRequests_AreWaitedOutAsTheServerSays()
    {
        await using var paper = await Paper.StartAsync();
        paper.Broker.Faults = new FaultPlan { Status429 = 1, RetryAfterSeconds = 1 };
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await paper.Client.ClockAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.95, 5);
    }

    private static AlpacaOrderRequest Order(string id, OrderSide side, decimal quantity, OrderDuration duration) => new(id, "SPY", side, quantity, OrderKind.Market, duration);

    private static async Task<AlpacaBar> DayAsync(Paper paper, string date, string now)
    {
        paper.To(now);
        using var history = new HistoryClient(paper.Options, paper.Credentials);
        await foreach (var bar in history.BarsAsync(["SPY"], BarSize.Day, DateTime.Parse(date).AddHours(1), DateTime.Parse(date).AddHours(23), BarAdjustment.Raw)) return bar;
        throw new InvalidOperationException("no bar");
    }
}
