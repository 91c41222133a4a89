using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Simulator.Server;

namespace LeanDeep.Tests.Brokerages;

[Trait("Category", "Paper")]
public class MarketDataTests
{
    [Fact]
    public async Task Bars_OfASession_AddUpToTheDay()
    {
        await using var paper = await Paper.StartAsync();
        var sink = new RecordingSink();
        using var stream = await paper.WatchAsync(new Subscription { Bars = ["SYAA", "SYAB"], Trades = ["SYAA"], Quotes = ["SYAA"], DailyBars = ["SYAB"] }, sink);
        paper.To("2012-03-05 16:00");
        await Paper.UntilAsync(() => sink.Bars.Count(item => item.Origin == BarOrigin.Live) == 8 && sink.Quotes == 4 && sink.Trades == 4);
        var bars = sink.Bars.Where(item => item is { Bar.Symbol: "SYAB", Origin: BarOrigin.Live }).Select(item => item.Bar).ToArray();
        using var history = new HistoryClient(paper.Options, paper.Credentials);
        var day = await FirstAsync(history, "SYAB", paper);
        Assert.Equal((day.Open, day.High, day.Low, day.Close, day.Volume), (bars[0].Open, bars.Max(bar => bar.High), bars.Min(bar => bar.Low), bars[^1].Close, bars.Sum(bar => bar.Volume)));
        var soFar = sink.Bars.Last(item => item.Origin == BarOrigin.Daily).Bar;
        Assert.Equal((day.Open, day.High, day.Low, day.Close, day.Volume), (soFar.Open, soFar.High, soFar.Low, soFar.Close, soFar.Volume));
        Assert.Empty(sink.Faults);
    }

    /// <summary>Every minute exactly once and the right one, whatever the connection does.</summary>
    [Fact]
    public async Task Bars_UnderFaults_EachOnce()
    {
        await using var paper = await Paper.StartAsync(through: "2012-03-09");
        var sink = new RecordingSink();
        var symbols = new[] { "SPY", "SYAA", "SYAB" };
        using var stream = await paper.WatchAsync(new Subscription { Bars = symbols }, sink);
        paper.To("2012-03-05 09:45");
        await Paper.UntilAsync(() => sink.Bars.Length == 4);
        paper.Broker.Faults = new FaultPlan { Drop = 0.1, Duplicate = 0.2, Reorder = 0.2, Malformed = 2, Chance500 = 0.1, Scope = "GET /v2/stocks/bars" };
        using var history = new HistoryClient(paper.Options, paper.Credentials);
        var expected = new List<AlpacaBar>();
        for (var day = 5; day <= 9; day++)
        for (var hour = 10; hour <= 16; hour++)
        {
            paper.To($"2012-03-{day:00} {hour}:00");
            expected.Clear();
            await foreach (var bar in history.BarsAsync(symbols, BarSize.Minute, new DateTime(2012, 3, 5), null, BarAdjustment.Raw)) expected.Add(bar);
            await Paper.UntilAsync(() => sink.Bars.Length >= expected.Count); // an hour's minutes come late by less than an hour
        }
        Assert.Equal(expected.OrderBy(bar => (bar.Symbol, bar.Start)), sink.Bars.Select(item => item.Bar).OrderBy(bar => (bar.Symbol, bar.Start)));
        Assert.True(stream.Connections > 1);
    }

    [Fact]
    public async Task History_InPages_IsThatOfTheFolder_AndNeverOfTheFuture()
    {
        await using var paper = await Paper.StartAsync(from: "2016-03-01", through: "2016-03-10");
        paper.To("2016-03-04 15:00");
        using var history = new HistoryClient(paper.Options, paper.Credentials);
        var bars = new List<AlpacaBar>();
        await foreach (var bar in history.BarsAsync(["SYAA", "SYAB", "SYAC", "SYAD", "SYAE", "SYAF", "SYAG", "SYAH"], BarSize.Day, new DateTime(2010, 1, 1), null, BarAdjustment.Raw)) bars.Add(bar);
        Assert.True(bars.Count > 10_000, $"{bars.Count} bars: expected more than one page");
        Assert.All(bars.GroupBy(bar => bar.Symbol), group => Assert.Equal(group.OrderBy(bar => bar.Start), group));
        Assert.Equal(bars.Count, bars.Select(bar => (bar.Symbol, bar.Start)).Distinct().Count());
        Assert.Equal(new DateTime(2016, 3, 3, 5, 0, 0, DateTimeKind.Utc), bars.Max(bar => bar.Start));
    }

    [Fact]
    public async Task SecondConnection_IsTooMany_UntilTheFirstIsGone()
    {
        await using var paper = await Paper.StartAsync();
        using var first = await paper.WatchAsync(new Subscription { Bars = ["SPY"] }, new RecordingSink());
        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        using var second = new LeanDeep.Brokerages.Alpaca.Streams.MarketDataStream(paper.Options, paper.Credentials, new Subscription { Bars = ["SPY"] }, sink);
        var running = second.RunAsync(stop.Token);
        await Paper.UntilAsync(() => sink.Faults.Any(fault => fault.Contains("connection limit exceeded (406)", StringComparison.Ordinal)));
        await stop.CancelAsync();
        await running;
    }

    /// <summary>A message above the limit is one fault, and the minutes after it come.</summary>
    [Fact]
    public async Task Message_AboveTheLimit_IsSetAside_AndTheStreamGoesOn()
    {
        await using var paper = await Paper.StartAsync();
        var sink = new RecordingSink();
        using var stop = new CancellationTokenSource();
        using var stream = new LeanDeep.Brokerages.Alpaca.Streams.MarketDataStream(paper.Options with { MaximumMessageBytes = 1_024 }, paper.Credentials, new Subscription { Bars = ["SYAA", "SYAB", "SYAC", "SYAD", "SYAE", "SYAF", "SYAG", "SYAH", "SYAI", "SYAJ"] }, sink);
        var running = stream.RunAsync(stop.Token);
        await stream.Ready.WaitAsync(TimeSpan.FromSeconds(10));
        paper.To("2012-03-05 09:31");
        await Paper.UntilAsync(() => sink.Faults.Length == 1);
        Assert.Matches("message of [0-9]+ bytes set aside: expected at most 1024", sink.Faults[0]);
        await stream.SubscribeAsync(new Subscription { Bars = ["SYAA"] });
        await stream.ConfirmAsync();
        paper.To("2012-03-05 16:00");
        await Paper.UntilAsync(() => sink.Bars.Length == 3);
        Assert.Equal(1, stream.Connections);
        await stop.CancelAsync();
        await running;
    }

    private static async Task<AlpacaBar> FirstAsync(HistoryClient history, string symbol, Paper paper)
    {
        await foreach (var bar in history.BarsAsync([symbol], BarSize.Day, new DateTime(2012, 3, 5, 1, 0, 0), null, BarAdjustment.Raw)) return bar;
        throw new InvalidOperationException($"no bar at {paper.Broker.Clock.Now}");
    }
}
