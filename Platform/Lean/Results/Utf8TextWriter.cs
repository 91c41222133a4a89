using System.Text;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes text to a stream as UTF-8, and between two texts bytes that are UTF-8 already.</summary>
internal sealed class Utf8TextWriter(Stream stream) : TextWriter
{
    private readonly byte[] _bytes = new byte[1 << 16];
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_bytes.Length - _length < 8) Empty();
            _encoder.Convert(buffer, _bytes.AsSpan(_length), flush: false, out var read, out var written, out _);
            buffer = buffer[read..];
            _length += written;
        }
    }

    public void WriteBytes(ReadOnlySpan<byte> utf8)
    {
        if (_bytes.Length - _length < utf8.Length) Empty();
        if (utf8.Length > _bytes.Length)
        {
            stream.Write(utf8);
            return;
        }
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Hands everything to the stream.</summary>
    public override void Flush() => Empty();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Half a surrogate pair at the very end.
            _length += _encoder.GetBytes([], _bytes.AsSpan(_length), flush: true);
            Empty();
        }
        base.Dispose(disposing);
    }

    private void Empty()
    {
        stream.Write(_bytes.AsSpan(0, _length));
        _length = 0;
    }
}
