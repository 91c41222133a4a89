using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;

namespace QuantConnect.Lean.Engine;

/// <summary>One cache file, mapped into memory for as long as the process lives: a header, an index by the hash of names, and for every
/// name a block with the name and its bars in columns, as they are used.</summary>
/// <remarks>Layout in the machine's byte order: <see cref="Header"/>, then <see cref="Row"/>s by hash, then the blocks. A block is the name in UTF-8, padded
/// to eight bytes, and the columns of a <see cref="BarColumns"/>. A file of another layout or machine fails the check of its header.</remarks>
internal sealed unsafe class BarSegment
{
    public const ulong Magic = 0x0131_5241_424C_4544; // "DELBAR1", version 1

    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        public ulong Magic;
        public long Length;
        public long Count;
        /// <summary>Of the index.</summary>
        public ulong Checksum;
    }

    /// <summary>The index entry of one file of bars.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Row
    {
        public ulong Hash;
        public FileStamp Stamp;
        /// <summary>Place of the block in the file; a multiple of eight.</summary>
        public long Offset;
        /// <summary>Of the block.</summary>
        public ulong Checksum;
        public int Bars;
        public short NameBytes;
        public byte Scale;

        public readonly int NameWords => (NameBytes + 7) / 8;

        /// <summary>Numbers of eight bytes in the block.</summary>
        public readonly long Words => NameWords + (long)BarColumns.Width * Bars;
    }

    private readonly byte* _file;
    private readonly int _count;
    private volatile bool _damaged;

    private BarSegment(string path, byte* file, long length, int count)
    {
        _file = file;
        (Path, Length, _count) = (path, length, count);
    }

    public string Path { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Whether some block did not fit its checksum.</summary>
    public bool IsDamaged => _damaged;

    public ReadOnlySpan<Row> Rows => new(_file + sizeof(Header), _count);

    /// <returns>Null for a file that is no segment, or a damaged one.</returns>
    /// <exception cref="IOException">It cannot be read; it may be gone by now.</exception>
    public static BarSegment Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        var length = stream.Length;
        if (length < sizeof(Header)) return null;
        var mapped = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var view = mapped.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* file = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref file); // never released
        var header = *(Header*)file;
        var fits = header.Magic == Magic && header.Length == length && header.Count >= 0 && header.Count <= (length - sizeof(Header)) / sizeof(Row);
        if (fits) fits = BlockChecksum.Compute(new ReadOnlySpan<ulong>(file + sizeof(Header), checked((int)header.Count * (sizeof(Row) / 8)))) == header.Checksum;
        if (fits) return new BarSegment(path, file, length, (int)header.Count);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        mapped.Dispose();
        return null;
    }

    /// <summary>The bars of a file, if they are here and as the file is now.</summary>
    public BarColumns Find(string name, FileStamp stamp)
    {
        var rows = Rows;
        var hash = Hash(name);
        int low = 0, high = rows.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (rows[middle].Hash < hash) low = middle + 1;
            else high = middle;
        }
        for (; low < rows.Length && rows[low].Hash == hash; low++)
            if (rows[low].Stamp == stamp && Block(rows[low]) is var block && block.Length > 0 && Name(rows[low]) == name) return Columns(rows[low]);
        return null;
    }

    public string Name(in Row row) => Encoding.UTF8.GetString(_file + row.Offset, row.NameBytes);

    public BarColumns Columns(in Row row) => new((long*)(_file + row.Offset) + row.NameWords, row.Bars, row.Scale);

    /// <summary>A block that fits its checksum; otherwise none, and the segment counts as damaged.</summary>
    public ReadOnlySpan<ulong> Block(in Row row)
    {
        if (row.Bars >= 0 && row.NameBytes > 0 && row.Offset >= sizeof(Header) && row.Offset % 8 == 0 && row.Words <= int.MaxValue && row.Offset <= Length - 8 * row.Words)
        {
            var block = new ReadOnlySpan<ulong>(_file + row.Offset, (int)row.Words);
            if (BlockChecksum.Compute(block) == row.Checksum) return block;
        }
        _damaged = true;
        return [];
    }

    /// <summary>FNV-1a over the name's characters.</summary>
    public static ulong Hash(string name)
    {
        var hash = 0xCBF2_9CE4_8422_2325;
        foreach (var character in name) hash = (hash ^ character) * 0x0000_0100_0000_01B3;
        return hash;
    }
}
