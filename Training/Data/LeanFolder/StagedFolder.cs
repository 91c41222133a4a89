namespace LeanDeep.Training.Data;

/// <summary>An output folder that appears whole or not at all: it is built beside its place and renamed into it.</summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly bool _replace;
    private bool _committed;

    /// <param name="target">Where the folder shall appear; must be absent or empty.</param>
    /// <param name="replace">Whether an existing data folder there may be replaced.</param>
    /// <exception cref="IOException">The target exists and is not empty, or is not a data folder and so is not replaced.</exception>
    public StagedFolder(string target, bool replace)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        _replace = replace;
        EnsureFree();
        var parent = Path.GetDirectoryName(_target) ?? throw new IOException($"{_target}: expected a folder that can be created, found a root");
        Root = Path.Combine(parent, $".{Path.GetFileName(_target)}.partial-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(parent);
            if (Directory.Exists(Root))
                Directory.Delete(Root, recursive: true);
            Directory.CreateDirectory(Root);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{target}: expected a folder that can be made, found that {parent} does not take one ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    /// <summary>The folder to write into.</summary>
    public string Root { get; }

    /// <summary>Puts the folder in its place.</summary>
    public void Commit()
    {
        EnsureFree();
        var old = Path.Combine(Path.GetDirectoryName(Root)!, $".{Path.GetFileName(_target)}.old-{Environment.ProcessId}");
        var replaces = Directory.Exists(_target);
        if (replaces)
            Directory.Move(_target, old);
        try
        {
            Directory.Move(Root, _target);
        }
        catch when (replaces)
        {
            Directory.Move(old, _target);
            throw;
        }
        _committed = true;
        if (replaces)
            Directory.Delete(old, recursive: true);
    }

    public void Dispose()
    {
        if (!_committed && Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }

    private void EnsureFree()
    {
        if (File.Exists(_target))
            throw new IOException($"{_target}: expected an absent or empty folder, found a file");
        if (!Directory.Exists(_target) || !Directory.EnumerateFileSystemEntries(_target).Any())
            return;
        if (!_replace)
            throw new IOException($"{_target}: expected an absent or empty folder, found a folder with content (replacing it has to be asked for)");
        if (!File.Exists(LeanPaths.Metadata(_target)) && !Directory.Exists(Path.Combine(_target, "equity")))
            throw new IOException($"{_target}: expected a data folder to replace, found neither metadata.json nor equity/ in it");
    }
}
