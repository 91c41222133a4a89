using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;

namespace LeanDeep.Training.Data;

/// <summary>LEAN's daily and hour files: a zip that holds one CSV of bars without a header.</summary>
public static class BarFile
{
    // The earliest time that a zip can hold: archives of equal content are equal.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int LongestLine = 120;

    /// <summary>Reads all bars of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged, or a line is malformed, has a price that is not positive,
    /// or does not come after the line before; the message names path and line.</exception>
    public static List<Bar> Read(string path, BarResolution resolution)
    {
        var bars = new List<Bar>();
        Read(path, resolution, bars);
        return bars;
    }

    /// <summary>As <see cref="Read(string, BarResolution)"/>, appending to a list.</summary>
    public static void Read(string path, BarResolution resolution, List<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        WithText(path, text =>
        {
            bars.EnsureCapacity(bars.Count + (text.Length / 40));
            var lines = new BarLines(text, resolution);
            while (lines.Next(out var bar, out var bad))
            {
                if (bad is { } found)
                    throw found.In(path);
                bars.Add(bar);
            }
        });
    }

    /// <summary>Reads what can be read: the good bars, with every bad line beside them.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    internal static void ReadLeniently(string path, BarResolution resolution, List<Bar> bars, List<int> lineNumbers, List<BadLine> badLines) =>
        WithText(path, text =>
        {
            var lines = new BarLines(text, resolution);
            while (lines.Next(out var bar, out var bad))
            {
                if (bad is { } found)
                    badLines.Add(found);
                else
                {
                    bars.Add(bar);
                    lineNumbers.Add(lines.Line);
                }
            }
        });

    /// <summary>Writes a file; the same bars give the same bytes. The folder must exist.</summary>
    /// <param name="path">Where to write; its name without extension becomes the entry's name.</param>
    /// <param name="bars">In order of time.</param>
    /// <param name="compression">How hard to compress.</param>
    public static void Write(string path, ReadOnlySpan<Bar> bars, CompressionLevel compression = CompressionLevel.Optimal)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, bars.Length) * LongestLine);
        try
        {
            var length = Format(bars, buffer);
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            var entry = zip.CreateEntry(Path.GetFileNameWithoutExtension(path) + ".csv", compression);
            entry.LastWriteTime = EntryTime;
            using var stream = entry.Open();
            stream.Write(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The text of a file of these bars.</summary>
    internal static byte[] Text(ReadOnlySpan<Bar> bars)
    {
        var buffer = new byte[bars.Length * LongestLine];
        return buffer[..Format(bars, buffer)];
    }

    private static int Format(ReadOnlySpan<Bar> bars, Span<byte> text)
    {
        var at = 0;
        var day = default(DateOnly);
        var digits = 0;
        foreach (ref readonly var bar in bars)
        {
            if (bar.Date != day || digits == 0)
            {
                day = bar.Date;
                digits = (day.Year * 10_000) + (day.Month * 100) + day.Day;
            }
            at += Put(digits, text[at..], new StandardFormat('D', 8));
            text[at++] = (byte)' ';
            at += Put(bar.Minute / 60, text[at..], new StandardFormat('D', 2));
            text[at++] = (byte)':';
            at += Put(bar.Minute % 60, text[at..], new StandardFormat('D', 2));
            text[at++] = (byte)',';
            at += Put(bar.Open, text[at..]);
            text[at++] = (byte)',';
            at += Put(bar.High, text[at..]);
            text[at++] = (byte)',';
            at += Put(bar.Low, text[at..]);
            text[at++] = (byte)',';
            at += Put(bar.Close, text[at..]);
            text[at++] = (byte)',';
            at += Put(bar.Volume, text[at..]);
            text[at++] = (byte)'\n';
        }
        return at;
    }

    private static int Put(long value, Span<byte> text, StandardFormat format = default)
    {
        Utf8Formatter.TryFormat(value, text, out var written, format);
        return written;
    }

    private delegate void TextReader(ReadOnlySpan<byte> text);

    private static void WithText(string path, TextReader read)
    {
        byte[]? buffer = null;
        try
        {
            var length = 0;
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
                using var zip = new ZipArchive(file, ZipArchiveMode.Read);
                var entry = Entry(zip, path);
                if (entry.Length > int.MaxValue / 2)
                    throw new InvalidDataException($"{path}: expected an entry below 1 GiB, found {entry.Length} bytes");
                buffer = ArrayPool<byte>.Shared.Rent((int)entry.Length + 1);
                using var stream = entry.Open();
                for (int got; length < buffer.Length && (got = stream.Read(buffer, length, buffer.Length - length)) > 0;)
                    length += got;
                if (length != entry.Length || Crc32.Compute(buffer.AsSpan(0, length)) != entry.Crc32)
                    throw new InvalidDataException($"{path}: expected {entry.Length} bytes with checksum {entry.Crc32:x8} in {entry.FullName}, found other content (a damaged or truncated zip)");
            }
            catch (InvalidDataException damaged) when (!damaged.Message.StartsWith(path, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{path}: expected a zip archive with one CSV, found a damaged or truncated file ({damaged.Message.TrimEnd('.')})", damaged);
            }
            read(buffer.AsSpan(0, length));
        }
        finally
        {
            if (buffer != null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string path)
    {
        var wanted = Path.GetFileNameWithoutExtension(path) + ".csv";
        foreach (var entry in zip.Entries)
            if (zip.Entries.Count == 1 || string.Equals(entry.FullName, wanted, StringComparison.OrdinalIgnoreCase))
                return entry;
        throw new InvalidDataException($"{path}: expected the entry {wanted}, found {zip.Entries.Count} others");
    }
}
