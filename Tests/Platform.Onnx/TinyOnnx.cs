using System.Buffers.Binary;
using System.Text;

namespace LeanDeep.Tests;

/// <summary>Small ONNX files written byte by byte: y = x·w + b for a batch of rows. Knows nothing of any ONNX library.</summary>
/// <remarks>Field numbers are those of onnx.proto3 (ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto).</remarks>
internal static class TinyOnnx
{
    /// <summary>A model with one input [batch, weights] and one output [batch, 1] (or [batch] when <paramref name="flat"/>).</summary>
    public static byte[] Linear(
        ReadOnlySpan<float> weights, float bias, string input = "features", string output = "prediction", bool flat = false)
    {
        var nodes = Message(1, Join(Text(1, input), Text(1, "w"), Text(2, "product"), Text(4, "MatMul")));
        var sum = flat ? "column" : output;
        nodes = Join(nodes, Message(1, Join(Text(1, "product"), Text(1, "b"), Text(2, sum), Text(4, "Add"))));
        if (flat)
            nodes = Join(nodes, Message(1, Join(Text(1, sum), Text(1, "axes"), Text(2, output), Text(4, "Squeeze"))));
        var graph = Join(
            nodes,
            Text(2, "linear"),
            Message(5, Join(Number(1, weights.Length), Number(1, 1), Number(2, 1), Text(8, "w"), Raw(9, Floats(weights)))),
            Message(5, Join(Number(1, 1), Number(2, 1), Text(8, "b"), Raw(9, Floats([bias])))),
            flat ? Message(5, Join(Number(1, 1), Number(2, 7), Text(8, "axes"), Raw(9, [1, 0, 0, 0, 0, 0, 0, 0]))) : [],
            Message(11, Value(input, weights.Length)),
            Message(12, flat ? Value(output) : Value(output, 1)));
        return Join(
            Number(1, 8),
            Text(2, "leandeep-tests"),
            Message(7, graph),
            Message(8, Join(Text(1, ""), Number(2, 13))),
            Message(14, Join(Text(1, "purpose"), Text(2, "test"))));
    }

    /// <summary>A float32 value whose first dimension is named batch.</summary>
    private static byte[] Value(string name, params ReadOnlySpan<int> dimensions)
    {
        var shape = Message(1, Text(2, "batch"));
        foreach (var dimension in dimensions)
            shape = Join(shape, Message(1, Number(1, dimension)));
        return Join(Text(1, name), Message(2, Message(1, Join(Number(1, 1), Message(2, shape)))));
    }

    private static byte[] Floats(ReadOnlySpan<float> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    private static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Text(int field, string value) => Raw(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => Raw(field, content);

    private static byte[] Raw(int field, byte[] content) => [.. Varint((ulong)field << 3 | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
