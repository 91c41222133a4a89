using System.Buffers.Binary;

namespace QuantConnect.Lean.Engine;

/// <summary>The checksum of zip entries (polynomial 0xEDB88320), eight bytes a step; .NET does not verify it when it reads an archive.</summary>
internal static class ZipChecksum
{
    private static readonly uint[] Tables = BuildTables();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var t = Tables.AsSpan();
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var a = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[1792 + (int)(a & 255)] ^ t[1536 + (int)((a >> 8) & 255)] ^ t[1280 + (int)((a >> 16) & 255)] ^ t[1024 + (int)(a >> 24)]
                ^ t[768 + (int)(b & 255)] ^ t[512 + (int)((b >> 8) & 255)] ^ t[256 + (int)((b >> 16) & 255)] ^ t[(int)(b >> 24)];
        }
        foreach (var x in bytes)
            crc = (crc >> 8) ^ t[(int)((crc ^ x) & 255)];
        return ~crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            tables[n] = c;
        }
        for (var n = 256; n < tables.Length; n++)
            tables[n] = (tables[n - 256] >> 8) ^ tables[tables[n - 256] & 255];
        return tables;
    }
}
