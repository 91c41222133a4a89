using System.Buffers.Binary;
using System.Numerics;

namespace LeanDeep.Training.Reports.TensorBoard;

/// <summary>The frame that TFRecord files put around each record: length (uint64), masked CRC-32C of these eight bytes, the record, masked CRC-32C of the record;
/// little-endian.</summary>
/// <remarks>Source: TensorFlow, tensorflow/core/lib/io/record_writer.h and tensorflow/core/lib/hash/crc32c.h; Castagnoli's polynomial, RFC 3720.</remarks>
internal static class RecordFrame
{
    private const int Head = sizeof(ulong) + sizeof(uint), Tail = sizeof(uint);

    /// <summary>The framed record.</summary>
    public static byte[] Around(ReadOnlySpan<byte> record)
    {
        var framed = new byte[Head + record.Length + Tail];
        BinaryPrimitives.WriteUInt64LittleEndian(framed, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(sizeof(ulong)), Mask(Crc32C(framed.AsSpan(0, sizeof(ulong)))));
        record.CopyTo(framed.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(Head + record.Length), Mask(Crc32C(record)));
        return framed;
    }

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>Sums of data that holds sums say little, so they are stored turned and shifted.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
}
