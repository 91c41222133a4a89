using System.Buffers;
using System.IO.Compression;

namespace QuantConnect.Lean.Engine;

/// <summary>The text of a zip with one file.</summary>
internal static class ZipText
{
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public static byte[] Read(string path) => Read(path, static length => new byte[length], out _);

    /// <summary>As <see cref="Read(string)"/>, into an array of the pool, which may be longer than the text.</summary>
    public static byte[] Rent(string path, out int length) => Read(path, ArrayPool<byte>.Shared.Rent, out length);

    private static byte[] Read(string path, Func<int, byte[]> allocate, out int length)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(File.ReadAllBytes(path)), ZipArchiveMode.Read);
            if (zip.Entries.Count == 0) throw new InvalidDataException("no entry");
            var entry = zip.Entries[0];
            using var stream = entry.Open();
            length = checked((int)entry.Length);
            var text = allocate(length);
            stream.ReadExactly(text, 0, length);
            if (ZipChecksum.Compute(text.AsSpan(0, length)) != entry.Crc32) throw new InvalidDataException($"the content of {entry.FullName} has another checksum");
            return text;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException($"{path}: expected a zip with one csv file, found a damaged one: {e.Message}", e);
        }
    }
}
