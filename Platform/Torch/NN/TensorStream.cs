using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>TorchSharp's binary form of tensors: element type, dimensions (LEB128 numbers), then the elements as they lie in memory.</summary>
internal static class TensorStream
{
    private const long MostDimensions = 64;

    /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    public static void WriteNumber(BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7)
            writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    public static long ReadNumber(BinaryReader reader)
    {
        var result = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = reader.ReadByte();
            result |= (part & 0x7FL) << shift;
            if (part < 0x80)
                return result;
        }
        throw new InvalidDataException("expected a number of at most 63 bits, found a longer one");
    }

    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        WriteNumber(writer, (long)tensor.dtype);
        WriteNumber(writer, tensor.Dimensions);
        foreach (var size in tensor.shape)
            WriteNumber(writer, size);
        writer.Flush();
        tensor.detach().cpu().contiguous().WriteBytesToStream(writer.BaseStream, BufferSize);
    }

    /// <summary>Reads into a tensor that has the type and shape of the one written.</summary>
    public static void Read(BinaryReader reader, Tensor tensor)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: expected {tensor.dtype}, found {type}.");
        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: expected ({string.Join(", ", tensor.shape)}), found ({string.Join(", ", shape)}).");
        using var noGrad = no_grad();
        using var values = ReadElements(reader, type, shape);
        tensor.copy_(values);
    }

    public static Tensor Read(BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        return ReadElements(reader, type, shape);
    }

    public static void Skip(BinaryReader reader) => Read(reader).Dispose();

    private const int BufferSize = 1 << 16;

    private static (ScalarType, long[]) ReadHeader(BinaryReader reader)
    {
        var code = ReadNumber(reader);
        if (code > sbyte.MaxValue || !Enum.IsDefined((ScalarType)code))
            throw new InvalidDataException($"expected the code of an element type, found {code}");
        var dimensions = ReadNumber(reader);
        if (dimensions > MostDimensions)
            throw new InvalidDataException($"expected at most {MostDimensions} dimensions, found {dimensions}");
        var shape = new long[dimensions];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = ReadNumber(reader);
        return ((ScalarType)code, shape);
    }

    private static Tensor ReadElements(BinaryReader reader, ScalarType type, long[] shape)
    {
        RequireLength(reader.BaseStream, type, shape);
        var result = empty(shape, dtype: type);
        result.ReadBytesFromStream(reader.BaseStream, BufferSize);
        return result;
    }

    /// <summary>Refuses a shape that the rest of the stream cannot hold before memory is taken for it.</summary>
    private static void RequireLength(Stream stream, ScalarType type, long[] shape)
    {
        if (!stream.CanSeek)
            return;
        using var element = empty([], dtype: type);
        var bytes = shape.Aggregate((Int128)element.ElementSize, (product, size) => product * size);
        if (bytes > stream.Length - stream.Position)
            throw new EndOfStreamException($"expected {bytes} bytes of elements, found {stream.Length - stream.Position}");
    }
}
