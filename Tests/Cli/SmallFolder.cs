using LeanDeep.Cli;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Cli;

/// <summary>A synthetic market of 12 names and two years, and a model trained on its first; made once, copied by tests that damage it.</summary>
public sealed class SmallFolder : IDisposable
{
    public const string Bundle = "models/long-short/20101231";
    private int _copies;

    public SmallFolder()
    {
        SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 5, Names = 12, Years = 2 }, Data);
        var (code, _, error) = Run("train", "feedforward", "--data", Data, "--storage", Storage, "--folds", "0", "--epochs", "1", "--layers", "4", "--through", "2010-12-31", "--json").Result;
        Assert.True(code == 0, error);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("leandeep-cli-").FullName;
    public string Data => this["data"];
    public string Storage => this["storage"];
    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>A copy of <paramref name="folder"/> that a test may damage.</summary>
    public string Copy(string folder)
    {
        var copy = this[$"copy-{++_copies}"];
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public string Write(string relative, string text)
    {
        File.WriteAllText(this[relative], text);
        return this[relative];
    }

    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
