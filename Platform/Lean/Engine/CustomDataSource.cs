using System.IO.Compression;
using System.Text;
using QuantConnect.Data;
using QuantConnect.Interfaces;

namespace QuantConnect.Lean.Engine;

/// <summary>Opens sources of custom data: local files and the object store, plain or zipped.</summary>
internal static class CustomDataSource
{
    /// <returns>None where there is no such file or key; all entries of a zip archive, or the one that is named after '#'.</returns>
    /// <exception cref="NotSupportedException">A source elsewhere, or in another format.</exception>
    public static IEnumerable<StreamReader> Open(SubscriptionDataSource source, Type type, IObjectStore store)
    {
        if (source.TransportMedium is not (SubscriptionTransportMedium.LocalFile or SubscriptionTransportMedium.ObjectStore))
            throw new NotSupportedException($"{type.Name}.GetSource: transport medium {source.TransportMedium} is not supported by this engine (supported: LocalFile, ObjectStore), source {source.Source}");
        if (source.Format is FileFormat.Binary or FileFormat.Index)
            throw new NotSupportedException($"{type.Name}.GetSource: format {source.Format} is not supported by this engine (supported: Csv, ZipEntryName, UnfoldingCollection, FoldingCollection), source {source.Source}");
        return Read(source, store);
    }

    private static IEnumerable<StreamReader> Read(SubscriptionDataSource source, IObjectStore store)
    {
        var mark = source.Source.IndexOf(".zip#", StringComparison.OrdinalIgnoreCase);
        var (name, entry) = mark < 0 ? (source.Source, null) : (source.Source[..(mark + 4)], source.Source[(mark + 5)..]);
        var stream = source.TransportMedium == SubscriptionTransportMedium.ObjectStore
            ? store.ContainsKey(name) ? new MemoryStream(store.ReadBytes(name)) : (Stream)null
            : File.Exists(name) ? File.OpenRead(name) : null;
        if (stream == null) yield break;
        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            yield return new StreamReader(stream);
            yield break;
        }
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        if (source.Format == FileFormat.ZipEntryName)
        {
            yield return new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', archive.Entries.Select(x => x.FullName)))));
            yield break;
        }
        foreach (var item in archive.Entries)
            if (entry == null || string.Equals(item.FullName, entry, StringComparison.OrdinalIgnoreCase)) yield return new StreamReader(item.Open());
    }
}
