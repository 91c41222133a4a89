using System.Diagnostics;
using System.Globalization;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Rest;
using LeanDeep.Brokerages.Simulator;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary>A simulated broker whose time stands still, and the program that trades on it in processes of their own.</summary>
internal sealed class PaperAccount : IAsyncDisposable
{
    private readonly SimulatorOptions _simulation;
    private readonly string _folder;

    private PaperAccount(SimulatorOptions simulation, BrokerSimulator broker, string folder)
    {
        (_simulation, Broker, _folder) = (simulation, broker, folder);
        Client = new TradingClient(PaperVerb.Server(broker.Address.ToString(), "iex"), new AlpacaCredentials(simulation.Key, simulation.Secret));
    }

    public BrokerSimulator Broker { get; }
    public TradingClient Client { get; }
    public string State => Path.Combine(_folder, "state");

    public static async Task<PaperAccount> StartAsync(string data, DateOnly from, DateOnly through, int seed, string folder, CancellationToken cancellation)
    {
        var simulation = new SimulatorOptions { DataFolder = data, From = from, Through = through, Seed = seed, Speed = 0, Cash = 1_000_000, RequestsPerMinute = 0 };
        return new PaperAccount(simulation, await BrokerSimulator.StartAsync(simulation, cancellation), folder);
    }

    /// <summary>Starts the program on this account.</summary>
    public Process Start(IReadOnlyList<string> algorithm, DateOnly until)
    {
        var program = Repository.Program(
        [
            "paper", .. algorithm, "--url", Broker.Address.ToString(), "--state", State, "--out", Path.Combine(_folder, "results"), "--step",
            "--until", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--json",
        ]);
        program.Environment[AlpacaCredentials.KeyVariable] = _simulation.Key;
        program.Environment[AlpacaCredentials.SecretVariable] = _simulation.Secret;
        program.RedirectStandardOutput = program.RedirectStandardError = true;
        return Process.Start(program)!;
    }

    /// <summary>Runs the program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task FinishAsync(IReadOnlyList<string> algorithm, DateOnly until, CancellationToken cancellation)
    {
        using var program = Start(algorithm, until);
        await WaitAsync(program, Timeout.InfiniteTimeSpan, cancellation);
    }

    /// <summary>Waits for the program, and kills it (SIGKILL) when the time is over.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public static async Task<bool> WaitAsync(Process program, TimeSpan patience, CancellationToken cancellation)
    {
        var (output, error) = (program.StandardOutput.ReadToEndAsync(CancellationToken.None), program.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await program.WaitForExitAsync(cancellation).WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            program.Kill();
            await program.WaitForExitAsync(CancellationToken.None);
            return false;
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
        await output;
        return program.ExitCode == 0 ? true : throw new InvalidOperationException($"paper: expected exit code 0, found {program.ExitCode}: {CommandLine.Plain(await error)}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Broker.DisposeAsync();
    }
}
