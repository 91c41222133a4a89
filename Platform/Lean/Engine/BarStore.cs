using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;

namespace QuantConnect.Lean.Engine;

/// <summary>Reads bar files of a data folder into columns, and keeps them while the files do not change: for the runs of this process in memory,
/// for later ones in a <see cref="BarArchive"/>.</summary>
internal static class BarStore
{
    private static readonly ConcurrentDictionary<string, Entry> Known = new();
    private static readonly ConcurrentDictionary<(string Root, string DataFolder, Resolution Resolution), BarArchive> Archives = new();

    /// <summary>Daily or hour bars of a ticker; empty where there is no file.</summary>
    /// <exception cref="InvalidDataException">The zip is damaged or a row is malformed.</exception>
    public static BarColumns Read(string dataFolder, string market, string ticker, Resolution resolution) =>
        ReadCached(dataFolder, Path.Combine("equity", market, resolution.ResolutionToLower(), ticker.ToLowerInvariant() + ".zip"), null, Archive(dataFolder, resolution));

    /// <summary>Minute or second bars of a ticker from a span of dates; days without a file are skipped.</summary>
    public static BarColumns ReadDays(string dataFolder, string market, string ticker, DateTime from, DateTime through, Resolution resolution = Resolution.Minute)
    {
        var folder = Path.Combine("equity", market, resolution.ResolutionToLower(), ticker.ToLowerInvariant());
        if (!Directory.Exists(Path.Combine(dataFolder, folder))) return BarColumns.Empty;
        var archive = Archive(dataFolder, resolution);
        var parts = new List<BarColumns>();
        for (var date = from.Date; date <= through.Date; date = date.AddDays(1))
        {
            var part = ReadCached(dataFolder, Path.Combine(folder, date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "_trade.zip"), date, archive);
            if (part.Count > 0) parts.Add(part);
        }
        return BarColumns.Join(parts);
    }

    /// <summary>Writes what was read anew from a data folder to its archives.</summary>
    public static Task SaveAsync(string dataFolder, RunThreads threads)
    {
        var archives = Archives.Where(x => x.Key.DataFolder == dataFolder && x.Value.IsWorthSaving).Select(x => x.Value).ToList();
        return archives.Count == 0 ? Task.CompletedTask : threads.Start(() => archives.ForEach(x => x.Save()));
    }

    /// <summary>Makes this process as if it had read nothing.</summary>
    internal static void Forget()
    {
        Known.Clear();
        Archives.Clear();
    }

    private static BarArchive Archive(string dataFolder, Resolution resolution) =>
        CacheFolder.Root() is not { } root ? null : Archives.GetOrAdd((root, dataFolder, resolution), static key => new BarArchive(key.Root, key.DataFolder, key.Resolution.ResolutionToLower()));

    private static BarColumns ReadCached(string dataFolder, string name, DateTime? date, BarArchive archive)
    {
        var path = Path.Combine(dataFolder, name);
        if (!FileStamp.TryRead(path, out var stamp)) return BarColumns.Empty;
        if (!Known.TryGetValue(path, out var entry) || entry.Stamp != stamp)
            entry = Known.AddOrUpdate(path, _ => Fresh(), (_, known) => known.Stamp == stamp ? known : Fresh());
        try
        {
            return entry.Columns.Value;
        }
        catch
        {
            Known.TryRemove(new KeyValuePair<string, Entry>(path, entry));
            throw;
        }

        // Runs side by side want the same file at the same time: it is read once.
        Entry Fresh() => new(stamp, new Lazy<BarColumns>(() =>
        {
            if (archive?.Find(name, stamp) is { } kept) return kept;
            var columns = ReadZip(path, date);
            archive?.Add(name, stamp, columns);
            return columns;
        }));
    }

    private sealed record Entry(FileStamp Stamp, Lazy<BarColumns> Columns);

    private static BarColumns ReadZip(string path, DateTime? date)
    {
        var text = ZipText.Rent(path, out var length);
        try
        {
            return new BarFileParser(path, text, length, date).Parse();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
