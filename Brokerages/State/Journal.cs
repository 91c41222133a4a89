using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeanDeep.Brokerages.State;

/// <summary>A file to which entries are only added, each on the disk before the next step is taken. One process at a time.</summary>
/// <remarks>A line is a checksum, a blank and JSON. A last line that a crash cut off is taken away on opening; damage anywhere else is an error, as
/// what came after it cannot be trusted to be all.</remarks>
public sealed class Journal : IDisposable
{
    private const int ChecksumLength = 16;

    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    private readonly FileStream _file;
    private readonly string _path;
    private readonly List<JournalEntry> _entries = [];

    /// <exception cref="InvalidDataException">A line before the last is damaged.</exception>
    /// <exception cref="IOException">Another process has it open, or it cannot be written.</exception>
    public Journal(string path)
    {
        _path = path;
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"{path}: expected a journal of this process alone, found it in use: is another instance running?", e);
        }
        try
        {
            Read();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>All that is in it, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Whether a line that was cut off was taken away on opening.</summary>
    public bool WasCutOff { get; private set; }

    /// <summary>Adds an entry; it is on the disk when this returns.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="durable">False for what the broker knows as well: it outlives the process, though not a loss of power.</param>
    /// <exception cref="IOException">It could not be written; the journal is as it was before.</exception>
    public void Append(JournalEntry entry, bool durable = true)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var json = JsonSerializer.Serialize(entry, Format);
        var line = Encoding.UTF8.GetBytes($"{Checksum(Encoding.UTF8.GetBytes(json))} {json}\n");
        var end = _file.Length;
        try
        {
            _file.Position = end;
            _file.Write(line);
            _file.Flush(flushToDisk: durable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException) // the last: a file as long as it may be
        {
            _file.SetLength(end);
            throw new IOException($"{_path}: cannot write the journal: {e.Message}", e);
        }
        _entries.Add(entry);
    }

    public void Dispose() => _file.Dispose();

    private void Read()
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int start = 0, number = 0;
        while (start < bytes.Length)
        {
            number++;
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var entry = length < 0 ? null : Parse(bytes.AsSpan(start, length));
            if (entry is null)
            {
                if (length >= 0 && start + length + 1 < bytes.Length)
                    throw new InvalidDataException($"{_path}: line {number}: expected an entry with its checksum, found a damaged one");
                WasCutOff = true;
                _file.SetLength(start);
                _file.Flush(flushToDisk: true);
                return;
            }
            _entries.Add(entry);
            start += length + 1;
        }
    }

    private static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length <= ChecksumLength || line[ChecksumLength] != ' ' || Encoding.ASCII.GetString(line[..ChecksumLength]) != Checksum(line[(ChecksumLength + 1)..])) return null;
        try
        {
            return JsonSerializer.Deserialize<JournalEntry>(line[(ChecksumLength + 1)..], Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Checksum(ReadOnlySpan<byte> json) =>
        BitConverter.ToUInt64(SHA256.HashData(json)).ToString("x16", CultureInfo.InvariantCulture);
}
