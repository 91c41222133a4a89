using System.IO.Compression;
using System.Text;

namespace LeanDeep.Tests.Training.Data;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"leandeep-{Guid.NewGuid():N}");

    public string this[string relative] => Path.Combine(Root, relative);

    public string WriteText(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string WriteGzip(string relative, string text)
    {
        using var file = File.Create(this[relative]);
        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return this[relative];
    }

    /// <summary>The one entry of a zip below the folder.</summary>
    public string Unzip(string relative) => UnzipAt(this[relative]);

    public static string UnzipAt(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        using var reader = new StreamReader(Assert.Single(zip.Entries).Open());
        return reader.ReadToEnd();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
