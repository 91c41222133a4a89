using System.Numerics;

namespace TorchSharp;

/// <summary>A number of any element type, as operators take them.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly double _imaginary;
    private readonly long _integer;

    internal Scalar(long value, torch.ScalarType type = torch.ScalarType.Int64)
    {
        _integer = value;
        _real = value;
        Type = type;
    }

    internal Scalar(double value, torch.ScalarType type = torch.ScalarType.Float64)
    {
        _real = value;
        _integer = IsReal(type) && double.IsFinite(value) && Math.Abs(value) < 9.3e18 ? (long)value : 0;
        Type = type;
    }

    internal Scalar(bool value) : this(value ? 1L : 0L, torch.ScalarType.Bool)
    {
    }

    internal Scalar(Complex value) : this(value.Real, torch.ScalarType.ComplexFloat64) => _imaginary = value.Imaginary;

    /// <summary>The element type: Int64, Float64, Bool or ComplexFloat64, as libtorch keeps numbers.</summary>
    public torch.ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(BFloat16 value) => new((double)value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(value);
    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2));
    public static implicit operator Scalar(Complex value) => new(value);

    /// <summary>Does nothing: a scalar holds no native memory.</summary>
    public void Dispose()
    {
    }

    internal double AsDouble => _real;

    internal long AsLong => _integer;

    internal Complex AsComplex => new(_real, _imaginary);

    internal bool AsBool => _real != 0 || _imaginary != 0 || _integer != 0;

    internal Arg AsArg() => Type switch
    {
        torch.ScalarType.Int64 => _integer,
        torch.ScalarType.Bool => _integer != 0,
        torch.ScalarType.ComplexFloat64 => Arg.Complex(_real, _imaginary),
        _ => _real,
    };

    private static bool IsReal(torch.ScalarType type) => type == torch.ScalarType.Float64;
}

/// <summary>Conversions between numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new BFloat16(value);
    public static Scalar ToScalar(this BFloat16 value) => value;
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsLong;
    public static byte ToByte(this Scalar value) => (byte)value.AsLong;
    public static short ToInt16(this Scalar value) => (short)value.AsLong;
    public static int ToInt32(this Scalar value) => (int)value.AsLong;
    public static long ToInt64(this Scalar value) => value.AsLong;
    public static bool ToBoolean(this Scalar value) => value.AsBool;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.AsComplex.Real, (float)value.AsComplex.Imaginary);

    public static Complex ToComplexFloat64(this Scalar value) => value.AsComplex;
}
