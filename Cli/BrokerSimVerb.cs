using System.CommandLine;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Cli;

/// <summary><c>leandeep broker-sim</c>: a broker on loopback that speaks Alpaca's protocol and replays a data folder.</summary>
internal static class BrokerSimVerb
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var data = new Option<string>("--data") { Description = "LEAN data folder to replay", Required = true };
        var from = UsageErrors.DateOption("--from", "first day");
        var through = UsageErrors.DateOption("--to", "last day");
        var speed = new Option<double>("--speed") { Description = "simulated seconds in a second while the market is open; 0: time moves by POST /sim/advance", DefaultValueFactory = _ => 60 };
        var closed = new Option<double?>("--closed-speed") { Description = "the same while it is closed; default ten times --speed" };
        var seed = new Option<int>("--seed") { Description = "seed of ids and faults", Required = true };
        var cash = new Option<decimal>("--cash") { Description = "dollars at the start", DefaultValueFactory = _ => 100_000 };
        var port = new Option<int>("--port") { Description = "port on loopback; 0: any that is free", DefaultValueFactory = _ => 0 };
        var limit = new Option<int>("--requests-per-minute") { Description = "requests before 429; 0: any number", DefaultValueFactory = _ => 200 };
        var share = new Option<decimal>("--volume-share") { Description = "the most of a minute's volume that resting orders get; 0: any quantity", DefaultValueFactory = _ => 0 };
        var command = new Command("broker-sim", "a broker to test against: Alpaca's protocol on loopback, on the bars of a data folder") { data, from, through, speed, closed, seed, cash, port, limit, share, Report.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = new Report(parsed, output, error);
            var options = new SimulatorOptions
            {
                DataFolder = parsed.GetRequiredValue(data),
                From = parsed.GetValue(from) ?? throw new UsageException("--from: expected a date yyyy-MM-dd, found none"),
                Through = parsed.GetValue(through) ?? throw new UsageException("--to: expected a date yyyy-MM-dd, found none"),
                Speed = parsed.GetValue(speed),
                ClosedSpeed = parsed.GetValue(closed),
                Seed = parsed.GetValue(seed),
                Cash = parsed.GetValue(cash),
                Port = parsed.GetValue(port) is >= 0 and <= 65535 and var number ? number : throw new UsageException($"--port: expected 0 to 65535, found {parsed.GetValue(port)}"),
                RequestsPerMinute = parsed.GetValue(limit),
                VolumeShare = parsed.GetValue(share),
            };
            await using var simulator = await BrokerSimulator.StartAsync(options, cancellation);
            report.Result(new { address = simulator.Address, key = options.Key, secret = options.Secret, from = options.From, through = options.Through, speed = options.Speed },
            [
                ("address", simulator.Address.ToString()),
                ("APCA_API_KEY_ID", options.Key),
                ("APCA_API_SECRET_KEY", options.Secret),
                ("replay", $"{options.From:yyyy-MM-dd} to {options.Through:yyyy-MM-dd}, {(options.Speed == 0 ? "by POST /sim/advance" : $"{Report.Number(options.Speed, "0.###")} times real speed")}"),
            ]);
            await output.FlushAsync(cancellation);
            await simulator.Completed.WaitAsync(cancellation);
            return 0;
        });
        return command;
    }
}
