using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Calendar;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary>Minute bars of many names at a multiple of real speed, with orders in each minute: nothing lost, nothing late, memory flat.</summary>
internal static class LoadCheck
{
    private static readonly DateOnly Day = new(2016, 1, 4);

    /// <param name="Speed">Minutes of the market in a minute.</param>
    /// <param name="Minutes">Of the market.</param>
    internal sealed record Request(string Data, int Names, int Orders, double Speed, int Minutes, int Seed, string Folder);

    /// <param name="Expected">Bars that the broker sent until the end.</param>
    /// <param name="FeedMost">The longest time from a minute's end to a bar's arrival, seconds of real time.</param>
    /// <param name="Decision">From a minute's last bar to its last order with the broker, seconds, median.</param>
    /// <param name="EarlyMiB">Memory of the process in the second quarter of the run, mean.</param>
    /// <param name="LateMiB">In the last quarter.</param>
    internal sealed record Result(int Names, int Minutes, double Speed, long Bars, long Expected, int Late, double Feed, double Feed99, double FeedMost, double Decision, double Decision99, int Orders, double EarlyMiB, double LateMiB, double ProcessorSeconds, double Seconds);

    public static string Name(int index) => "L" + index.ToString("0000", CultureInfo.InvariantCulture);

    public static async Task<Result> RunAsync(Request request, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report("writing the market");
        var data = Path.Combine(request.Folder, "data");
        WriteMarket(request, data);
        // It must have subscribed by the open, 9.5 hours after the start.
        await using var broker = await BrokerSimulator.StartAsync(new SimulatorOptions
        {
            DataFolder = data, From = Day, Through = Day, Seed = request.Seed, Speed = request.Speed, ClosedSpeed = 2_000, Cash = 10_000_000, RequestsPerMinute = 0,
        }, cancellation);
        var program = Repository.Program(
        [
            "paper", "--assembly", typeof(LoadCheck).Assembly.Location, "--type", nameof(MinuteLoad), "--url", broker.Address.ToString(), "--data", data, "--storage", Path.Combine(request.Folder, "storage"),
            "--state", Path.Combine(request.Folder, "state"), "--out", Path.Combine(request.Folder, "results"), "--feed", "sip", "--grace", (request.Speed / 2).ToString(CultureInfo.InvariantCulture), "-p", $"names={request.Names}", "-p", $"orders={request.Orders}", "--json",
        ]);
        program.Environment[AlpacaCredentials.KeyVariable] = "SIMULATED-KEY";
        program.Environment[AlpacaCredentials.SecretVariable] = "simulated-secret";
        program.RedirectStandardOutput = program.RedirectStandardError = true;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(program)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        var open = broker.Calendar.On(Day)!.Value.Open;
        var memory = new List<double>();
        var processor = 0.0;
        try
        {
            while (broker.Clock.Now < open.AddMinutes(request.Minutes) && !process.HasExited)
            {
                await Task.Delay(500, cancellation);
                process.Refresh();
                if (process.HasExited) break;
                if (broker.Clock.Now > open) memory.Add(process.WorkingSet64 / 1048576.0);
                processor = process.TotalProcessorTime.TotalSeconds;
                progress.Report($"{broker.Clock.Now:HH:mm} UTC");
            }
            if (!process.HasExited) await File.WriteAllTextAsync(Path.Combine(request.Folder, "state", "stop"), "stop", cancellation);
            await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        if (process.ExitCode != 0) throw new InvalidOperationException($"load: expected exit code 0, found {process.ExitCode}: {CommandLine.Plain(await error)}");
        using var json = JsonDocument.Parse(await output);
        var root = json.RootElement;
        double Number(string name) => root.GetProperty(name).GetDouble();
        var seen = MarketCalendar.Utc(MarketCalendar.NewYork(root.GetProperty("time").GetDateTime()));
        var minutes = (int)((seen - open).TotalMinutes + 1e-6);
        return new Result(request.Names, minutes, request.Speed, (long)Number("bars"), (long)minutes * request.Names, (int)Number("lateBars"), Number("feedLatency"), Number("feedLatency99"), Number("feedLatencyMost"),
            Number("decisionLatency"), Number("decisionLatency99"), (int)Number("decided"), Mean(memory, 0.25, 0.5), Mean(memory, 0.75, 1), processor, watch.Elapsed.TotalSeconds);
    }

    private static double Mean(List<double> values, double from, double to) => values.Count < 4 ? 0 : values[(int)(from * values.Count)..(int)(to * values.Count)].Average();

    private static void WriteMarket(Request request, string folder)
    {
        foreach (var file in new[] { "market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.Copy(Path.Combine(request.Data, file), Path.Combine(folder, file));
        }
        var draws = new Random(request.Seed);
        for (var i = 0; i < request.Names; i++)
        {
#pragma warning disable CA1308 // LEAN's file names are in lower case
            var name = Name(i).ToLowerInvariant();
#pragma warning restore CA1308
            var lines = new StringBuilder();
            var price = 200_000 + draws.Next(800_000);
            for (var minute = 0; minute < 390; minute++)
            {
                var next = Math.Max(10_000, price + draws.Next(-500, 501));
                lines.Append(CultureInfo.InvariantCulture, $"{(570 + minute) * 60_000},{price},{Math.Max(price, next) + 100},{Math.Min(price, next) - 100},{next},{1_000 + draws.Next(10_000)}\n");
                price = next;
            }
            var path = Path.Combine(folder, "equity", "usa", "minute", name, $"{Day:yyyyMMdd}_trade.zip");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
            using var entry = zip.CreateEntry($"{Day:yyyyMMdd}_{name}_minute_trade.csv", CompressionLevel.Fastest).Open();
            entry.Write(Encoding.ASCII.GetBytes(lines.ToString()));
        }
    }
}
