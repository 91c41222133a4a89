using System.IO.Compression;
using System.Text;
using QuantConnect.Lean.Engine;
using QuantConnect.Logging;

namespace QuantConnect;

/// <summary>Zip archives of texts, bytes and files.</summary>
/// <remarks>As in LEAN, methods that return whether they succeeded write failures to the log, and readers give nothing of a file that is not there.</remarks>
public static class Compression
{
    /// <summary>Writes an archive of texts by their names.</summary>
    public static bool ZipData(string zipPath, Dictionary<string, string> filenamesAndData) =>
        Attempt(() => Create(zipPath, filenamesAndData.Select(x => (x.Key, (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(x.Value)))))));

    /// <summary>Writes an archive of bytes by their names.</summary>
    public static bool ZipData(string zipPath, IEnumerable<KeyValuePair<string, byte[]>> filenamesAndData) =>
        Attempt(() => Create(zipPath, filenamesAndData.Select(x => (x.Key, (Action<Stream>)(stream => stream.Write(x.Value))))));

    /// <summary>Writes an archive of one text.</summary>
    public static bool ZipData(string zipPath, string zipEntry, IEnumerable<string> lines) => Attempt(() => Create(zipPath, [(zipEntry, stream =>
    {
        using var writer = new StreamWriter(stream);
        foreach (var line in lines) writer.WriteLine(line);
    })]));

    /// <summary>Adds a text to an archive, which is made where there is none.</summary>
    /// <returns>False also where the entry is there and is not to be replaced.</returns>
    public static bool ZipCreateAppendData(string path, string entry, string data, bool overrideEntry = false) => ZipCreateAppendData(path, entry, Encoding.UTF8.GetBytes(data), overrideEntry);

    /// <summary>Adds bytes to an archive, which is made where there is none.</summary>
    /// <returns>False also where the entry is there and is not to be replaced.</returns>
    public static bool ZipCreateAppendData(string path, string entry, byte[] data, bool overrideEntry = false)
    {
        var added = false;
        return Attempt(() =>
        {
            using var archive = new ZipArchive(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), ZipArchiveMode.Update);
            var existing = archive.GetEntry(entry);
            if (existing != null && !overrideEntry) return;
            existing?.Delete();
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(data);
            added = true;
        }) && added;
    }

    /// <summary>An archive of one entry.</summary>
    public static byte[] ZipBytes(byte[] bytes, string zipEntryName)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        using (var stream = archive.CreateEntry(zipEntryName, CompressionLevel.SmallestSize).Open())
            stream.Write(bytes);
        return target.ToArray();
    }

    /// <summary>The texts of an archive by their names.</summary>
    /// <param name="encoding">Default ASCII.</param>
    public static Dictionary<string, string> UnzipData(byte[] zipData, Encoding encoding = null)
    {
        var texts = new Dictionary<string, string>();
        Attempt(() =>
        {
            using var archive = new ZipArchive(new MemoryStream(zipData));
            foreach (var entry in archive.Entries) texts[entry.FullName] = (encoding ?? Encoding.ASCII).GetString(Bytes(entry));
        });
        return texts;
    }

    /// <summary>Writes an archive of one text.</summary>
    public static void Zip(string data, string zipPath, string zipEntry) => Create(zipPath, [(zipEntry, stream => stream.Write(Encoding.UTF8.GetBytes(data)))]);

    /// <summary>Archives a file beside it, under its name without .csv or .txt.</summary>
    /// <returns>The archive's path.</returns>
    public static string Zip(string textPath, bool deleteOriginal = true) => Zip(textPath, Path.GetFileName(textPath), deleteOriginal);

    /// <summary>Archives a file beside it, under its name without .csv or .txt.</summary>
    /// <returns>The archive's path.</returns>
    public static string Zip(string textPath, string zipEntryName, bool deleteOriginal = true)
    {
        var zipPath = textPath.Replace(".csv", ".zip", StringComparison.Ordinal).Replace(".txt", ".zip", StringComparison.Ordinal);
        Zip(textPath, zipPath, zipEntryName, deleteOriginal);
        return zipPath;
    }

    /// <summary>Archives a file.</summary>
    public static void Zip(string source, string destination, string zipEntryName, bool deleteOriginal) => Attempt(() =>
    {
        Create(destination, [(zipEntryName, stream => stream.Write(File.ReadAllBytes(source)))]);
        if (deleteOriginal) File.Delete(source);
    });

    /// <summary>Archives files under their names without folders.</summary>
    public static void ZipFiles(string destination, IEnumerable<string> files) =>
        Attempt(() => Create(destination, files.Select(x => (Path.GetFileName(x), (Action<Stream>)(stream => stream.Write(File.ReadAllBytes(x)))))));

    /// <summary>Archives a folder.</summary>
    public static bool ZipDirectory(string directory, string destination, bool includeRootInZip = true) => Attempt(() =>
    {
        File.Delete(destination);
        ZipFile.CreateFromDirectory(directory, destination, CompressionLevel.Fastest, includeRootInZip);
    });

    /// <summary>Extracts an archive to a folder.</summary>
    /// <returns>False also where there is no such archive, or a file is there and is not to be replaced.</returns>
    public static bool Unzip(string zip, string directory, bool overwrite = false) => File.Exists(zip) && Attempt(() => ZipFile.ExtractToDirectory(zip, directory, overwrite));

    /// <summary>The lines of an archive's texts by their names.</summary>
    public static IEnumerable<KeyValuePair<string, List<string>>> Unzip(string filename)
    {
        if (File.Exists(filename)) return Unzip(File.OpenRead(filename));
        Log.Error($"Compression.Unzip(): File does not exist: {filename}");
        return [];
    }

    /// <summary>The lines of an archive's texts by their names; closes the stream.</summary>
    public static IEnumerable<KeyValuePair<string, List<string>>> Unzip(Stream stream)
    {
        using var archive = new ZipArchive(stream);
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var lines = new List<string>();
            while (reader.ReadLine() is { } line) lines.Add(line);
            yield return new(entry.FullName, lines);
        }
    }

    /// <summary>The lines of an archive's first text.</summary>
    public static List<string> ReadLines(string filename)
    {
        List<string> lines = [];
        Attempt(() => lines = Unzip(filename).First().Value);
        return lines;
    }

    /// <summary>Extracts an archive to a folder.</summary>
    /// <returns>The files' paths.</returns>
    public static List<string> UnzipToFolder(byte[] zipData, string outputFolder) => UnzipToFolder(new MemoryStream(zipData), outputFolder);

    /// <summary>Extracts an archive to the folder in which it lies.</summary>
    /// <returns>The files' paths.</returns>
    public static List<string> UnzipToFolder(string zipFile) => UnzipToFolder(File.OpenRead(zipFile), Path.GetDirectoryName(zipFile));

    /// <summary>Names of an archive's entries.</summary>
    public static IEnumerable<string> GetZipEntryFileNames(string zipFileName) => GetZipEntryFileNames(File.OpenRead(zipFileName));

    /// <summary>Names of an archive's entries; closes the stream.</summary>
    public static IEnumerable<string> GetZipEntryFileNames(Stream zipFileStream)
    {
        using var archive = new ZipArchive(zipFileStream);
        return [.. archive.Entries.Select(x => x.FullName)];
    }

    /// <summary>Whether all of an archive's entries have their checksums.</summary>
    public static bool ValidateZip(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.All(x => ZipChecksum.Compute(Bytes(x)) == x.Crc32);
    }

    private static List<string> UnzipToFolder(Stream stream, string folder)
    {
        using var archive = new ZipArchive(stream);
        var root = Path.GetFullPath(string.IsNullOrEmpty(folder) ? "." : folder) + Path.DirectorySeparatorChar;
        var files = new List<string>();
        foreach (var entry in archive.Entries.Where(x => x.Name.Length > 0))
        {
            var file = Path.Combine(folder ?? "", entry.FullName);
            if (!Path.GetFullPath(file).StartsWith(root, StringComparison.Ordinal)) throw new InvalidDataException($"{entry.FullName}: expected a path within the archive's folder");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file)));
            entry.ExtractToFile(file, overwrite: true);
            files.Add(file);
        }
        return files;
    }

    private static void Create(string path, IEnumerable<(string Name, Action<Stream> Write)> entries)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, write) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            write(stream);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static bool Attempt(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.Error(e);
            return false;
        }
    }
}
