using System.Text.Json;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli.PlatformCheck;

/// <summary><c>leandeep platform check</c> with a package and a project that are written here.</summary>
public sealed class PlatformVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep-platform-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_PackageOfOneRenamedParameter_NamesTheUseAndTheErrorsThere()
    {
        Write("package/Base/Base.csproj", "<Project />");
        Write("package/Base/IQuote.cs", "namespace Skender.Stock.Indicators { public interface IQuote { System.DateTime Date { get; } decimal Close { get; } } }");
        Write("package/Top/Removed.cs", "namespace Skender.Stock.Indicators { public class Removed { } }");
        Write("package/Top/Top.csproj", "<Project><ItemGroup><ProjectReference Include=\"..\\Base\\Base.csproj\" /><Compile Remove=\"Removed.cs\" /></ItemGroup></Project>");
        Write("package/Top/Indicator.cs", """
            using System.Collections.Generic;
            namespace Skender.Stock.Indicators
            {
                public sealed partial class SmaResult { public double? Sma { get; set; } }
                public static partial class Indicator { public static IEnumerable<SmaResult> GetSma<TQuote>(this IEnumerable<TQuote> quotes, int lookback) where TQuote : IQuote => null; }
            }
            """);
        Write("sources/Use/Use.csproj", "<Project />");
        Write("sources/Use/Use.cs", """
            using System.Linq;
            using Skender.Stock.Indicators;
            public static class Use
            {
                public static double? Sma(Quote[] quotes) => quotes.GetSma(lookbackPeriods: 20).Last().Sma;
            }
            """);
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(["platform", "check", Path.Combine(_folder, "package", "Top", "Top.csproj"), "--package", "indicators", "--repository", Path.Combine(_folder, "sources"), "--json"], output, TextWriter.Null);
        Assert.Equal(1, code);
        var result = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(["absent", "different", "same"], result.GetProperty("uses").EnumerateArray().Select(x => x.GetProperty("verdict").GetString()));
        var used = Texts("usedOtherwise");
        Assert.Equal(["Use/Use.cs:5: Skender.Stock.Indicators.Quote", "Use/Use.cs:5: Skender.Stock.Indicators: IEnumerable<SmaResult> Indicator.GetSma<TQuote>(this IEnumerable<TQuote> quotes, int lookbackPeriods): expected parameter lookback, found lookbackPeriods"], used);
        Assert.Contains(Texts("diagnostics"), x => x!.StartsWith("Use/Use.cs:5: CS0246", StringComparison.Ordinal));
        Assert.Equal(0, result.GetProperty("lackedTypes").GetInt32());

        IEnumerable<string?> Texts(string name) => result.GetProperty(name).EnumerateArray().Select(x => x.GetString());
    }

    [Fact]
    public async Task Check_NoSources_SaysWhereItLooked()
    {
        var error = new StringWriter();
        Assert.Equal(2, await CommandLine.RunAsync(["platform", "check", Path.Combine(_folder, "nowhere"), "--package", "lean"], TextWriter.Null, error));
        Assert.Equal($"leandeep: platform check: expected a project file or a folder of C# sources, found none at {Path.Combine(_folder, "nowhere")}{Environment.NewLine}", error.ToString());
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
