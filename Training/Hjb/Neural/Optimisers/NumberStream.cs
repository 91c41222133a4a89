using System.Runtime.InteropServices;

namespace LeanDeep.Training.Hjb.Neural.Optimisers;

/// <summary>Vectors in checkpoints.</summary>
internal static class NumberStream
{
    public static void WriteNumbers(this BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void ReadNumbers(this BinaryReader reader, Span<double> values)
    {
        var length = reader.ReadInt32();
        if (length != values.Length) throw new InvalidDataException($"checkpoint: expected {values.Length} numbers, found {length}");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }
}
