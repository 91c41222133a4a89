using LeanDeep.Brokerages.Live;

namespace LeanDeep.Cli.Paper;

/// <summary>A live run with those who watch it.</summary>
internal static class PaperRun
{
    public static async Task<int> RunAsync(LeanBacktest.Request request, PaperOptions options, int? page, Report report, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var session = new PaperSession(request, options);
        PaperManager? manager = null;
        using var interrupted = cancellation.Register(() => manager?.Interrupt());
        PaperSnapshot? last = null;
        // A thread of its own: the loop waits, and so would those who wait for a pool thread.
        var file = await Task.Factory.StartNew(() => session.Run(made =>
        {
            manager = made;
            made.OnSnapshot = snapshot => last = snapshot;
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        report.Result(new { result = file, equity = last?.Equity, cash = last?.Cash, positions = last?.Positions.Count, openOrders = last?.Orders.Count, steps = manager?.Steps, time = last?.Time },
            [("equity", $"{last?.Equity:0.00}"), ("positions", $"{last?.Positions.Count}"), ("open orders", $"{last?.Orders.Count}"), ("time", $"{last?.Time:yyyy-MM-dd HH:mm} UTC"), ("results", file)]);
        return 0;
    }
}
