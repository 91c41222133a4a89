using System.Globalization;
using System.Security.Cryptography;

namespace LeanDeep.Models.Inference;

/// <summary>A trained model and its manifest: <c>models/NAME/yyyyMMdd/</c> with <c>model.onnx</c> and <c>manifest.json</c>
/// below an object store's root, the date being the last that training saw.</summary>
public sealed class ModelBundle
{
    public const string ModelFile = "model.onnx";
    public const string ManifestFile = "manifest.json";
    private const string Root = "models";

    private ModelBundle(string path, ModelManifest manifest, byte[] model)
    {
        Path = path;
        Manifest = manifest;
        Model = model;
    }

    /// <summary>Where it was found: the key of its folder.</summary>
    public string Path { get; }

    public ModelManifest Manifest { get; }

    /// <summary>The model file's bytes; their hash is the manifest's.</summary>
    public byte[] Model { get; }

    /// <summary>Key of the bundle's folder, with '/' between its parts.</summary>
    /// <exception cref="ArgumentException">Not a model's name.</exception>
    public static string FolderKey(string name, DateOnly trainedThrough)
    {
        RequireName(name);
        return string.Create(CultureInfo.InvariantCulture, $"{Root}/{name}/{trainedThrough:yyyyMMdd}");
    }

    public static string ModelKey(string name, DateOnly trainedThrough) => $"{FolderKey(name, trainedThrough)}/{ModelFile}";

    public static string ManifestKey(string name, DateOnly trainedThrough) => $"{FolderKey(name, trainedThrough)}/{ManifestFile}";

    /// <summary>Dates of the bundles of one model among an object store's keys, ascending. A bundle counts when both its files are there.</summary>
    public static IReadOnlyList<DateOnly> Dates(IEnumerable<string> keys, string name)
    {
        ArgumentNullException.ThrowIfNull(keys);
        RequireName(name);
        var known = keys.Select(key => key.Replace('\\', '/').TrimStart('/')).ToHashSet(StringComparer.Ordinal);
        var dates = new SortedSet<DateOnly>();
        foreach (var key in known)
        {
            var parts = key.Split('/');
            if (parts.Length == 4 && parts[0] == Root && parts[1] == name && parts[3] == ManifestFile
                && DateOnly.TryParseExact(parts[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && known.Contains(ModelKey(name, date)))
                dates.Add(date);
        }
        return [.. dates];
    }

    /// <summary>Dates of the bundles of one model in an object store's folder, ascending.</summary>
    public static IReadOnlyList<DateOnly> Dates(string storeRoot, string name)
    {
        RequireName(name);
        var folder = System.IO.Path.Combine(storeRoot, Root, name);
        return Directory.Exists(folder)
            ? Dates(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(storeRoot, file)), name)
            : [];
    }

    /// <summary>Writes a bundle: whole or not at all. One of the same name and date is replaced.</summary>
    /// <param name="storeRoot">Root folder of the object store; made where absent.</param>
    /// <param name="manifest">Its <see cref="ModelManifest.ModelSha256"/> is set from the model.</param>
    /// <param name="model">ONNX file.</param>
    /// <returns>Path of the bundle's folder.</returns>
    /// <exception cref="InvalidDataException">The manifest contradicts itself.</exception>
    /// <exception cref="ArgumentException">The model is empty.</exception>
    /// <remarks>Both files are written to a folder beside the bundle's and flushed to disk before it takes the bundle's name.
    /// A bundle to be replaced is moved aside first and deleted last.</remarks>
    public static string Write(string storeRoot, ModelManifest manifest, ReadOnlySpan<byte> model)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeRoot);
        ArgumentNullException.ThrowIfNull(manifest);
        if (model.IsEmpty)
            throw new ArgumentException("expected an ONNX file, found no bytes", nameof(model));
        manifest = manifest with { ModelSha256 = HashOf(model) };
        ManifestJson.Check(manifest, $"manifest of {manifest.Name}");
        var folder = System.IO.Path.Combine(storeRoot, Root, manifest.Name, manifest.TrainedThrough.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        var suffix = Guid.NewGuid().ToString("N");
        var temporary = $"{folder}-writing-{suffix}";
        var replaced = $"{folder}-replaced-{suffix}";
        try
        {
            Directory.CreateDirectory(temporary);
            WriteFile(System.IO.Path.Combine(temporary, ModelFile), model);
            WriteFile(System.IO.Path.Combine(temporary, ManifestFile), manifest.ToJson());
            if (Directory.Exists(folder))
                Directory.Move(folder, replaced);
            try
            {
                Directory.Move(temporary, folder);
            }
            catch when (Directory.Exists(replaced))
            {
                Directory.Move(replaced, folder);
                throw;
            }
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            throw;
        }
        if (Directory.Exists(replaced))
            Directory.Delete(replaced, recursive: true);
        return folder;
    }

    /// <summary>Removes a bundle from an object store's folder; a reader sees a whole one or none. One that is not there is no error.</summary>
    public static void Delete(string storeRoot, string name, DateOnly trainedThrough)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeRoot);
        var folder = System.IO.Path.Combine(storeRoot, FolderKey(name, trainedThrough));
        if (!Directory.Exists(folder))
            return;
        var removed = $"{folder}-removed-{Guid.NewGuid():N}";
        Directory.Move(folder, removed);
        Directory.Delete(removed, recursive: true);
    }

    /// <summary>Reads the newest bundle that may trade from a date on: the last whose <see cref="ModelManifest.TrainedThrough"/> lies before it.</summary>
    /// <param name="keys">All keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="firstTradingDate">The first date on which the model is used.</param>
    /// <param name="allowInSample">Take the newest whatever it has seen.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that is bad.</exception>
    public static ModelBundle ReadNewest(IEnumerable<string> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample = false)
    {
        var dates = Dates(keys, name);
        if (dates.Count == 0)
            throw new InvalidDataException($"models/{name}: expected a bundle (yyyyMMdd/{ModelFile} and {ManifestFile}), found none");
        var usable = allowInSample ? dates : [.. dates.Where(date => date < firstTradingDate)];
        if (usable.Count == 0)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"models/{name}: expected a bundle trained through a date before {firstTradingDate:yyyy-MM-dd}, found {string.Join(", ", dates.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}"));
        return Read(read, name, usable[^1]);
    }

    /// <summary>Reads a bundle through an object store's own access.</summary>
    /// <param name="read">Key → bytes.</param>
    /// <exception cref="InvalidDataException">The manifest is bad, belongs to another name or date, or is not this model's.</exception>
    public static ModelBundle Read(Func<string, byte[]> read, string name, DateOnly trainedThrough)
    {
        ArgumentNullException.ThrowIfNull(read);
        var path = ManifestKey(name, trainedThrough);
        var manifest = ModelManifest.FromJson(read(path), path);
        if (manifest.Name != name)
            throw new InvalidDataException($"{path}: name: expected {name}, found {manifest.Name}");
        if (manifest.TrainedThrough != trainedThrough)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{path}: trainedThrough: expected {trainedThrough:yyyy-MM-dd}, found {manifest.TrainedThrough:yyyy-MM-dd}"));
        var model = read(ModelKey(name, trainedThrough));
        var hash = HashOf(model);
        if (hash != manifest.ModelSha256)
            throw new InvalidDataException($"{ModelKey(name, trainedThrough)}: sha256: expected {manifest.ModelSha256}, found {hash}");
        return new ModelBundle(FolderKey(name, trainedThrough), manifest, model);
    }

    /// <summary>Reads a bundle from an object store's folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing; the manifest is bad, belongs to another name or date, or is not this model's.</exception>
    public static ModelBundle Read(string storeRoot, string name, DateOnly trainedThrough)
    {
        return Read(ReadFile, name, trainedThrough);

        byte[] ReadFile(string key)
        {
            var path = System.IO.Path.Combine(storeRoot, key);
            return File.Exists(path) ? File.ReadAllBytes(path) : throw new InvalidDataException($"{path}: expected a file, found none");
        }
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether it can name a model: 1 to 100 letters, digits, '-' and '_' (a key of LEAN's object store allows one dot, which the file takes).</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= 100 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static void RequireName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
            throw new ArgumentException($"model name: expected letters, digits, '-' and '_', found '{name}'", nameof(name));
    }

    private static void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
