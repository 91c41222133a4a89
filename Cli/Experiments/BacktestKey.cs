using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data;
using QuantConnect.Algorithm;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Cli.Experiments;

/// <summary>Hashes of all that a backtest of a model depends on: where the hash is the same, so is the result.</summary>
internal static class BacktestKey
{
    /// <param name="algorithm">Class of the algorithm.</param>
    /// <param name="parameters">The algorithm's.</param>
    /// <param name="bundles">As <see cref="OfBundle"/> gives them: those that the run may use.</param>
    /// <param name="data">As <see cref="OfData"/> gives it.</param>
    public static string Of(Type algorithm, IReadOnlyDictionary<string, string> parameters, IEnumerable<string> bundles, string data)
    {
        // An assembly's id changes with its code.
        Assembly[] code = [algorithm.Assembly, typeof(ReturnPredictor).Assembly, typeof(QCAlgorithm).Assembly, typeof(Engine).Assembly, typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly];
        return Hash([
            "backtest 1", algorithm.FullName!, .. code.Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString()),
            .. parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"), .. bundles, data]);
    }

    /// <summary>Of one bundle: its model and what of its manifest decides, but not when and by what commit it was made.</summary>
    public static string OfBundle(ModelBundle bundle)
    {
        var manifest = bundle.Manifest with { Created = default, Packages = new Dictionary<string, string>(), GitCommit = "", Metrics = new Dictionary<string, double>() };
        return ModelBundle.HashOf(manifest.ToJson());
    }

    /// <summary>Of all files that a backtest on daily bars reads.</summary>
    public static string OfData(string folder)
    {
        var files = new[] { LeanPaths.Bars(folder, BarResolution.Daily), LeanPaths.FactorFiles(folder), LeanPaths.MapFiles(folder) }
            .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
            .Concat([LeanPaths.MarketHours(folder), LeanPaths.SymbolProperties(folder), LeanPaths.InterestRate(folder)])
            .Where(File.Exists).Order(StringComparer.Ordinal);
        return Hash([.. files.SelectMany(file => (string[])[Path.GetRelativePath(folder, file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))])]);
    }

    /// <summary>SHA-256 of parts of text, each told from the next.</summary>
    private static string Hash(string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}\n"))))));
}
