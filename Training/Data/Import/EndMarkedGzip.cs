using System.IO.Compression;

namespace LeanDeep.Training.Data;

/// <summary>A gzip file followed by one more gzip member that holds a marker. Decompressed, the text ends with the marker
/// exactly if the file is whole; .NET itself takes many a cut-off file for a complete one.</summary>
internal sealed class EndMarkedGzip(Stream file) : Stream
{
    private static readonly byte[] Member = MakeMember();
    private int _at;

    /// <summary>Does not occur in text and has no line end.</summary>
    public static ReadOnlySpan<byte> Marker => "\0\u0001the end\0"u8;

    public override int Read(Span<byte> buffer)
    {
        var got = file.Read(buffer);
        if (got > 0)
            return got;
        got = Math.Min(buffer.Length, Member.Length - _at);
        Member.AsSpan(_at, got).CopyTo(buffer);
        _at += got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] MakeMember()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Marker);
        return bytes.ToArray();
    }
}
