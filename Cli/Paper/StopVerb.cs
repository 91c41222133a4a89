using System.CommandLine;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Live;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Cli.Paper;

/// <summary><c>leandeep paper stop</c>: the kill switch.</summary>
internal static class StopVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var state = new Option<string>("--state") { Description = "folder of the journal", DefaultValueFactory = _ => "state/paper" };
        var flatten = new Option<bool>("--flatten") { Description = "cancel all open orders and close all positions" };
        var url = new Option<string?>("--url") { Description = "the broker's address, for when no instance is running" };
        var keys = new Option<string?>("--keys") { Description = "file with the account's keys, for when no instance is running" };
        var patience = new Option<double>("--wait") { Description = "seconds for the instance to obey", DefaultValueFactory = _ => 30 };
        var command = new Command("stop", "stop the instance of a state folder; with --flatten close everything, whether one is running or not") { state, flatten, url, keys, patience, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var folder = parsed.GetRequiredValue(state);
            var isFlatten = parsed.GetValue(flatten);
            if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: expected the state folder of leandeep paper, found none");
            if (IsRunning(folder))
            {
                await AskAsync(folder, isFlatten, TimeSpan.FromSeconds(parsed.GetValue(patience)), cancellation);
                report.Result(new { stopped = true, flattened = isFlatten }, [("stopped", isFlatten ? "and flattened by the instance" : "by the instance")]);
                return 0;
            }
            if (!isFlatten) throw new InvalidOperationException($"{folder}: expected a running instance, found none");
            var (cancelled, closed) = await FlattenAsync(folder, PaperVerb.Server(parsed.GetValue(url), "iex"), PaperVerb.Keys(parsed.GetValue(keys)), cancellation);
            report.Result(new { stopped = false, flattened = true, cancelled, closed }, [("flattened", $"{cancelled} orders cancelled, {closed} positions being closed; no instance was running")]);
            return 0;
        });
        return command;
    }

    private static bool IsRunning(string folder)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, "journal.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task AskAsync(string folder, bool flatten, TimeSpan patience, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, "stop");
        await File.WriteAllTextAsync(file + ".new", flatten ? "flatten" : "stop", cancellation);
        File.Move(file + ".new", file, overwrite: true);
        for (var waited = TimeSpan.Zero; waited < patience; waited += TimeSpan.FromMilliseconds(50))
        {
            if (!File.Exists(file)) return;
            await Task.Delay(50, cancellation);
        }
        throw new TimeoutException($"{file}: expected the instance to obey within {patience.TotalSeconds:0} s, found it has not");
    }

    private static async Task<(int Cancelled, int Closed)> FlattenAsync(string folder, AlpacaOptions alpaca, AlpacaCredentials keys, CancellationToken cancellation)
    {
        using var client = new TradingClient(alpaca, keys);
        var account = await client.AccountAsync(cancellation);
        using var only = new AccountLock(AccountLock.DefaultFolder, alpaca.Trading, account.Number);
        var clock = new BrokerClock(alpaca.Time);
        clock.Observe(await client.ClockAsync(cancellation));
        using var router = new OrderRouter(client, new Journal(Path.Combine(folder, "journal.jsonl")), clock.GetUtcNow, PaperVerb.NewRun());
        await router.ReconcileAsync(cancellation);
        return await router.FlattenAsync(cancellation);
    }
}
