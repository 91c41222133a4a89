using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Cli;

/// <summary>Input that is refused, end to end: one line that says what, where, expected and found; nothing on standard output,
/// nothing half-written.</summary>
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class BadInputTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private const string Header = "symbol,date,open,high,low,close,volume\n";

    private static async Task Fails(int expectedCode, string[] arguments, params string[] fragments)
    {
        var (code, output, error) = await SmallFolder.Run([.. arguments, "--json"]);

        Assert.True(code == expectedCode, $"expected exit code {expectedCode}, found {code}: {error}{output}");
        Assert.Empty(output);
        var message = Assert.Single(error.TrimEnd('\n').Split('\n'), line => line.StartsWith("leandeep: ", StringComparison.Ordinal));
        Assert.EndsWith(message + "\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", error, StringComparison.Ordinal);
        Assert.All(fragments, fragment => Assert.Contains(fragment, message, StringComparison.Ordinal));
    }

    private string[] LongShort(string? data = null, string? storage = null, params string[] parameters) =>
    [
        "backtest", "--algorithm", "LongShort", "--data", data ?? folder.Data, "--storage", storage ?? folder.Storage, "--out", folder["results"],
        "-p", "side=3", "-p", "minimum-side=1", .. (string[])(parameters.Any(p => p.StartsWith("start=", StringComparison.Ordinal)) ? [] : ["-p", "start=2011-01-03"]),
        "-p", "end=2011-02-28", .. parameters.SelectMany(parameter => (string[])["-p", parameter]),
    ];

    private string[] Train(string? data = null, string? storage = null) =>
        ["train", "feedforward", "--data", data ?? folder.Data, "--storage", storage ?? folder["never"], "--folds", "0", "--epochs", "1", "--layers", "4"];

    private string[] User(string type, params string[] more) =>
        ["backtest", "--assembly", typeof(UserAlgorithm).Assembly.Location, "--type", type, "--data", folder.Data, "--storage", folder.Storage, "--out", folder["user"], .. more];

    private static string Zip(string data) => Path.Combine(data, "equity", "usa", "daily", "syac.zip");

    // Data folders

    [Fact]
    public async Task Zip_CutOff_IsNamedByBacktestTrainingAndCheck()
    {
        var data = folder.Copy(folder.Data);
        using (var file = File.OpenWrite(Zip(data))) file.SetLength(2000);

        await Fails(1, LongShort(data), "LongShort: ", Zip(data), "expected a zip", "damaged");
        await Fails(1, Train(data), Zip(data), "expected a zip", "truncated");
        var (code, output, _) = await SmallFolder.Run("data", "check", data);
        Assert.Equal(1, code);
        Assert.Contains("syac.zip: expected a zip", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["never"]));
    }

    [Fact]
    public async Task Zip_OneDigitChanged_IsToldByItsChecksum()
    {
        var data = folder.Copy(folder.Data);
        string text;
        using (var zip = ZipFile.OpenRead(Zip(data)))
        using (var reader = new StreamReader(zip.Entries[0].Open())) text = reader.ReadToEnd();
        File.Delete(Zip(data));
        using (var zip = ZipFile.Open(Zip(data), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("syac.csv", CompressionLevel.NoCompression).Open()) entry.Write(Encoding.ASCII.GetBytes(text));
        var bytes = File.ReadAllBytes(Zip(data));
        var digit = bytes.AsSpan(100).IndexOf((byte)',') + 101;
        bytes[digit] = bytes[digit] == '9' ? (byte)'1' : (byte)'9';
        File.WriteAllBytes(Zip(data), bytes);

        await Fails(1, LongShort(data), Zip(data), "checksum");
        await Fails(1, Train(data), Zip(data), "checksum");
    }

    [Fact]
    public async Task Folder_WithoutBars_IsRefused()
    {
        var empty = folder["empty"];
        Directory.CreateDirectory(Path.Combine(empty, "equity", "usa", "daily"));
        await Fails(1, Train(empty), "expected daily files <ticker>.zip, found none");
        await Fails(1, LongShort(empty), "market-hours-database.json", "found none");

        var barless = folder.Copy(folder.Data);
        Directory.Delete(Path.Combine(barless, "equity"), recursive: true);
        await Fails(1, LongShort(barless), "models/long-short/20101231", "expected daily bars of its 12 names", "found none");
    }

    [Theory]
    [InlineData("names", "[]", "expected at least one name, found none")]
    [InlineData("names", "{}", "expected folder metadata")]
    [InlineData("formatVersion", "7", "expected formatVersion 1, found 7")]
    public async Task Metadata_ThatDoesNotFit_IsNamed(string field, string value, string fragment)
    {
        var data = folder.Copy(folder.Data);
        var path = Path.Combine(data, "metadata.json");
        var metadata = JsonNode.Parse(File.ReadAllText(path))!;
        metadata[field] = JsonNode.Parse(value);
        File.WriteAllText(path, metadata.ToJsonString());

        await Fails(1, Train(data), path, fragment);
    }

    [Fact]
    public async Task Metadata_WithANameTwice_IsNamed()
    {
        var data = folder.Copy(folder.Data);
        var path = Path.Combine(data, "metadata.json");
        var metadata = JsonNode.Parse(File.ReadAllText(path))!;
        metadata["names"]!.AsArray().Add(metadata["names"]![0]!.DeepClone());
        File.WriteAllText(path, metadata.ToJsonString());

        await Fails(1, Train(data), path, "expected each ticker once, found SYAA twice");
    }

    // Imports

    [Theory]
    [InlineData("symbol,date,open,high,low,close\nA,2010-01-04,1,1,1,1\n", "line 1: expected the columns symbol,date,open,high,low,close,volume")]
    [InlineData(Header + "A,2010-13-04,1,1,1,1,5\n", "line 2", "not a date")]
    [InlineData(Header + "A,2910-01-04,1,1,1,1,5\n", "line 2", "date in the future")]
    [InlineData(Header + "A,2010-01-04,-1,1,1,1,5\n", "line 2", "open not positive")]
    [InlineData(Header + "A,2010-01-04,1,1,0,1,5\n", "line 2", "price not positive")]
    [InlineData(Header + "A,2010-01-04,1,1,1,1,99999999999999999999\n", "line 2", "not a number")]
    [InlineData("", "an empty file")]
    public async Task Import_WithoutAUsableRow_SaysWhichLineAndLeavesNothing(string text, params string[] fragments)
    {
        var source = folder.Write("bad.csv", text);

        await Fails(1, ["data", "import", source, "--out", folder["imported"]], [source, .. fragments]);

        Assert.Empty(Directory.GetFileSystemEntries(folder.Root, "*imported*"));
    }

    [Fact]
    public async Task Import_CutOffGzip_LeavesNothing()
    {
        var source = folder["cut.csv.gz"];
        using (var gzip = new GZipStream(File.Create(source), CompressionLevel.Optimal))
            gzip.Write(Encoding.ASCII.GetBytes(Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"A{i},2010-01-04,{i + 1},{i + 2},{i + 1},{i + 2},{i * 7919}\n"))));
        using (var file = File.OpenWrite(source)) file.SetLength(file.Length - 20);

        await Fails(1, ["data", "import", source, "--out", folder["imported"]], source, "truncated");

        Assert.Empty(Directory.GetFileSystemEntries(folder.Root, "*imported*"));
    }

    [Fact]
    public async Task Import_SourceMissingOrAFolder_IsToldApart()
    {
        await Fails(1, ["data", "import", folder["no-such.csv"], "--out", folder["imported"]], folder["no-such.csv"], "expected a CSV file, plain or gzip, found no file");
        await Fails(1, ["data", "import", folder.Data, "--out", folder["imported"]], folder.Data, "found a folder");
    }

    [Fact]
    public async Task Import_OddButGoodRows_AreKeptAndTheRestCounted()
    {
        var source = folder["odd.csv"];
        File.WriteAllText(source, "\ufeff\"Symbol\",\"Date\",\"Open\",\"High\",\"Low\",\"Close\",\"Volume\"\r\n"
            + "\"brk.b\",\"2010-01-04\",\"1\",\"2\",\"1\",\"1.5\",\"1000000000000\"\r\n"
            + "aapl,2010-01-04,1,2,1,1.5,5\r\n"
            + "BRK.B,2010-01-05,1,2,1,1.5,5\r\n"         // the same symbol again, apart and in another case
            + "aapl,2990-01-05,1,2,1,1.5,5\r\n"          // must not shut out the next row
            + "AAPL,2010-01-05,1,2,1,1.5,5\r\n"
            + "AAPL,2010-01-05,1,2,1,1.6,5\r\n"
            + "../up,2010-01-05,1,2,1,1.5,5\r\n", new UTF8Encoding(false));

        var (code, output, error) = await SmallFolder.Run("data", "import", source, "--out", folder["odd"], "--json");

        Assert.True(code == 0, error);
        var result = JsonNode.Parse(output)!["result"]!;
        Assert.Equal(4, result["rowsWritten"]!.GetValue<int>());
        Assert.Equal(2, result["names"]!.GetValue<int>());
        Assert.Equal("2010-01-05", result["lastSession"]!.GetValue<string>());
        Assert.Equal(["7,AAPL,2010-01-05,duplicate date,\"AAPL,2010-01-05,1,2,1,1.6,5\"",
            "5,aapl,2990-01-05,date in the future,\"aapl,2990-01-05,1,2,1,1.5,5\"",
            "8,../up,2010-01-05,not a symbol,\"../up,2010-01-05,1,2,1,1.5,5\""],
            File.ReadAllLines(folder["odd/import-report.csv"]).Skip(1).OrderBy(line => line[0] == '7' ? 0 : line[0]));
        Assert.Equal(["aapl.zip", "brk.b.zip"], Directory.GetFiles(folder["odd/equity/usa/daily"]).Select(Path.GetFileName).Order());
    }

    // Bundles

    [Theory]
    [InlineData("kind", "\"policy\"", "policy: expected the problem solved, found none")]
    [InlineData("trainedThrough", "\"2011-02-01\"", "trainedThrough: expected 2010-12-31, found 2011-02-01")]
    [InlineData("inputs", "[{\"name\":\"features\",\"shape\":[-1,30],\"type\":\"float32\"}]", "inputs: expected features: float32[-1,30], found features: float32[-1,31]")]
    [InlineData("features", "[{\"name\":\"close\",\"parameters\":{}}]", "featureHash: expected")]
    [InlineData("universe", "{\"rule\":\"none\",\"names\":[]}", "universe.names: expected at least one, found none")]
    [InlineData("universe", "{\"rule\":\"one\",\"names\":[{\"name\":\"NOBODY\",\"sector\":0}]}", "expected daily bars of its 1 names")]
    [InlineData("colour", "1", "colour: expected a field of a manifest")]
    public async Task Manifest_ThatDoesNotFit_IsRefused(string field, string value, string fragment)
    {
        var storage = folder.Copy(folder.Storage);
        var path = Path.Combine(storage, SmallFolder.Bundle, ModelBundle.ManifestFile);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest[field] = JsonNode.Parse(value);
        File.WriteAllText(path, manifest.ToJsonString());

        var (code, output, error) = await SmallFolder.Run([.. LongShort(storage: storage), "--json"]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(SmallFolder.Bundle, error, StringComparison.Ordinal);
        Assert.Contains(fragment, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_ThatIsNoOnnxFile_IsRefused()
    {
        var storage = folder.Copy(folder.Storage);
        var (model, path) = (Path.Combine(storage, SmallFolder.Bundle, ModelBundle.ModelFile), Path.Combine(storage, SmallFolder.Bundle, ModelBundle.ManifestFile));
        File.WriteAllText(model, "not a model");
        await Fails(1, LongShort(storage: storage), SmallFolder.Bundle + "/model.onnx: sha256: expected");

        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["modelSha256"] = ModelBundle.HashOf(File.ReadAllBytes(model));
        File.WriteAllText(path, manifest.ToJsonString());
        await Fails(1, LongShort(storage: storage), SmallFolder.Bundle + "/model.onnx: expected an ONNX model, found 11 bytes");
    }

    [Fact]
    public async Task Store_WithoutModels_IsNamed() =>
        await Fails(1, LongShort(storage: folder["no-store"]), folder["no-store"], "expected an object store with models/, found none");

    // Parameters and options

    [Theory]
    [InlineData(2, "side=many", "--parameter side: expected a whole number, found many")]
    [InlineData(2, "allow-in-sample=maybe", "--parameter allow-in-sample: expected true or false, found maybe")]
    [InlineData(1, "start=2011/01/03", "parameter start: expected yyyy-MM-dd, found 2011/01/03")]
    [InlineData(1, "start=2010-06-01", "expected a bundle trained through a date before 2010-06-01, found 2010-12-31")]
    [InlineData(1, "gross=-1", "Gross: expected a positive number, found -1")]
    [InlineData(1, "cash=-5", "parameter cash: expected more than 0, found -5")]
    [InlineData(1, "model=none", "models/none: expected a bundle")]
    public async Task LongShort_BadParameter_IsNamed(int code, string parameter, string fragment) => await Fails(code, LongShort(parameters: parameter), fragment);

    [Theory]
    [InlineData("--from yesterday", "--from: expected a date yyyy-MM-dd, found yesterday")]
    [InlineData("--from 01/02/2010", "--from: expected a date yyyy-MM-dd, found 01/02/2010")]
    [InlineData("--dropout much", "--dropout: expected a number, found much")]
    [InlineData("--horizon 1.5", "--horizon: expected a whole number, found 1.5")]
    [InlineData("--activation none", "--activation: expected one of Tanh")]
    [InlineData("--bogus", "'--bogus'", "leandeep train feedforward --help")]
    [InlineData("--dropout 2", "Dropout: expected within [0, 1), found 2")]
    [InlineData("--batch-size 0", "BatchSize: expected at least 1, found 0")]
    [InlineData("--name a/b", "Name: expected letters")]
    public async Task Train_BadOption_IsNamedBeforeAnyBarIsRead(string options, params string[] fragments)
    {
        var (code, output, error) = await SmallFolder.Run([.. Train(), .. options.Split(' ')]);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.All(fragments, fragment => Assert.Contains(fragment, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data", "import", "x.csv", "--out", "", "--out: expected a value, found an empty one")]
    [InlineData("data", "import", "x.csv", "--out", "y", "--max-daily-return", "-3", "MaximumDailyReturn: expected a positive number, found -3")]
    [InlineData("data", "check", "x", "--most", "-1", "--most: expected 0 or more, found -1")]
    [InlineData("data", "synth", "--seed", "-1", "--names", "5", "--years", "1", "--out", "y", "--seed: expected a whole number of 0 or more, found -1")]
    public async Task Data_BadOption_IsUsage(params string[] argumentsAndMessage) => await Fails(2, argumentsAndMessage[..^1], argumentsAndMessage[^1]);

    // Output

    [Fact]
    public async Task Output_ThatIsAFile_IsToldBeforeTheWork()
    {
        var file = folder.Write("file", "");

        await Fails(1, Train(storage: file), file, "expected a folder to write to, found the file");
        await Fails(1, User(nameof(Printing))[..^1].Append(Path.Combine(file, "below")).ToArray(), file, "expected a folder to write to, found the file");
        await Fails(1, ["data", "import", folder.Write("one.csv", Header + "A,2010-01-04,1,1,1,1,5\n"), "--out", Path.Combine(file, "below")], "expected a folder that can be made");
        await Fails(1, ["data", "synth", "--seed", "1", "--names", "2", "--years", "1", "--out", file], file, "found a file");
    }

    // Algorithms of the user

    [Fact]
    public async Task Json_OfAnAlgorithmThatPrints_IsOneObject()
    {
        var console = Console.Out;
        using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            var (code, output, error) = await SmallFolder.Run(User(nameof(Printing), "-p", "fast=9", "--json"));

            Assert.True(code == 0, error);
            Assert.Equal("1", JsonDocument.Parse(output).RootElement.GetProperty("statistics").GetProperty("Total Orders").GetString());
            Assert.Empty(printed.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    [Theory]
    [InlineData(nameof(ThrowingInOnData), "ThrowingInOnData: InvalidCastException at LeanDeep.Tests.Cli.ThrowingInOnData.OnData", "first line second line")]
    [InlineData(nameof(ThrowingInConstructor), "not today")]
    [InlineData(nameof(TradingOptions), "Option", "not supported")]
    public async Task Algorithm_ThatFails_IsNamedWithItsReason(string type, params string[] fragments) => await Fails(1, User(type), fragments);

    [Fact]
    public async Task Algorithm_OnANameWithoutBars_IsWarnedOf()
    {
        var (code, _, error) = await SmallFolder.Run(User(nameof(NamingNobody)));

        Assert.Equal(0, code);
        Assert.Contains("warning", error, StringComparison.Ordinal);
        Assert.Contains("expected bars of NOBODY between 2010-03-01 and 2010-06-30, found none", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assembly_WithSeveralAlgorithms_AsksForTheType()
    {
        var dll = typeof(UserAlgorithm).Assembly.Location;

        await Fails(2, ["backtest", "--assembly", dll], "--type", nameof(Printing), nameof(TradingOptions));
        await Fails(2, ["backtest", "--assembly", dll, "--type", "Nope"], "expected Nope", nameof(Printing));
        await Fails(1, ["backtest", "--assembly", folder.Write("text.dll", "text")], "text.dll: expected a .NET assembly");
        await Fails(2, ["backtest", "--assembly", typeof(Xunit.Assert).Assembly.Location], "found no class derived from QCAlgorithm");
    }
}
