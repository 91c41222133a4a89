using System.Globalization;
using LeanDeep.Training.Hjb.Checks;
using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Tests.Cli.DataParallel;

/// <summary>Two processes of mpirun train one network.</summary>
[Trait("Category", "WalkForward")]
public sealed class MpiTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-mpi-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [MpiFact]
    public async Task HjbSolve_TwoWorkers_EndWhereOneDoes()
    {
        var (code, output, error) = await MpiProgram.Run(Solve("two", 100, "--workers", "2"));
        Assert.True(code == 0, error);
        Assert.Contains("\"workers\": 2", output, StringComparison.Ordinal);
        (code, _, error) = await MpiProgram.Run(Solve("one", 100));
        Assert.True(code == 0, error);

        Assert.InRange(Distance("one", "two"), 0, 1e-6);
    }

    [MpiFact]
    public async Task HjbSolve_WorkerKilled_EndsWithALineAndIsResumed()
    {
        var program = MpiProgram.Run(Solve("killed", 100_000, "--workers", "2"));
        await MpiProgram.KillOnceThereIs(Checkpoint("killed"), 1, _root, program);

        var (code, _, error) = await program;

        Assert.Equal(1, code);
        Assert.Matches($"leandeep: 2 workers: expected all to end well, found: mpirun noticed that process rank 1 .* exited on signal 9 .*: run again to go on from {Checkpoint("killed")}", error.TrimEnd().Split('\n')[^1]);
        var reached = Steps("killed");
        Assert.True(reached >= 25);
        (code, _, error) = await MpiProgram.Run(Solve("killed", reached + 100, "--workers", "2"));
        Assert.True(code == 0, error);
        (code, _, error) = await MpiProgram.Run(Solve("whole", reached + 100));
        Assert.True(code == 0, error);
        Assert.InRange(Distance("killed", "whole"), 0, 1e-6);
    }

    [MpiFact]
    public async Task AllReduce_TwoWorkers_TellsLatencyAndBandwidth()
    {
        var (code, output, error) = await MpiProgram.Run(["bench", "all-reduce", "--workers", "2", "--json"]);

        Assert.True(code == 0, error);
        var result = System.Text.Json.JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, result.GetProperty("workers").GetInt32());
        Assert.InRange(result.GetProperty("latency").GetDouble(), 1e-8, 1);
        Assert.InRange(result.GetProperty("bandwidth").GetDouble(), 1e3, 1e13);
        Assert.All(result.GetProperty("sums").EnumerateArray(), sum => Assert.True(sum.GetProperty("least").GetDouble() <= sum.GetProperty("median").GetDouble()));
    }

    [Fact]
    public async Task AllReduce_OneWorker_IsRefused()
    {
        var (code, _, error) = await SmallFolder.Run("bench", "all-reduce");

        Assert.Equal(2, code);
        Assert.Equal("leandeep: bench all-reduce: expected --workers of 2 or more, found 1", error.TrimEnd());
    }

    [Fact]
    public async Task HjbSolve_WithoutMpi_SaysWhatIsMissing()
    {
        var (code, _, error) = await MpiProgram.Run(Solve("none", 10, "--workers", "2"), path: _root);

        Assert.Equal(1, code);
        Assert.StartsWith("leandeep: mpirun: expected Open MPI (Debian: openmpi-bin) on this machine, found none", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "--workers: expected at least 1, found 0")]
    public async Task HjbSolve_Workers_OutOfRange(string workers, string message)
    {
        var (code, _, error) = await SmallFolder.Run("hjb", "solve", "kim-omberg", "--workers", workers);

        Assert.Equal(2, code);
        Assert.Equal($"leandeep: {message}", error.TrimEnd());
    }

    private string Checkpoint(string name) => Path.Combine(_root, name + ".bin");

    private string[] Solve(string name, int steps, params string[] more) =>
        ["hjb", "solve", "kim-omberg", "--adam-steps", "100000", "--steps", steps.ToString(CultureInfo.InvariantCulture), "--budget", "600", "--checkpoint", Checkpoint(name), "--json", .. more];

    private NeuralTraining Restored(string name)
    {
        var check = NeuralBenchmarkSet.All.Single(check => check.Name == "kim-omberg");
        var training = new NeuralTraining(check.Problem, check.Options with { AdamSteps = 100_000 }, seed: 1);
        NeuralCheckpoint.Restore(training, Checkpoint(name));
        return training;
    }

    private int Steps(string name) => Restored(name).Steps;

    private double Distance(string first, string second)
    {
        var (one, other) = (Restored(first), Restored(second));
        Assert.Equal(one.Steps, other.Steps);
        return one.Network.Parameters.Zip(other.Network.Parameters, (a, b) => Math.Abs(a - b)).Max();
    }
}
