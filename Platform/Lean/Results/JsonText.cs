using System.Buffers;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>JSON as UTF-8, piece by piece, with numbers, times and texts formed as Newtonsoft forms them.</summary>
internal sealed class JsonText
{
    // What Newtonsoft escapes, or may; the rest of ASCII goes out as it is.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        string.Concat(Enumerable.Range(32, 95).Select(x => (char)x).Where(x => x is not ('"' or '\\'))));

    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes the last bytes back.</summary>
    public void Back(int bytes) => Length -= bytes;

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        Length += utf8.Length;
    }

    public void Number(long value)
    {
        value.TryFormat(Room(20), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>With a decimal place, be it zero.</summary>
    public void Number(decimal value)
    {
        value.TryFormat(Room(33), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
        if (value.Scale == 0) Raw(".0"u8);
    }

    /// <summary>With a decimal place or an exponent.</summary>
    public void Number(double value)
    {
        var room = Room(32);
        value.TryFormat(room, out var written, "R", CultureInfo.InvariantCulture);
        Length += written;
        if (!room[..written].ContainsAny((byte)'.', (byte)'E')) Raw(".0"u8);
    }

    /// <summary>A UTC time with as many fractional digits as it needs.</summary>
    public void Utc(DateTime value)
    {
        var room = Room(30);
        var fraction = value.Ticks % TimeSpan.TicksPerSecond;
        value.TryFormat(room, out var written, "\\\"yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        Length += written;
        if (fraction != 0)
        {
            Raw("."u8);
            var digits = Room(7);
            fraction.TryFormat(digits, out written, "D7", CultureInfo.InvariantCulture);
            Length += digits[..written].TrimEnd((byte)'0').Length;
        }
        Raw("Z\""u8);
    }

    public void Text(string value)
    {
        if (value == null) Raw("null"u8);
        else if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            var room = Room(value.Length + 2);
            room[0] = (byte)'"';
            Encoding.UTF8.GetBytes(value, room[1..]);
            room[value.Length + 1] = (byte)'"';
            Length += value.Length + 2;
        }
        else Raw(Encoding.UTF8.GetBytes(JsonConvert.ToString(value)));
    }

    /// <summary>JSON as it is.</summary>
    public void Utf16(string json) => Length += Encoding.UTF8.GetBytes(json, Room(Encoding.UTF8.GetMaxByteCount(json.Length)));

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + length));
        return _bytes.AsSpan(Length);
    }
}
