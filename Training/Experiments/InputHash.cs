using System.Security.Cryptography;
using System.Text;
using LeanDeep.Models.Features;
using LeanDeep.Training.Data;

namespace LeanDeep.Training.Experiments;

/// <summary>Hashes of all that a step depends on: where the hash is the same, so is the result.</summary>
internal static class InputHash
{
    /// <summary>SHA-256 of parts of text, each told from the next.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of the rows: the bytes of every file that bars are read from, and what is computed from them.</summary>
    public static string OfRows(ExperimentConfig config, FeatureSet features)
    {
        var root = config.Data.Folder;
        var files = new[] { LeanPaths.Bars(root, BarResolution.Daily), LeanPaths.FactorFiles(root), LeanPaths.MapFiles(root) }
            .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Append(LeanPaths.Metadata(root)).Where(File.Exists)
            .Order(StringComparer.Ordinal);
        List<string> parts = ["rows 1", features.Hash, $"{config.Horizon}", $"{config.Data.From:yyyy-MM-dd}", $"{config.Data.Through:yyyy-MM-dd}"];
        foreach (var file in files)
        {
            parts.Add(Path.GetRelativePath(root, file));
            parts.Add(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        }
        return Of(parts.ToArray());
    }
}
