using System.Runtime.InteropServices;
using System.Text;

namespace QuantConnect.Lean.Engine;

/// <summary>Collects bars and writes them as one <see cref="BarSegment"/>.</summary>
internal sealed class BarSegmentWriter
{
    private readonly List<(BarSegment.Row Row, string Name, BarColumns Columns)> _entries = [];
    private readonly HashSet<string> _names = [];

    public int Count => _entries.Count;

    /// <summary>Adds a file's bars, unless its name is there.</summary>
    public void Add(string name, FileStamp stamp, BarColumns columns)
    {
        var bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > short.MaxValue || !_names.Add(name)) return;
        _entries.Add((new BarSegment.Row { Hash = BarSegment.Hash(name), Stamp = stamp, Bars = columns.Count, NameBytes = (short)bytes, Scale = columns.Scale }, name, columns));
    }

    /// <summary>Writes a new file.</summary>
    public void Write(string path)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        entries.Sort(static (a, b) => a.Row.Hash.CompareTo(b.Row.Hash));
        var rows = new BarSegment.Row[entries.Length];
        long index = Marshal.SizeOf<BarSegment.Header>(), end = index + MemoryMarshal.AsBytes<BarSegment.Row>(rows).Length;
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, preallocationSize: entries.Length == 0 ? 0 : end);
        var block = Array.Empty<ulong>();
        for (var i = 0; i < entries.Length; i++)
        {
            var (row, name, columns) = entries[i];
            row.Offset = end;
            var words = (int)row.Words;
            if (block.Length < words) block = new ulong[words];
            var text = block.AsSpan(0, row.NameWords);
            var numbers = MemoryMarshal.Cast<ulong, long>(block.AsSpan(row.NameWords, words - row.NameWords));
            text.Clear();
            Encoding.UTF8.GetBytes(name, MemoryMarshal.AsBytes(text));
            for (var column = 0; column < BarColumns.Width; column++) columns.Column(column).CopyTo(numbers[(column * row.Bars)..]);
            row.Checksum = BlockChecksum.Compute(block.AsSpan(0, words));
            RandomAccess.Write(file, MemoryMarshal.AsBytes(block.AsSpan(0, words)), end);
            end += 8L * words;
            rows[i] = row;
        }
        var content = MemoryMarshal.AsBytes<BarSegment.Row>(rows);
        RandomAccess.Write(file, content, index);
        var header = new BarSegment.Header { Magic = BarSegment.Magic, Length = end, Count = rows.Length, Checksum = BlockChecksum.Compute(MemoryMarshal.Cast<byte, ulong>(content)) };
        RandomAccess.Write(file, MemoryMarshal.AsBytes(new Span<BarSegment.Header>(ref header)), 0);
    }
}
