using System.Security.Cryptography;
using System.Text;

namespace QuantConnect.Lean.Engine;

/// <summary>Where bars that were read once are kept for later processes: below the folder that <c>LEANDEEP_CACHE</c> names, by default
/// <c>leandeep/bars</c> in the user's cache; <c>LEANDEEP_CACHE=off</c> keeps none. It may be deleted at any time.</summary>
internal static class CacheFolder
{
    public const string Variable = "LEANDEEP_CACHE";

    /// <summary>Names the data folder inside its cache folder, so that people and <see cref="Purge"/> know whose it is.</summary>
    private const string Owner = "folder.txt";

    /// <summary>The folder of all caches; null for none.</summary>
    public static string Root()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(named, "off", StringComparison.OrdinalIgnoreCase)) return null;
        if (!string.IsNullOrEmpty(named)) return Path.GetFullPath(named);
        if (OperatingSystem.IsWindows()) return Below(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData));
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) return Below(cache);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Below(Path.Combine(home, ".cache"));

        static string Below(string folder) => folder.Length == 0 ? null : Path.Combine(folder, "leandeep", "bars");
    }

    /// <summary>The cache folder of a data folder: its name and a hash of its full path.</summary>
    public static string Of(string root, string dataFolder)
    {
        var full = Full(dataFolder);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)).AsSpan(0, 8));
        return Path.Combine(root, $"{Path.GetFileName(full)}-{hash}");
    }

    /// <summary>Makes the cache folder of a data folder.</summary>
    public static void Create(string root, string dataFolder)
    {
        var folder = Of(root, dataFolder);
        Directory.CreateDirectory(folder);
        var owner = Path.Combine(folder, Owner);
        if (File.Exists(owner)) return;
        var staged = $"{owner}.{Guid.NewGuid():N}";
        File.WriteAllText(staged, Full(dataFolder) + "\n");
        File.Move(staged, owner, overwrite: true);
    }

    /// <summary>Removes what belongs to data folders that are no more.</summary>
    public static void Purge(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            var owner = Path.Combine(folder, Owner);
            if (File.Exists(owner) && !Directory.Exists(File.ReadAllText(owner).TrimEnd('\n'))) Directory.Delete(folder, recursive: true);
        }
    }

    private static string Full(string dataFolder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
}
