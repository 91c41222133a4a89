using System.Text;

namespace LeanDeep.Tests.Training.Reports.TensorBoard;

/// <summary>Reads event files from the published format alone, with a checksum computed bit by bit.</summary>
internal static class EventReader
{
    /// <param name="Tag">Name of the chart.</param>
    /// <param name="Step">Of the event.</param>
    /// <param name="Time">Seconds since 1970.</param>
    /// <param name="Version">Of a file's first record; null elsewhere.</param>
    /// <param name="Scalar">Null where the value is a histogram.</param>
    /// <param name="Histogram">Fields 1 to 7 of the histogram by number, each with its numbers.</param>
    public sealed record Entry(string? Tag, long Step, double Time, string? Version, float? Scalar, Dictionary<int, double[]>? Histogram);

    /// <summary>All whole records; a torn one at the end is passed over, as TensorBoard does.</summary>
    public static List<Entry> Read(byte[] file)
    {
        List<Entry> entries = [];
        for (var at = 0; at + 12 <= file.Length;)
        {
            var length = (int)BitConverter.ToUInt64(file, at);
            Assert.Equal(Masked(file.AsSpan(at, 8)), BitConverter.ToUInt32(file, at + 8));
            if (at + 12 + length + 4 > file.Length)
                break;
            var record = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(record), BitConverter.ToUInt32(file, at + 12 + length));
            entries.Add(Event(record.ToArray()));
            at += 12 + length + 4;
        }
        return entries;
    }

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return crc ^ 0xFFFFFFFF;
    }

    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private static Entry Event(byte[] record)
    {
        var fields = Fields(record).ToArray();
        var time = BitConverter.ToDouble(fields.Single(f => f.Number == 1).Bytes);
        var step = (long)fields.Where(f => f.Number == 2).Select(f => f.Varint).SingleOrDefault();
        if (fields.SingleOrDefault(f => f.Number == 3).Bytes is { } version)
            return new Entry(null, step, time, Encoding.UTF8.GetString(version), null, null);
        var value = Fields(Fields(fields.Single(f => f.Number == 5).Bytes).Single().Bytes).ToArray();
        var tag = Encoding.UTF8.GetString(value.Single(f => f.Number == 1).Bytes);
        return value.SingleOrDefault(f => f.Number == 2).Bytes is { } scalar
            ? new Entry(tag, step, time, null, BitConverter.ToSingle(scalar), null)
            : new Entry(tag, step, time, null, null, Fields(value.Single(f => f.Number == 5).Bytes).ToDictionary(f => f.Number, f => f.Bytes.Chunk(8).Select(b => BitConverter.ToDouble(b)).ToArray()));
    }

    /// <summary>A protobuf message's fields: wire types 0 (varint), 1 (8 bytes), 2 (length and bytes), 5 (4 bytes).</summary>
    private static IEnumerable<(int Number, byte[] Bytes, ulong Varint)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint();
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (number, [], Varint());
                    break;
                case 1:
                    yield return (number, message[at..(at += 8)], 0);
                    break;
                case 2:
                    var length = (int)Varint();
                    yield return (number, message[at..(at += length)], 0);
                    break;
                case 5:
                    yield return (number, message[at..(at += 4)], 0);
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }

            ulong Varint()
            {
                var value = 0ul;
                for (var shift = 0; ; shift += 7)
                {
                    value |= (ulong)(message[at] & 127) << shift;
                    if (message[at++] < 128)
                        return value;
                }
            }
        }
    }
}
