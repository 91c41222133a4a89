using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>Compiles sources against the genuine package in place of the embedded assembly.</summary>
internal static class GenuineCompilation
{
    /// <summary>What the compiler says with the genuine package and does not say with the embedded assembly; warnings too, as they are errors here.</summary>
    /// <param name="sources">Sources against the embedded assembly.</param>
    /// <param name="genuine">The package, under the embedded assembly's name.</param>
    /// <param name="common">What it says with either: of sources that a generator would add to.</param>
    public static IReadOnlyList<string> NewDiagnostics(CSharpCompilation sources, CSharpCompilation genuine, out IReadOnlyList<string> common)
    {
        var before = Said(sources).ToHashSet();
        var after = Said(sources.ReplaceReference(PlatformSources.References[genuine.AssemblyName!], genuine.ToMetadataReference())).ToList();
        common = after.FindAll(before.Contains);
        return [.. after.Where(line => !before.Contains(line)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Said(CSharpCompilation compilation) => compilation.GetDiagnostics()
        .Where(x => x.Severity >= DiagnosticSeverity.Warning && x.Location.SourceTree is not null && !x.Id.StartsWith("CS17", StringComparison.Ordinal))
        .Select(x => $"{x.Location.SourceTree!.FilePath}:{x.Location.GetLineSpan().StartLinePosition.Line + 1}: {x.Id} {x.GetMessage(CultureInfo.InvariantCulture)}")
        .Distinct();
}
