using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>What may be wrong with the data, the plan or the disk of an experiment or a training: told in one line, or warned of, and never passed over.</summary>
public sealed class ExperimentBadInputTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private string Config(string name, string? data = null, int trainLength = 200) => folder.Write($"{name}.json", $$"""
        {
          "name": "small",
          "data": { "folder": "{{data ?? folder.Data}}" },
          "model": { "hiddenLayers": [[8], [6]], "epochs": 4, "batchSize": [64] },
          "split": { "folds": 4, "trainLength": {{trainLength}}, "testLength": 20, "holdoutSessions": 40 },
          "seeds": [1],
          "ensemble": 1,
          "output": "{{folder[name]}}"
        }
        """);

    private string[] Train(string data) => ["train", "feedforward", "--data", data, "--storage", folder["store"], "--folds", "0", "--epochs", "1", "--layers", "4", "--json"];

    private async Task Fails(int expectedCode, string[] arguments, string fragment)
    {
        var (code, _, error) = await SmallFolder.Run(arguments);

        Assert.True(code == expectedCode, error);
        Assert.Contains(fragment, Failure(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_TwoForOneDate_AreNamedByFileAndLine()
    {
        var data = folder.Copy(folder.Data);
        var path = Path.Combine(data, "equity", "usa", "daily", "syac.zip");
        string[] lines;
        using (var zip = ZipFile.OpenRead(path))
        using (var reader = new StreamReader(zip.Entries[0].Open()))
            lines = reader.ReadToEnd().Split('\n');
        File.Delete(path);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("syac.csv").Open()))
            writer.Write(string.Join('\n', lines[..30].Append(lines[29]).Concat(lines[30..])));

        var message = $"{path}: line 31: expected a time after the line before, found '{lines[29]}'";
        await Fails(1, Train(data), message);
        await Fails(1, ["experiment", "run", Config("twice", data)], message);
    }

    [Fact]
    public async Task Features_Constant_AreWarnedOfAndNoHindrance()
    {
        // The names of the small market are all of one sector.
        var (trained, _, trainWarning) = await SmallFolder.Run(Train(folder.Data));
        var (code, output, error) = await SmallFolder.Run("experiment", "run", Config("constant"), "--json");

        Assert.Equal((0, 0), (trained, code));
        Assert.Contains("feature sector: expected values that vary, found one value in all ", trainWarning, StringComparison.Ordinal);
        Assert.Contains("feature sector: expected values that vary, found ", error, StringComparison.Ordinal);
        var rows = JsonDocument.Parse(output).RootElement.GetProperty("result").GetProperty("rows");
        var reasons = new[] { "outsideDates", "undefinedFeature", "undefinedLabel", "labelAfterLast", "kept" }.Select(name => rows.GetProperty(name).GetInt32()).ToArray();
        Assert.Equal(rows.GetProperty("total").GetInt32(), reasons.Sum()); // every row that is left out is counted
        Assert.True(reasons[1] > 0 && reasons[2] > 0 && reasons[4] > 0);
    }

    [Fact]
    public async Task Plan_LongerThanTheData_SaysWhatFits()
    {
        await Fails(1, ["experiment", "run", Config("long", trainLength: 2000)], "split.trainLength: expected at most ");
        await Fails(2, ["train", "feedforward", "--data", folder.Data, "--storage", folder["store"], "--train-length", "2000"], "expected at least ");
    }

    /// <summary>The output folder is a file system of its own that ends in the middle of a checkpoint.</summary>
    [SmallDiskFact]
    public async Task Disk_FullDuringACheckpoint_IsToldAndTheNextRunEndsWithTheSameBytes()
    {
        var (code, _, error) = await SmallFolder.Run("experiment", "run", Config("whole"), "--json");
        Assert.True(code == 0, error);
        var rows = Assert.Single(Directory.GetFiles(folder["whole"], "rows-*.bin"));
        Directory.CreateDirectory(folder["full"]);
        var kilobytes = new FileInfo(rows).Length / 1024 + 52; // a page of it for pace.json

        using var program = SmallDiskFactAttribute.Run(
            $"mount -t tmpfs -o size={kilobytes}k tmpfs \"$3\" && cp \"$4\" \"$3\" && dotnet \"$1\" experiment run \"$2\" --threads 1; code=$?; cp -r \"$3/trainings\" \"$5\"; exit $code",
            typeof(CommandLine).Assembly.Location, Config("full"), folder["full"], rows, folder["kept"]);
        var message = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        Directory.Move(folder["kept"], Path.Combine(folder["full"], "trainings")); // the small disk went with the program

        Assert.True(program.ExitCode == 1, message);
        Assert.Contains("No space left on device", Failure(message), StringComparison.Ordinal);
        Assert.Contains(".epochs", Failure(message), StringComparison.Ordinal);
        Assert.NotEqual(Trainings("whole"), Trainings("full"));
        (code, _, error) = await SmallFolder.Run("experiment", "run", Config("full"), "--json");
        Assert.True(code == 0, error);
        Assert.Contains("is not whole: training goes on from epoch ", error, StringComparison.Ordinal);
        Assert.Equal(Trainings("whole"), Trainings("full"));
    }

    private static string Failure(string error) =>
        Assert.Single(error.TrimEnd().Split('\n'), line => line.StartsWith("leandeep: ", StringComparison.Ordinal) && !line.StartsWith("leandeep: warning: ", StringComparison.Ordinal));

    private Dictionary<string, string> Trainings(string name) => Directory.GetFiles(Path.Combine(folder[name], "trainings"))
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    /// <summary>Skipped where no small file system can be mounted.</summary>
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute()
        {
            if (!CanMount())
                Skip = "needs unshare and the right to mount a tmpfs";
        }

        /// <summary>Runs a script of bash where mounts are its own.</summary>
        public static Process Run(string script, params string[] arguments) => Process.Start(
            new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "bash", "-c", script, "bash", .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;

        private static bool CanMount()
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
                return false;
            using var trial = Run("mount -t tmpfs -o size=64k tmpfs /mnt");
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
    }
}
