using System.Text;

namespace TorchSharp;

/// <summary>The kinds of values that cross to the shim; the numbers are those of Native/shim.h.</summary>
internal enum Tag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Ints = 5,
    Doubles = 6,
    Bools = 7,
    Tensors = 8,
    OptionalTensors = 9,
    Text = 10,
    Device = 11,
    Generator = 12,
    Complex = 13,
    Scalars = 14,
}

/// <summary>
/// One argument of an operator. Everything that an operator takes converts to it: tensors (null is None),
/// numbers, lists, dtypes, devices, generators. It holds references, so nothing is freed during the call.
/// </summary>
internal readonly struct Arg
{
    private readonly object? _object;
    private readonly long _bits;
    private readonly Tag _tag;
    private readonly int _count;

    private Arg(Tag tag, object? value, int count, long bits)
    {
        _tag = tag;
        _object = value;
        _count = count;
        _bits = bits;
    }

    /// <summary>An absent optional argument.</summary>
    internal static Arg None => default;

    public static implicit operator Arg(torch.Tensor? value) => value is null ? default : new(Tag.Tensor, value, 0, value.Handle);
    public static implicit operator Arg(int value) => new(Tag.Int, null, 0, value);
    public static implicit operator Arg(long value) => new(Tag.Int, null, 0, value);
    public static implicit operator Arg(double value) => new(Tag.Double, null, 0, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(bool value) => new(Tag.Bool, null, 0, value ? 1 : 0);
    public static implicit operator Arg(int? value) => value is { } v ? (Arg)v : default;
    public static implicit operator Arg(long? value) => value is { } v ? (Arg)v : default;
    public static implicit operator Arg(double? value) => value is { } v ? (Arg)v : default;
    public static implicit operator Arg(bool? value) => value is { } v ? (Arg)v : default;
    public static implicit operator Arg(torch.ScalarType value) => (long)value;
    public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? (long)v : default(Arg);
    public static implicit operator Arg(string? value) => value is null ? default : Utf8(Encoding.UTF8.GetBytes(value));
    public static implicit operator Arg(long[]? value) => value is null ? default : new(Tag.Ints, value, value.Length, 0);
    public static implicit operator Arg(ReadOnlySpan<long> value) => value.ToArray();
    public static implicit operator Arg(double[]? value) => value is null ? default : new(Tag.Doubles, value, value.Length, 0);
    public static implicit operator Arg(torch.Tensor[]? value) => value is null ? default : new(Tag.Tensors, value, value.Length, 0);
    public static implicit operator Arg(torch.Device? value) => value is null ? default : new(Tag.Device, null, (int)value.type, value.index);
    public static implicit operator Arg(torch.Generator? value) => value is null ? default : new(Tag.Generator, value, 0, value.Handle);

    public static implicit operator Arg(Scalar? value) => value is null ? default : value.AsArg();

    /// <summary>A list of tensors; no element may be null.</summary>
    internal static Arg List(IEnumerable<torch.Tensor> tensors) => tensors as torch.Tensor[] ?? tensors.ToArray();

    /// <summary>A list of tensors whose elements may be null, where a schema says Tensor?[].</summary>
    internal static Arg OptionalList(torch.Tensor?[] tensors) => new(Tag.OptionalTensors, tensors, tensors.Length, 0);

    internal static Arg Bools(bool[] values) => new(Tag.Bools, Array.ConvertAll(values, v => v ? 1L : 0L), values.Length, 0);

    /// <summary>A list of numbers, where a schema says Scalar[].</summary>
    internal static Arg Scalars(double[] values) => new(Tag.Scalars, values, values.Length, 0);

    internal static Arg Complex(double real, double imaginary) => new(Tag.Complex, new[] { real, imaginary }, 2, 0);

    private static Arg Utf8(byte[] bytes)
    {
        var words = new long[(bytes.Length + 7) / 8];
        Buffer.BlockCopy(bytes, 0, words, 0, bytes.Length);
        return new(Tag.Text, words, bytes.Length, 0);
    }

    /// <summary>The number of 8-byte words that <see cref="Write"/> needs beside the value itself.</summary>
    internal int Words => _tag is >= Tag.Ints and <= Tag.OptionalTensors or Tag.Complex or Tag.Scalars ? _count
        : _tag == Tag.Text ? (_count + 7) / 8 : 0;

    /// <summary>Writes the value, its list at <paramref name="room"/>; returns the room that is left.</summary>
    internal unsafe long* Write(Native.Value* value, long* room)
    {
        value->Tag = (int)_tag;
        value->Count = _count;
        value->Bits = _bits;
        if (Words == 0 && _tag is < Tag.Ints or Tag.Device or Tag.Generator) return room;
        value->Bits = (long)room;
        switch (_object)
        {
            case long[] ints:
                ints.CopyTo(new Span<long>(room, ints.Length));
                return room + ints.Length;
            case double[] doubles:
                doubles.CopyTo(new Span<double>(room, doubles.Length));
                return room + doubles.Length;
            case torch.Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++) room[i] = tensors[i]?.Handle ?? 0;
                return room + tensors.Length;
            default:
                throw new InvalidOperationException($"No encoding for {_object?.GetType()}.");
        }
    }
}
