using System.Collections;
using System.Text.RegularExpressions;
using QuantConnect.Configuration;
using QuantConnect.Interfaces;
using QuantConnect.Packets;

namespace QuantConnect.Lean.Engine.Storage;

/// <summary>The object store as files below one folder. Writes are atomic: a reader sees the old content or the new.</summary>
public partial class LocalObjectStore : IObjectStore
{
    private Controls _controls = new();
    private string _root;

    public LocalObjectStore() { }

    internal LocalObjectStore(string root) => _root = Path.GetFullPath(root);

    /// <summary>The folder, unless the run names another.</summary>
    public static string DefaultObjectStore { get; set; } = Path.GetFullPath(Config.Get("object-store-root", "./storage"));

    public event EventHandler<ObjectStoreErrorRaisedEventArgs> ErrorRaised;

    public long MaxSize => _controls.StorageLimit;
    public int MaxFiles => _controls.StorageFileCount;

    private string Root => _root ??= DefaultObjectStore;

    /// <summary>Keys of all objects, in no particular order.</summary>
    public ICollection<string> Keys => !Directory.Exists(Root) ? [] : Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Where(key => !key.EndsWith(Temporary, StringComparison.Ordinal)).ToList();

    private const string Temporary = ".leandeep-new";

    public virtual void Initialize(int userId, int projectId, string userToken, Controls controls, AlgorithmMode algorithmMode) => _controls = controls;

    public bool ContainsKey(string path)
    {
        Require(_controls.StorageAccess.Read, "read from");
        return File.Exists(FileOf(path));
    }

    /// <exception cref="KeyNotFoundException">No such object.</exception>
    public byte[] ReadBytes(string path) => ContainsKey(path)
        ? File.ReadAllBytes(FileOf(path))
        : throw new KeyNotFoundException($"Object with path '{path}' was not found in the current project. Please use ObjectStore.ContainsKey(key) to check if an object exists before attempting to read.");

    /// <returns>False when a limit is exceeded or the content is null.</returns>
    /// <exception cref="ArgumentException">Not a key that the store takes.</exception>
    public bool SaveBytes(string path, byte[] contents)
    {
        ArgumentNullException.ThrowIfNull(path);
        Require(_controls.StorageAccess.Write, "write to");
        if (!KeyPattern().IsMatch(path)) throw new ArgumentException($"LocalObjectStore: path is not supported: '{path}'", nameof(path));
        if (contents is null || !FitsLimits(path, contents.Length)) return false;
        var file = FileOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file));
        File.WriteAllBytes(file + Temporary, contents);
        File.Move(file + Temporary, file, overwrite: true);
        return true;
    }

    public bool Delete(string path)
    {
        Require(_controls.StorageAccess.Delete, "delete objects from");
        var file = FileOf(path);
        if (!File.Exists(file)) return false;
        File.Delete(file);
        return true;
    }

    public virtual string GetFilePath(string path)
    {
        Require(_controls.StorageAccess.Read, "read from");
        var file = FileOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file));
        return file;
    }

    /// <summary>Drops what is cached; nothing is.</summary>
    public void Clear() { }

    public IEnumerator<KeyValuePair<string, byte[]>> GetEnumerator()
    {
        foreach (var key in Keys) yield return new(key, ReadBytes(key));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private bool FitsLimits(string path, long length)
    {
        var target = FileOf(path);
        var files = 1;
        if (Directory.Exists(Root))
            foreach (var file in new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                if (file.FullName == target) continue;
                files++;
                length += file.Length;
            }
        var reason = files > MaxFiles ? $"{files} files, expected {MaxFiles} at most" : length > MaxSize ? $"{length} bytes, expected {MaxSize} at most" : null;
        if (reason is null) return true;
        ErrorRaised?.Invoke(this, new ObjectStoreErrorRaisedEventArgs(new InvalidOperationException($"object store {Root}: {path} not saved: {reason}")));
        return false;
    }

    private string FileOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = Path.GetFullPath(Path.Combine(Root, path.TrimStart('/', '\\').Replace('\\', '/')));
        return file.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new ArgumentException($"object store key: expected a path below the store, found {path}", nameof(path));
    }

    private static void Require(bool allowed, string action)
    {
        if (!allowed) throw new InvalidOperationException($"The current user does not have permission to {action} the organization Object Store.");
    }

    [GeneratedRegex(@"^\.?[a-zA-Z0-9\\/_#\-\$= ]+\.?[a-zA-Z0-9]*$")]
    private static partial Regex KeyPattern();
}
