using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Simulator;
using LeanDeep.Brokerages.Simulator.Server;
using LeanDeep.Brokerages.State;
using LeanDeep.Cli.Paper.Checks;

namespace LeanDeep.Tests.Cli.Paper;

/// <summary><c>leandeep paper</c> in processes of its own, on a simulated broker.</summary>
[Trait("Category", "Paper")]
public sealed class PaperTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private static readonly DateOnly First = new(2011, 1, 3);

    private string[] LongShort => ["--algorithm", "LongShort", "--data", folder.Data, "--storage", folder.Storage, "-p", "minimum-side=1", "-p", "side=5"];

    [Fact]
    public async Task Days_OfLongShort_EndWithWhatTheBrokerHas()
    {
        await using var account = await StartAsync("days", 8);
        await account.FinishAsync(LongShort, new DateOnly(2011, 1, 7), default);
        var (cash, orders) = (await account.Client.AccountAsync(), await account.Client.OrdersAsync(DateTime.UnixEpoch));
        using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder["days"], "results", "LongShort.json")));
        Assert.NotEmpty(result.RootElement.GetProperty("orders").EnumerateObject());
        Assert.All(orders, order => Assert.Equal(OrderDuration.OnOpen, order.ClientId.EndsWith("-rest", StringComparison.Ordinal) ? OrderDuration.OnOpen : order.Duration));
        using var journal = new Journal(Path.Combine(account.State, "journal.jsonl"));
        var book = new OrderBook();
        foreach (var entry in journal.Entries) book.Add(entry);
        Assert.Equal(orders.Count, book.Orders.Count);
        Assert.All(book.Orders, order => Assert.Equal(SmallFolder.Bundle, order.Model));
        Assert.Equal((await account.Client.PositionsAsync()).Select(held => KeyValuePair.Create(held.Symbol, held.Quantity)), book.Positions);
        Assert.Equal(cash.Equity, journal.Entries.OfType<Holdings>().Last().Equity);
        Assert.Contains(journal.Entries, entry => entry is ModelInUse { Model: SmallFolder.Bundle });
    }

    /// <summary>A data folder that ends seven weeks before the start: the rest of the warm-up is the broker's history, and the decisions are those of the whole folder.</summary>
    [Fact]
    public async Task Warmup_FromFolderThenBroker_DecidesAsFromTheFolderAlone()
    {
        var old = folder.Copy(folder.Data);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(old, "equity", "usa", "daily"), "*.zip")) CutOff(file, "20101115");
        await using var whole = await StartAsync("whole", 8);
        await using var joined = await StartAsync("joined", 8);
        var until = new DateOnly(2011, 1, 5);
        await whole.FinishAsync(LongShort, until, default);
        await joined.FinishAsync([.. LongShort.Select(word => word == folder.Data ? old : word)], until, default);
        var (expected, found) = (await whole.Client.OrdersAsync(DateTime.UnixEpoch), await joined.Client.OrdersAsync(DateTime.UnixEpoch));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(order => (order.SubmittedAt, order.Symbol, order.Side, order.Quantity)), found.Select(order => (order.SubmittedAt, order.Symbol, order.Side, order.Quantity)));
    }

    [Fact]
    public async Task Kills_AtRandomMomentsUnderFaults_LeaveTheAccountAsWithout()
    {
        var result = await RestartCheck.RunAsync(new RestartCheck.Request(folder.Data, First, 8, 2, 3, LongShort, 2, folder["kills"]), new Progress<string>(), default);
        Assert.True(result.IsRight, JsonSerializer.Serialize(result));
        Assert.True(result.Orders > 15, $"{result.Orders} orders");
    }

    [Fact]
    public async Task Keys_WrongOrRevokedOnTheWay_EndItWithOneLine()
    {
        await using var account = await StartAsync("keys", 40);
        var (wrong, error) = await RunAsync(account.Broker.Address, "OTHER-KEY", "other-secret", folder["wrong"], "--step");
        Assert.Equal(1, wrong);
        Assert.Contains("request is not authorized (401)", error, StringComparison.Ordinal);
        Assert.DoesNotContain("other-secret", error, StringComparison.OrdinalIgnoreCase);

        using var program = account.Start(LongShort, new DateOnly(2011, 1, 31));
        var heard = program.StandardError.ReadToEndAsync();
        while (account.Broker.Clock.Now < new DateTime(2011, 1, 6) && !program.HasExited) await Task.Delay(5);
        account.Broker.Faults = new FaultPlan { KeysRevoked = true };
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, program.ExitCode);
        Assert.Matches("leandeep: LongShort: .*(not authorized|refused|auth failed)", await heard);
        // Nothing is lost: with the keys back it goes on to its end.
        account.Broker.Faults = new FaultPlan();
        await account.FinishAsync(LongShort, new DateOnly(2011, 1, 14), default);
        Assert.Equal((await account.Client.PositionsAsync()).Count, Booked(account).Positions.Count);
    }

    /// <summary>In real time: a second instance is refused, the kill switch closes everything, and works without an instance, too.</summary>
    [Fact]
    public async Task Instances_TwoOnOneAccount_AreRefused_AndStopFlattens()
    {
        await using var broker = await BrokerSimulator.StartAsync(new SimulatorOptions { DataFolder = folder.Data, From = First, Through = First.AddDays(4), Seed = 1, Speed = 600, ClosedSpeed = 20_000, Cash = 1_000_000, RequestsPerMinute = 0 });
        using var first = Program(broker.Address, "SIMULATED-KEY", "simulated-secret", folder["first"], "--page", "0");
        var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError);
        var seen = "";
        while (!seen.Contains("start: ", StringComparison.Ordinal) && await error.ReadLineAsync() is { } line) seen += line + "\n";
        Assert.Contains("page to watch: http://127.0.0.1:", seen, StringComparison.Ordinal);
        var rest = error.ReadToEndAsync();
        var (code, refusal) = await RunAsync(broker.Address, "SIMULATED-KEY", "simulated-secret", folder["second"]);
        Assert.Equal(1, code);
        Assert.Contains("expected no other instance trading it, found one", refusal, StringComparison.Ordinal);

        (code, refusal) = await RunAsync(["paper", "stop", "--flatten", "--state", folder["first"]]);
        Assert.True(code == 0, refusal);
        await first.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(first.ExitCode == 0, await rest);
        Assert.Contains("stopped and flattened", await rest, StringComparison.Ordinal);
        (code, refusal) = await RunAsync(["paper", "stop", "--state", folder["first"]]);
        Assert.Equal(1, code);
        Assert.Contains("expected a running instance, found none", refusal, StringComparison.Ordinal);
        (code, refusal) = await RunAsync(["paper", "stop", "--flatten", "--state", folder["first"], "--url", broker.Address.ToString()]);
        Assert.True(code == 0, refusal);
    }

    [Fact]
    public async Task Disk_FullUnderTheJournal_EndsItAndLosesNothing()
    {
        await using var calm = await StartAsync("calm", 30);
        await using var full = await StartAsync("full", 30);
        var until = new DateOnly(2011, 1, 20);
        await calm.FinishAsync(LongShort, until, default);
        await full.FinishAsync(LongShort, new DateOnly(2011, 1, 12), default);
        // No file may grow beyond what the journal has, and a little: its next entries fail as on a full disk.
        var limit = new FileInfo(Path.Combine(full.State, "journal.jsonl")).Length / 1024 + 1;
        string[] words = ["paper", .. LongShort, "--url", full.Broker.Address.ToString(), "--state", full.State, "--out", folder["full-results"], "--step", "--until", "2011-01-20"];
        using var program = Process.Start(Environment(new ProcessStartInfo("env", ["DOTNET_EnableWriteXorExecute=0", "bash", "-c", $"trap '' XFSZ; ulimit -f {limit}; exec dotnet \"$@\"", "paper", typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. words]), "SIMULATED-KEY", "simulated-secret"))!;
        var (_, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("cannot write the journal", await error, StringComparison.Ordinal);
        await full.FinishAsync(LongShort, until, default);
        Assert.Equal((await calm.Client.AccountAsync()).Cash, (await full.Client.AccountAsync()).Cash);
        Assert.Equal((await calm.Client.OrdersAsync(DateTime.UnixEpoch)).Count, (await full.Client.OrdersAsync(DateTime.UnixEpoch)).Count);
    }

    [Fact]
    public async Task Server_WithoutTls_OrNotPaper_IsRefused()
    {
        var (code, error) = await RunAsync(new Uri("http://live.example"), "SOME-KEY", "some-secret", folder["live"]);
        Assert.Equal(2, code);
        Assert.Contains("--url: expected paper-api.alpaca.markets or a broker on this machine, found live.example", error, StringComparison.Ordinal);
        await using var account = await StartAsync("tls", 5);
        (code, error) = await RunAsync(new UriBuilder(account.Broker.Address) { Scheme = "https" }.Uri, "SOME-KEY", "some-secret", folder["tls-state"]);
        Assert.Equal(1, code);
        Assert.Contains("no secure connection", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guards_KeepOrdersBack_AndSaySo()
    {
        await using var account = await StartAsync("guards", 8);
        await account.FinishAsync([.. LongShort, "--max-order-value", "100"], new DateOnly(2011, 1, 6), default);
        Assert.Empty(await account.Client.OrdersAsync(DateTime.UnixEpoch));
        using var journal = new Journal(Path.Combine(account.State, "journal.jsonl"));
        var blocked = journal.Entries.OfType<Decision>().SelectMany(decision => decision.Entries).OfType<Blocked>().ToArray();
        Assert.NotEmpty(blocked);
        Assert.All(blocked, entry => Assert.Equal("maximum order value", entry.Guard));
    }

    [Fact]
    public async Task Insights_OfTheAlgorithm_AreInTheJournalOnce()
    {
        await using var account = await StartAsync("insights", 8);
        string[] algorithm = ["--assembly", typeof(Foreseeing).Assembly.Location, "--type", typeof(Foreseeing).FullName!, "--data", folder.Data, "--storage", folder.Storage];
        await account.FinishAsync(algorithm, new DateOnly(2011, 1, 5), default);
        await account.FinishAsync(algorithm, new DateOnly(2011, 1, 7), default); // goes on
        using var journal = new Journal(Path.Combine(account.State, "journal.jsonl"));
        var insights = journal.Entries.Concat(journal.Entries.OfType<Decision>().SelectMany(decision => decision.Entries)).OfType<InsightMade>().ToArray();
        Assert.All(insights, insight => Assert.Equal(("SYAA", 0.02, 0.6, 0.5, "foresight"), (insight.Symbol, insight.Magnitude, insight.Confidence, insight.Weight, insight.Source)));
        Assert.Equal(insights.Length, insights.DistinctBy(insight => insight.Time).Count());
        Assert.True(insights.Length >= 3, $"{insights.Length} insights");
        Assert.All(insights, insight => Assert.Equal(Day(insight.Time) % 2 == 0 ? "Up" : "Down", insight.Direction));
        Assert.All(insights, insight => Assert.True(insight.Until > insight.Time));

        static int Day(DateTime utc) => LeanDeep.Brokerages.Calendar.MarketCalendar.NewYork(utc).Day;
    }

    // Keeps the lines through a day.
    private static void CutOff(string file, string last)
    {
        string name, text;
        using (var zip = ZipFile.OpenRead(file))
        using (var reader = new StreamReader(zip.Entries[0].Open())) (name, text) = (zip.Entries[0].Name, reader.ReadToEnd());
        File.Delete(file);
        using var shorter = ZipFile.Open(file, ZipArchiveMode.Create);
        using var writer = new StreamWriter(shorter.CreateEntry(name).Open());
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (string.CompareOrdinal(line[..8], last) <= 0) writer.Write(line + "\n");
    }

    private static OrderBook Booked(PaperAccount account)
    {
        using var journal = new Journal(Path.Combine(account.State, "journal.jsonl"));
        var book = new OrderBook();
        foreach (var entry in journal.Entries) book.Add(entry);
        return book;
    }

    private Task<PaperAccount> StartAsync(string name, int days) => PaperAccount.StartAsync(folder.Data, First, First.AddDays(days), 1, folder[name], default);

    private Process Program(Uri url, string key, string secret, string state, params string[] more) => Process.Start(Environment(
        LeanDeep.Cli.Repository.Program(["paper", .. LongShort, "--url", url.ToString(), "--state", state, "--out", state + "-results", .. more]), key, secret))!;

    private async Task<(int Code, string Error)> RunAsync(Uri url, string key, string secret, string state, params string[] more)
    {
        using var program = Program(url, key, secret, state, more);
        return await EndAsync(program);
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] words)
    {
        using var program = Process.Start(Environment(LeanDeep.Cli.Repository.Program(words), "SIMULATED-KEY", "simulated-secret"))!;
        return await EndAsync(program);
    }

    private static async Task<(int Code, string Error)> EndAsync(Process program)
    {
        var (_, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (program.ExitCode, await error);
    }

    private static ProcessStartInfo Environment(ProcessStartInfo program, string key, string secret)
    {
        program.Environment[AlpacaCredentials.KeyVariable] = key;
        program.Environment[AlpacaCredentials.SecretVariable] = secret;
        program.RedirectStandardOutput = program.RedirectStandardError = true;
        return program;
    }
}
