using System.Diagnostics;
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
        var (code, output, error) = await Program(Solve("two", 100, "--workers", "2"));
        Assert.True(code == 0, error);
        Assert.Contains("\"workers\": 2", output, StringComparison.Ordinal);
        (code, _, error) = await Program(Solve("one", 100));
        Assert.True(code == 0, error);

        Assert.InRange(Distance("one", "two"), 0, 1e-6);
    }

    [MpiFact]
    public async Task HjbSolve_WorkerKilled_EndsWithALineAndIsResumed()
    {
        var program = Program(Solve("killed", 100_000, "--workers", "2"));
        while (!File.Exists(Checkpoint("killed")) && !program.IsCompleted) await Task.Delay(5);
        Assert.False(program.IsCompleted, program.IsCompleted ? (await program).Error : "");
        using (var worker = Worker(1)) worker.Kill(); // SIGKILL

        var (code, _, error) = await program;

        Assert.Equal(1, code);
        Assert.Matches($"leandeep: 2 workers: expected all to end well, found: mpirun noticed that process rank 1 .* exited on signal 9 .*: run again to go on from {Checkpoint("killed")}", error.TrimEnd().Split('\n')[^1]);
        var reached = Steps("killed");
        Assert.True(reached >= 25);
        (code, _, error) = await Program(Solve("killed", reached + 100, "--workers", "2"));
        Assert.True(code == 0, error);
        (code, _, error) = await Program(Solve("whole", reached + 100));
        Assert.True(code == 0, error);
        Assert.InRange(Distance("killed", "whole"), 0, 1e-6);
    }

    [Fact]
    public async Task HjbSolve_WithoutMpi_SaysWhatIsMissing()
    {
        var (code, _, error) = await Program(Solve("none", 10, "--workers", "2"), path: _root);

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

    /// <summary>The process of a rank, known by its environment.</summary>
    private Process Worker(int rank) => Process.GetProcessesByName("dotnet").First(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"OMPI_COMM_WORLD_RANK={rank}") && File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_root, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    private static async Task<(int Code, string Output, string Error)> Program(string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LeanDeep.Cli.CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (path != null) start.Environment["PATH"] = path;
        using var program = Process.Start(start)!;
        var error = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, output, await error);
    }
}
