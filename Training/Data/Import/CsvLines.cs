using System.IO.Compression;

namespace LeanDeep.Training.Data;

/// <summary>Reads a CSV file, plain or gzip (told by its first bytes), line by line without making strings.</summary>
internal sealed class CsvLines : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _stream;
    private readonly string _path;
    private readonly bool _zipped;
    private byte[] _buffer = new byte[1 << 20];
    private int _start, _end;
    private bool _finished;

    public CsvLines(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            var missing = new BadLine(0, "a CSV file, plain or gzip", Directory.Exists(path) ? "a folder" : "no file").In(path);
            throw Directory.Exists(path) ? missing : new FileNotFoundException(missing.Message, path);
        }
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        _zipped = _file.ReadByte() == 0x1F && _file.ReadByte() == 0x8B;
        _file.Position = 0;
        _stream = _zipped ? new GZipStream(new EndMarkedGzip(_file), CompressionMode.Decompress) : _file;
        try
        {
            Fill();
        }
        catch
        {
            Dispose();
            throw;
        }
        if (_end >= 3 && _buffer is [0xEF, 0xBB, 0xBF, ..])
            _start = 3;
    }

    /// <summary>The current line, counted from 1.</summary>
    public int Line { get; private set; }

    public long BytesRead => _file.Position;
    public long BytesTotal => _file.Length;

    /// <summary>The next line without its end, valid until the next call. False at the end.</summary>
    /// <exception cref="InvalidDataException">The gzip data is damaged or cut off.</exception>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            searched = Math.Min(searched, rest.Length); // the marker goes when the end is found
            var length = rest[searched..].IndexOf((byte)'\n');
            if (length < 0 && !_finished)
            {
                searched = rest.Length;
                Fill();
                continue;
            }
            if (rest.IsEmpty)
            {
                line = default;
                return false;
            }
            length = length < 0 ? rest.Length : searched + length;
            _start += Math.Min(length + 1, rest.Length);
            Line++;
            line = length > 0 && rest[length - 1] == '\r' ? rest[..(length - 1)] : rest[..length];
            return true;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var got = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += got;
            _finished = got == 0;
        }
        catch (InvalidDataException)
        {
            throw new BadLine(Line + 1, "more gzip data", "a damaged or truncated file").In(_path);
        }
        if (_finished && _zipped)
        {
            if (!_buffer.AsSpan(_start, _end - _start).EndsWith(EndMarkedGzip.Marker))
                throw new BadLine(Line + 1, "more gzip data", "a damaged or truncated file").In(_path);
            _end -= EndMarkedGzip.Marker.Length;
        }
    }

    /// <summary>Splits a line at its commas, those inside double quotes excepted.</summary>
    /// <param name="line">One line.</param>
    /// <param name="fields">Filled with where each field stands, without its quotes.</param>
    /// <returns>The number of fields, which may exceed the length of <paramref name="fields"/>.</returns>
    public static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int count = 0, start = 0;
        while (true)
        {
            var quoted = start < line.Length && line[start] == '"';
            var end = start;
            if (quoted)
            {
                end++;
                while (end < line.Length && (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')))
                    end += line[end] == '"' ? 2 : 1;
            }
            var comma = end >= line.Length ? -1 : line[end..].IndexOf((byte)',');
            var next = comma < 0 ? line.Length : end + comma;
            if (count < fields.Length)
                fields[count] = quoted ? (start + 1)..Math.Max(start + 1, Math.Min(end, next)) : start..next;
            count++;
            if (comma < 0)
                return count;
            start = next + 1;
        }
    }
}
