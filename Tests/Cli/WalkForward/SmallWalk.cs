using System.Globalization;
using System.IO.Compression;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data;
using LeanDeep.Training.Jobs;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>A synthetic market of 24 names and two years, retrained each quarter of its second, traded and reported; run whole once, so that other ways to the end can be compared with it.</summary>
public sealed class SmallWalk : IDisposable
{
    public SmallWalk()
    {
        SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 5, Names = 24, Years = 2 }, Data);
        var (code, _, error) = Run("run", "whole").Result;
        Assert.True(code == 0, error);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("leandeep-walk-").FullName;
    public string Data => this["data"];
    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>The config of a run in a folder of its own.</summary>
    public string Config(string name, string? data = null, string output = "", string walkForward = "", int epochs = 2)
    {
        var path = this[$"{name}.json"];
        File.WriteAllText(path, $$"""
            {
              "name": "small",
              "data": { "folder": "{{data ?? Data}}" },
              "model": { "hiddenLayers": [[4]], "epochs": {{epochs}}, "batchSize": [64] },
              "split": { "trainLength": 100, "embargo": 1 },
              "walkForward": { "from": "2011-01-03", "retrain": { "rule": "quarterly" }, "selectionRolls": 1{{walkForward}} },
              "strategy": { "sideCount": 4, "minimumSideCount": 1, "gross": 1 },
              "backtests": { "cash": 1000000, "slippage": [] },
              "ensemble": 1,
              "seeds": [1, 2],
              "output": "{{(output.Length > 0 ? output : this[name])}}"
            }
            """);
        return path;
    }

    public string[] Arguments(string verb, string name, params string[] more) =>
        ["walk-forward", verb, File.Exists(this[$"{name}.json"]) ? this[$"{name}.json"] : Config(name), "--storage", this[$"{name}-store"], .. more];

    public Task<(int Code, string Output, string Error)> Run(string verb, string name, params string[] more) => SmallFolder.Run(Arguments(verb, name, more));

    /// <summary>Begins a run with the time of the whole one's, so that manifests are the same to the bit.</summary>
    public void Begin(string name)
    {
        Directory.CreateDirectory(this[name]);
        File.Copy(Path.Combine(this["whole"], "run.json"), Path.Combine(this[name], "run.json"));
    }

    /// <summary>Everything that a run came to, as hashes.</summary>
    public SortedDictionary<string, string> Results(string name, string? output = null)
    {
        var folder = output ?? this[name];
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (string[])["trainings", "rolls", "store", "store-once"])
            Add(folder, part);
        Add(this[$"{name}-store"], "models");
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "backtests"), "*-order-events.json", SearchOption.AllDirectories).Append(Path.Combine(folder, "tables.md")))
            files[Path.GetRelativePath(folder, file)] = Hash(file);
        return files;

        void Add(string root, string part)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith(".jsonl", StringComparison.Ordinal)))
                files[Path.Combine(part, Path.GetRelativePath(Path.Combine(root, part), file))] = Hash(file);
        }
    }

    /// <summary>Steps that were done, by the journals of all runners.</summary>
    public string[] Done(string name) => [.. JobJournal.Read(this[name]).Where(entry => entry.Event == JobEvent.Done && entry.Key.Length > 0).Select(entry => entry.Step).Order(StringComparer.Ordinal)];

    /// <summary>Edits the bars of one name.</summary>
    /// <param name="path">Of its file in LEAN's format.</param>
    /// <param name="which">By number of the bar and its fields.</param>
    /// <param name="edit">Of the fields.</param>
    public static void Edit(string path, Func<int, string[], bool> which, Action<string[]> edit)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = zip.Entries.Single();
        string[] lines;
        using (var reader = new StreamReader(entry.Open())) lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split(',');
            if (!which(i, fields)) continue;
            edit(fields);
            lines[i] = string.Join(',', fields);
        }
        using var writer = new StreamWriter(entry.Open());
        writer.BaseStream.SetLength(0);
        writer.Write(string.Join('\n', lines) + "\n");
    }

    public static string Scale(string price, double factor) => Math.Round(double.Parse(price, CultureInfo.InvariantCulture) * factor).ToString(CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Hash(string file) => ModelBundle.HashOf(File.ReadAllBytes(file))[..16];
}
