namespace QuantConnect.Lean.Engine;

/// <summary>The cache of one data folder and resolution: segments that earlier processes wrote, and what this one read anew. Safe to use from several
/// threads and processes: files appear whole under their names and never change. Whatever goes wrong with it costs time, never a run.</summary>
/// <remarks>A new segment takes in older ones that are not larger, so that their number stays a logarithm of the bars', and leaves out what has changed.</remarks>
internal sealed class BarArchive
{
    private const string Extension = ".bars", Staged = ".new";

    private readonly string _root, _dataFolder, _folder;
    private readonly Lock _guard = new(), _saving = new();
    private readonly int _least;
    // A larger file first: it holds most names.
    private BarSegment[] _segments;
    private Dictionary<string, (FileStamp Stamp, BarColumns Columns)> _new = [];
    private int _newBars;
    private bool _damaged;

    /// <param name="root">See <see cref="CacheFolder"/>.</param>
    /// <param name="dataFolder">Names are relative to it.</param>
    /// <param name="group">Name of the folder for the segments: the resolution's.</param>
    /// <param name="least">New bars that are worth a file; fewer are read again next time.</param>
    public BarArchive(string root, string dataFolder, string group, int least = 20_000)
    {
        (_root, _dataFolder, _least) = (root, dataFolder, least);
        _folder = Path.Combine(CacheFolder.Of(root, dataFolder), group);
        _segments = List([]);
    }

    /// <summary>The bars of a file as it is now, or null.</summary>
    public BarColumns Find(string name, FileStamp stamp)
    {
        foreach (var segment in _segments)
            if (segment.Find(name, stamp) is { } columns) return columns;
        return null;
    }

    /// <summary>Keeps what was read from a file for <see cref="Save"/>.</summary>
    public void Add(string name, FileStamp stamp, BarColumns columns)
    {
        if (!stamp.IsSettled(DateTime.UtcNow)) return;
        lock (_guard)
        {
            _new[name] = (stamp, columns);
            _newBars += columns.Count;
        }
    }

    /// <summary>Whether there is enough that is new, or something damaged to replace.</summary>
    public bool IsWorthSaving
    {
        get
        {
            lock (_guard) return _newBars >= _least || (_newBars > 0 && (_damaged || _segments.Any(x => x.IsDamaged)));
        }
    }

    /// <summary>Writes what is new, if it is worth a file.</summary>
    public void Save()
    {
        lock (_saving)
        {
            Dictionary<string, (FileStamp Stamp, BarColumns Columns)> added;
            lock (_guard)
            {
                if (!IsWorthSaving) return;
                (added, _new, _newBars, _damaged) = (_new, [], 0, false);
            }
            try
            {
                Write(added);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
            {
                // No cache then: a full disk, a folder of another user's.
            }
        }
    }

    private void Write(Dictionary<string, (FileStamp Stamp, BarColumns Columns)> added)
    {
        CacheFolder.Create(_root, _dataFolder);
        Directory.CreateDirectory(_folder);
        var segments = List(_segments);
        var writer = new BarSegmentWriter();
        long size = 0;
        foreach (var (name, (stamp, columns)) in added)
        {
            // Another process may have written it by now.
            if (segments.Any(x => x.Find(name, stamp) != null)) continue;
            writer.Add(name, stamp, columns);
            size += 8L * BarColumns.Width * columns.Count;
        }
        var absorbed = new List<BarSegment>();
        foreach (var segment in segments.Reverse())
        {
            if (writer.Count == 0 && !segment.IsDamaged || segment.Length > 2 * size && !segment.IsDamaged) continue;
            absorbed.Add(segment);
            size += segment.Length;
            foreach (ref readonly var row in segment.Rows)
                if (segment.Block(row).Length > 0 && segment.Name(row) is var name && FileStamp.TryRead(Path.Combine(_dataFolder, name), out var now) && now == row.Stamp)
                    writer.Add(name, row.Stamp, segment.Columns(row));
        }
        if (writer.Count > 0)
        {
            var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            try
            {
                writer.Write(path + Staged);
                File.Move(path + Staged, path + Extension);
            }
            catch
            {
                File.Delete(path + Staged);
                throw;
            }
        }
        foreach (var segment in absorbed) Delete(segment.Path);
        foreach (var left in Directory.EnumerateFiles(_folder, "*" + Staged))
            if (File.GetLastWriteTimeUtc(left) < DateTime.UtcNow.AddHours(-1)) Delete(left);
        _segments = List([.. segments.Except(absorbed)]);
        CacheFolder.Purge(_root);
    }

    // The segments there are now, larger ones first; those known stay as they are, damaged ones are deleted.
    private BarSegment[] List(BarSegment[] known)
    {
        var segments = new List<BarSegment>();
        try
        {
            if (!Directory.Exists(_folder)) return [];
            foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension))
            {
                try
                {
                    if (Array.Find(known, x => x.Path == path) is { } open) segments.Add(open);
                    else if (BarSegment.Open(path) is { } segment) segments.Add(segment);
                    else
                    {
                        _damaged = true;
                        Delete(path);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Taken in by another process just now, or another user's.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder went away.
        }
        return [.. segments.OrderByDescending(x => x.Length)];
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use on Windows, or another user's: it stays until it is taken in again.
        }
    }
}
