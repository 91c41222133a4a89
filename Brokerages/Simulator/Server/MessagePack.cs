using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeanDeep.Brokerages.Simulator.Server;

/// <summary>JSON as MessagePack and back, for clients that ask for it. The field <c>t</c> is a time stamp there, as Alpaca has it.</summary>
/// <remarks>Source: the MessagePack specification.</remarks>
internal static class MessagePack
{
    public static byte[] FromJson(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        Write(stream, document.RootElement, false);
        return stream.ToArray();
    }

    /// <exception cref="FormatException">Not MessagePack, or kinds that no client sends.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> packed)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var at = 0;
            Read(packed, ref at, json);
        }
        return stream.ToArray();
    }

    private static void Write(MemoryStream to, JsonElement value, bool isTime)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Head(to, value.EnumerateObject().Count(), 0x80, 15, 0xde);
                foreach (var field in value.EnumerateObject())
                {
                    Text(to, field.Name);
                    Write(to, field.Value, field.Name == "t");
                }
                break;
            case JsonValueKind.Array:
                Head(to, value.GetArrayLength(), 0x90, 15, 0xdc);
                foreach (var item in value.EnumerateArray()) Write(to, item, false);
                break;
            case JsonValueKind.String when isTime && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var time):
                Time(to, time);
                break;
            case JsonValueKind.String: Text(to, value.GetString()!); break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                to.WriteByte(0xd3);
                Big(to, whole);
                break;
            case JsonValueKind.Number:
                to.WriteByte(0xcb);
                Big(to, BitConverter.DoubleToInt64Bits(value.GetDouble()));
                break;
            case JsonValueKind.True or JsonValueKind.False: to.WriteByte((byte)(value.GetBoolean() ? 0xc3 : 0xc2)); break;
            default: to.WriteByte(0xc0); break;
        }
    }

    private static void Head(MemoryStream to, int count, int small, int most, byte wide)
    {
        if (count <= most)
        {
            to.WriteByte((byte)(small | count));
            return;
        }
        if (count > ushort.MaxValue) throw new FormatException($"{count} items");
        to.WriteByte(wide);
        to.WriteByte((byte)(count >> 8));
        to.WriteByte((byte)count);
    }

    private static void Text(MemoryStream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Head(to, bytes.Length, 0xa0, 31, 0xda);
        to.Write(bytes);
    }

    private static void Time(MemoryStream to, DateTimeOffset time)
    {
        // Extension −1, 64 bits: nanoseconds above seconds.
        to.WriteByte(0xd7);
        to.WriteByte(0xff);
        Big(to, ((time.UtcTicks % TimeSpan.TicksPerSecond * 100) << 34) | time.ToUnixTimeSeconds());
    }

    private static void Big(MemoryStream to, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        to.Write(bytes);
    }

    private static void Read(ReadOnlySpan<byte> from, ref int at, Utf8JsonWriter json)
    {
        var head = Take(from, ref at, 1)[0];
        switch (head)
        {
            case <= 0x7f: json.WriteNumberValue(head); break;
            case <= 0x8f: Map(from, ref at, json, head & 15); break;
            case <= 0x9f: Items(from, ref at, json, head & 15); break;
            case <= 0xbf: json.WriteStringValue(Take(from, ref at, head & 31)); break;
            case 0xc0: json.WriteNullValue(); break;
            case 0xc2 or 0xc3: json.WriteBooleanValue(head == 0xc3); break;
            case 0xd9: json.WriteStringValue(Take(from, ref at, Take(from, ref at, 1)[0])); break;
            case 0xda: json.WriteStringValue(Take(from, ref at, Short(from, ref at))); break;
            case 0xdc: Items(from, ref at, json, Short(from, ref at)); break;
            case 0xde: Map(from, ref at, json, Short(from, ref at)); break;
            default: throw new FormatException($"kind {head:x2}");
        }
    }

    private static void Map(ReadOnlySpan<byte> from, ref int at, Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            var head = Take(from, ref at, 1)[0];
            var length = head is >= 0xa0 and <= 0xbf ? head & 31 : head == 0xd9 ? Take(from, ref at, 1)[0] : throw new FormatException($"name of kind {head:x2}");
            json.WritePropertyName(Take(from, ref at, length));
            Read(from, ref at, json);
        }
        json.WriteEndObject();
    }

    private static void Items(ReadOnlySpan<byte> from, ref int at, Utf8JsonWriter json, int count)
    {
        json.WriteStartArray();
        for (var i = 0; i < count; i++) Read(from, ref at, json);
        json.WriteEndArray();
    }

    private static int Short(ReadOnlySpan<byte> from, ref int at) => BinaryPrimitives.ReadUInt16BigEndian(Take(from, ref at, 2));

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> from, ref int at, int count)
    {
        if (at + count > from.Length) throw new FormatException("cut off");
        at += count;
        return from.Slice(at - count, count);
    }
}
