using LeanDeep.Brokerages.Live;
using LeanDeep.Brokerages.Watch;

namespace LeanDeep.Cli.Paper;

/// <summary>A live run with those who watch it: console, page, webhook.</summary>
internal static class PaperRun
{
    public static async Task<int> RunAsync(LeanBacktest.Request request, PaperOptions options, int? page, Report report, TextWriter error, CancellationToken cancellation)
    {
        using var session = new PaperSession(request, options);
        await using var watch = page is { } port ? await WatchServer.StartAsync(port, cancellation: cancellation) : null;
        using var console = new ConsoleView(error);
        await using var webhook = options.Webhook is { } target ? new Webhook(target, options.Alpaca.Time, Say) : null;
        if (watch is not null) Say($"page to watch: {watch.Address}");
        PaperManager? manager = null;
        PaperSnapshot? last = null;
        using var interrupted = cancellation.Register(() => manager?.Interrupt());
        // A thread of its own: the loop waits, and so would those who wait for a pool thread.
        var file = await Task.Factory.StartNew(() => session.Run(made =>
        {
            manager = made;
            made.OnSnapshot = snapshot =>
            {
                last = snapshot;
                console.Show(snapshot);
                watch?.Show(snapshot);
            };
            made.OnAlert = (kind, text) =>
            {
                Say($"{kind}: {text}");
                webhook?.Post(kind, text);
            };
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        report.Result(new { result = file, time = last?.Time, equity = last?.Equity, cash = last?.Cash, positions = last?.Positions.Count, openOrders = last?.Orders.Count, blocked = last?.Blocked,
                decided = last?.Decided, bars = last?.Bars, lateBars = last?.LateBars, feedLatency = last?.FeedLatency, feedLatency99 = last?.FeedLatency99, feedLatencyMost = last?.FeedLatencyMost, decisionLatency = last?.DecisionLatency, decisionLatency99 = last?.DecisionLatency99 },
            [("equity", $"{last?.Equity:0.00}"), ("positions", $"{last?.Positions.Count}"), ("open orders", $"{last?.Orders.Count}"), ("time", $"{last?.Time:yyyy-MM-dd HH:mm} UTC"), ("results", file)]);
        return manager is { WasStopped: false } && cancellation.IsCancellationRequested ? 130 : 0;

        void Say(string line)
        {
            console.Say(line);
            watch?.Say(line);
        }
    }
}
