using System.CommandLine;
using System.Globalization;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Guards;
using LeanDeep.Brokerages.Live;

namespace LeanDeep.Cli.Paper;

/// <summary><c>leandeep paper</c>: an algorithm live on a paper account.</summary>
internal static class PaperVerb
{
    private const string PaperHost = "paper-api.alpaca.markets";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var algorithm = new Option<string?>("--algorithm") { Description = "one of LeanDeep's algorithms" };
        var assembly = new Option<string?>("--assembly") { Description = "DLL of any algorithm compiled against the platform" };
        var type = new Option<string?>("--type") { Description = "class in that DLL; may be left out where there is only one" };
        var broker = new Option<string>("--broker") { Description = "the broker: alpaca", DefaultValueFactory = _ => "alpaca" };
        var url = new Option<string?>("--url") { Description = "the broker's address where it is not Alpaca's own, as leandeep broker-sim prints it" };
        var keys = new Option<string?>("--keys") { Description = "file with the account's keys (default: the environment's APCA_API_KEY_ID and APCA_API_SECRET_KEY)" };
        var feed = new Option<string>("--feed") { Description = "market data: iex or sip", DefaultValueFactory = _ => "iex" };
        var data = new Option<string>("--data") { Description = "LEAN data folder for the past", DefaultValueFactory = _ => "Data" };
        var storage = new Option<string>("--storage") { Description = "object store root", DefaultValueFactory = _ => "storage" };
        var state = new Option<string>("--state") { Description = "folder of the journal", DefaultValueFactory = _ => "state/paper" };
        var folder = new Option<string?>("--out") { Description = "folder for the result files (default results/paper/<class>)" };
        var parameters = new Option<string[]>("--parameter", "-p") { Description = "algorithm parameter as name=value; may be repeated", DefaultValueFactory = _ => [] };
        var stepped = new Option<bool>("--step") { Description = "move a simulated broker's time (broker-sim --speed 0) on whenever all is done" };
        var until = UsageErrors.DateOption("--until", "with --step: stop after this day");
        var grace = new Option<double>("--grace") { Description = "seconds that bars are waited for after their minute, by the broker's time", DefaultValueFactory = _ => 2 };
        var gross = new Option<decimal?>("--max-gross") { Description = "guard: positions and open orders at most so many times equity" };
        var value = new Option<decimal?>("--max-order-value") { Description = "guard: dollars of one order at most" };
        var loss = new Option<decimal?>("--max-daily-loss") { Description = "guard: fraction of the last close's equity; beyond it only orders that reduce a position go out" };
        var stale = new Option<double?>("--stale-data") { Description = "guard: seconds since a name's last bar at most, while the market is open" };
        var age = new Option<int?>("--max-model-age") { Description = "guard: days since the model has seen data at most" };
        var page = new Option<int?>("--page") { Description = "serve a page to watch on this port of loopback; 0: any that is free" };
        var webhook = new Option<string?>("--webhook") { Description = "post alerts as JSON to this address" };
        var command = new Command("paper", "run an algorithm live on a paper account, safe to restart")
        {
            algorithm, assembly, type, broker, url, keys, feed, data, storage, state, folder, parameters, stepped, until, grace, gross, value, loss, stale, age, page, webhook, Report.Json,
            StopVerb.Create(output, error), Checks.CheckVerb.Create(output, error),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var given = BacktestVerb.Parameters(parsed.GetRequiredValue(parameters));
            if (parsed.GetRequiredValue(broker) is var name && name != "alpaca") throw new UsageException($"--broker: expected alpaca, found {name}");
            var (dll, typeName) = BacktestVerb.Find(parsed.GetValue(algorithm), parsed.GetValue(assembly), parsed.GetValue(type), [given]);
            var limits = new RiskLimits
            {
                MaximumGross = parsed.GetValue(gross), MaximumOrderValue = parsed.GetValue(value), MaximumDailyLoss = parsed.GetValue(loss),
                StaleData = parsed.GetValue(stale) is { } seconds ? TimeSpan.FromSeconds(seconds) : null, ModelDays = parsed.GetValue(age),
            }.Checked();
            var options = new PaperOptions
            {
                Alpaca = Server(parsed.GetValue(url), parsed.GetRequiredValue(feed)), Credentials = Keys(parsed.GetValue(keys)), StateFolder = parsed.GetRequiredValue(state),
                Run = NewRun(), Limits = limits, Grace = TimeSpan.FromSeconds(parsed.GetValue(grace)), Stepped = parsed.GetValue(stepped), Until = parsed.GetValue(until) is { } day ? MarketCalendar.Utc(day.AddDays(1).ToDateTime(TimeOnly.MinValue)) : null,
                Webhook = parsed.GetValue(webhook) is { } hook ? Address("--webhook", hook) : null,
            };
            var outFolder = parsed.GetValue(folder) ?? Path.Combine("results", "paper", typeName[(typeName.LastIndexOf('.') + 1)..]);
            var request = new LeanBacktest.Request(dll, typeName, parsed.GetRequiredValue(data), parsed.GetRequiredValue(storage), outFolder, given);
            return await PaperRun.RunAsync(request, options, parsed.GetValue(page), report, error, cancellation);
        });
        return command;
    }

    /// <summary>The broker's servers. Only a paper account, or a simulation on this machine, is traded.</summary>
    internal static AlpacaOptions Server(string? url, string feed)
    {
        var kind = feed switch { "iex" => AlpacaFeed.Iex, "sip" => AlpacaFeed.Sip, _ => throw new UsageException($"--feed: expected iex or sip, found {feed}") };
#pragma warning disable CA5394 // jitter of waits is no secret
        var options = new AlpacaOptions { Jitter = Random.Shared.NextDouble, Feed = kind };
#pragma warning restore CA5394
        if (url is null) return options;
        var address = Address("--url", url);
        if (!address.IsLoopback)
            return address.Host == PaperHost ? options : throw new UsageException($"--url: expected {PaperHost} or a broker on this machine, found {address.Host}");
        return options with
        {
            Trading = address, Data = address, DataStream = new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri,
            // Next door one need not wait long.
            FirstDelay = TimeSpan.FromMilliseconds(5), LongestDelay = TimeSpan.FromSeconds(1), RequestsPerMinute = 100_000,
        };
    }

    internal static AlpacaCredentials Keys(string? file) => file is null ? AlpacaCredentials.FromEnvironment() : AlpacaCredentials.FromFile(file);

    internal static string NewRun() => "ld" + TimeProvider.System.GetUtcNow().Ticks.ToString("x", CultureInfo.InvariantCulture);

    internal static Uri Address(string option, string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address : throw new UsageException($"{option}: expected http://HOST:PORT, found {text}");
}
