using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

/// <summary>What README and docs tell the user to type is understood, and the demo prints the table that the README shows.</summary>
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public class DocumentationTests
{
    private static readonly string[] OfTheScript = ["setup", "test"];

    public static TheoryData<string, string> Commands()
    {
        var commands = new TheoryData<string, string>();
        var pages = Directory.EnumerateFiles(Path.Combine(SharedFolder.Repository, "docs"), "*.md").Append(Path.Combine(SharedFolder.Repository, "README.md"));
        foreach (var page in pages)
            foreach (var command in CommandsOf(File.ReadAllText(page)))
                commands.Add(Path.GetFileName(page), command);
        return commands;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_InAPage_IsUnderstood(string page, string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (OfTheScript.Contains(words[0])) return;

        var parsed = CommandLine.Create(TextWriter.Null, TextWriter.Null).Parse(words);

        Assert.True(parsed.Errors.Count == 0, $"{page}: {command}: {string.Join("; ", parsed.Errors)}");
    }

    [Fact]
    public async Task Demo_OnTheSampleMarket_PrintsTheReadmesTableAndFindsMostOfTheSignal()
    {
        var folder = Directory.CreateTempSubdirectory("leandeep-demo-").FullName;
        try
        {
            string[] options = ["--data", Path.Combine(SharedFolder.Repository, "Data"), "--storage", Path.Combine(folder, "storage"), "--out", Path.Combine(folder, "results")];
            using StringWriter table = new(), error = new();
            Assert.Equal(0, await CommandLine.RunAsync(["demo", .. options], table, error));
            var readme = File.ReadAllText(Path.Combine(SharedFolder.Repository, "README.md"));
            Assert.All(Labels(table.ToString()), label => Assert.Contains("\n" + label, readme, StringComparison.Ordinal));
            Assert.True(File.Exists(Path.Combine(folder, "results", "demo.svg")));

            using StringWriter json = new();
            Assert.Equal(0, await CommandLine.RunAsync(["demo", "--json", .. options], json, error));
            using var document = JsonDocument.Parse(json.ToString());
            var found = document.RootElement.GetProperty("outOfSample").GetProperty("mean").GetDouble();
            var planted = document.RootElement.GetProperty("plantedIC").GetDouble();
            Assert.InRange(found, 0.5 * planted, 1.2 * planted);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The words after ./leandeep in fenced blocks, with continued lines joined, comments and placeholders for folders as they stand.</summary>
    private static IEnumerable<string> CommandsOf(string page)
    {
        var fenced = false;
        foreach (var line in page.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            else if (fenced && line.TrimStart().StartsWith("./leandeep ", StringComparison.Ordinal))
                yield return line.TrimStart()["./leandeep ".Length..].Split(" #")[0].Trim();
        }
    }

    private static IEnumerable<string> Labels(string table) =>
        table.Split('\n').Where(line => line.Contains("  ", StringComparison.Ordinal)).Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]);
}
