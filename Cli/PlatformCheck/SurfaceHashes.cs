using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>A file of hashes of what a genuine package shows, with which a test holds the embedded platform to it where the package's sources are not at hand.</summary>
internal static class SurfaceHashes
{
    /// <summary>Writes the hashes of the package's part for the types that the platform has.</summary>
    /// <param name="embedded">All of it fits the package.</param>
    public static void Write(string path, PlatformPackage package, IAssemblySymbol embedded, IAssemblySymbol genuine)
    {
        var own = SurfaceComparison.Types(embedded.GlobalNamespace).ToList();
        var names = own.Select(TypeIdentity.FullName).ToHashSet();
        var lines = SurfaceComparison.Types(genuine.GlobalNamespace).Where(type => names.Contains(TypeIdentity.FullName(type))).Concat(own).SelectMany(SurfaceText.Of);
        var header = $"# What the genuine package ({package}) shows of the platform's types: hashes of the lines of SurfaceText, by `leandeep platform check --hashes`.";
        var temporary = path + ".tmp";
        File.WriteAllLines(temporary, lines.Select(Hash).Distinct().Order(StringComparer.Ordinal).Prepend(header));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>What an assembly shows of which such a file knows nothing.</summary>
    public static IReadOnlyList<string> Strangers(string path, IAssemblySymbol embedded)
    {
        var known = File.ReadLines(path).ToHashSet();
        return [.. SurfaceComparison.Types(embedded.GlobalNamespace).SelectMany(SurfaceText.Of).Where(line => !known.Contains(Hash(line)))];
    }

    // The first bytes of the SHA-256.
    private static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 6));
}
