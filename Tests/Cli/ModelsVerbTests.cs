using System.Text.Json;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;

namespace LeanDeep.Tests.Cli;

/// <summary><c>leandeep models</c> on a store with four bundles of one model, the newest kept aside.</summary>
[Trait("Category", "WalkForward")]
public sealed class ModelsVerbTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private const string Model = "long-short";

    private string Store(string name)
    {
        var made = ModelBundle.Read(folder.Storage, Model, new DateOnly(2010, 12, 31));
        DateOnly[] dates = [new(2010, 12, 31), new(2011, 1, 31), new(2011, 2, 28), new(2011, 3, 31)];
        foreach (var date in dates)
            ModelBundle.Write(date == dates[^1] ? ModelRegistry.Candidates(folder[name]) : folder[name], made.Manifest with { TrainedThrough = date }, made.Model);
        return folder[name];
    }

    private async Task<JsonElement> Run(string store, params string[] words)
    {
        var (code, output, error) = await SmallFolder.Run(["models", .. words, "--storage", store, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<(string Date, string State)[]> List(string store) =>
        [.. (await Run(store, "list")).GetProperty("bundles").EnumerateArray().Select(bundle => (bundle.GetProperty("trainedThrough").GetString()!, bundle.GetProperty("state").GetString()!))];

    [Fact]
    public async Task Models_PromotedRolledBackAndCollected_LeaveTheirHistory()
    {
        var store = Store("life");
        Assert.Equal([("2010-12-31", "promoted"), ("2011-01-31", "promoted"), ("2011-02-28", "promoted"), ("2011-03-31", "candidate")], await List(store));

        Assert.Equal("2011-03-31", (await Run(store, "promote", Model, "2011-03-31", "--reason", "looked at it")).GetProperty("promoted").GetString());
        var back = await Run(store, "rollback", Model, "--to", "2011-01-31");
        Assert.Equal("2011-01-31", back.GetProperty("newest").GetString());
        Assert.Equal(["2011-02-28", "2011-03-31"], back.GetProperty("rolledBack").EnumerateArray().Select(date => date.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await Run(store, "gc", "--keep", "1", "--dry-run")).GetProperty("bundles").EnumerateArray().Count(bundle => bundle.GetProperty("trainedThrough").GetString() == "2010-12-31"));
        Assert.Equal(4, (await List(store)).Length);
        await Run(store, "gc", "--keep", "1");
        Assert.DoesNotContain(await List(store), bundle => bundle.Date == "2010-12-31");

        var shown = await Run(store, "show", Model);
        Assert.Equal("2011-01-31", shown.GetProperty("manifest").GetProperty("trainedThrough").GetString());
        Assert.Equal(
            [("promote", "2011-03-31", "looked at it"), ("roll-back", "2011-02-28", "by hand"), ("roll-back", "2011-03-31", "by hand"), ("delete", "2010-12-31", "")],
            shown.GetProperty("history").EnumerateArray().Select(line => (line.GetProperty("action").GetString()!, line.GetProperty("trainedThrough").GetString()!, line.GetProperty("action").GetString() == "delete" ? "" : line.GetProperty("reason").GetString()!))
                .OrderBy(line => line.Item1 switch { "promote" => 0, "delete" => 2, _ => 1 }).ThenBy(line => line.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_DamagedBundle_NamesItAndFails()
    {
        var store = Store("damaged");
        Assert.Equal(4, (await Run(store, "verify")).GetProperty("bundles").GetArrayLength());
        var file = Path.Combine(store, ModelBundle.FolderKey(Model, new DateOnly(2011, 1, 31)), ModelBundle.ModelFile);
        await File.AppendAllTextAsync(file, "x");

        var (code, _, error) = await SmallFolder.Run("models", "verify", "--storage", store);

        Assert.Equal(1, code);
        Assert.Matches("leandeep: .*20110131.*sha", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("date: expected yyyy-MM-dd, found soon", "promote", Model, "soon")]
    [InlineData("long-short: expected one of 2010-12-31, 2011-01-31, 2011-02-28, 2011-03-31, found 2011-05-31", "show", Model, "2011-05-31")]
    [InlineData("name: expected letters, digits, '-' and '_', found ../up", "show", "../up")]
    [InlineData("--keep: expected at least 1, found 0", "gc", "--keep", "0")]
    [InlineData("expected a model with bundles, found long-short", "list", "other")]
    public async Task Models_BadInput_IsOneLine(string message, params string[] words)
    {
        var store = Directory.Exists(folder["bad"]) ? folder["bad"] : Store("bad");

        var (code, _, error) = await SmallFolder.Run(["models", .. words, "--storage", store]);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
