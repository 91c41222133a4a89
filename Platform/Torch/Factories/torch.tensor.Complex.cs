namespace TorchSharp;

// Tensors that copy .NET values; without a dtype the element type is kept.
public static partial class torch
{
    public static Tensor tensor(System.Numerics.Complex scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ScalarOf(scalar, dtype ?? ScalarType.ComplexFloat64, device, requires_grad);

    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(Elements(rawArray), dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(rawArray, [rawArray.Length], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(rawArray, dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(Elements(rawArray), [rawArray.Count], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(Elements(rawArray), [rows, columns], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<(float Real, float Imaginary)>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor((float Real, float Imaginary)[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<(float Real, float Imaginary)>(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor((float Real, float Imaginary)[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<(float Real, float Imaginary)>(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor((float Real, float Imaginary)[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<(float Real, float Imaginary)>(rawArray, ScalarType.ComplexFloat32, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(Elements(rawArray), dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(System.Numerics.Complex[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(rawArray, [rawArray.Length], ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(System.Numerics.Complex[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(rawArray, dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(Elements(rawArray), [rawArray.Count], ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(Elements(rawArray), [rows, columns], ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(Elements(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(Elements(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(System.Numerics.Complex[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<System.Numerics.Complex>(rawArray, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(System.Numerics.Complex[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<System.Numerics.Complex>(rawArray, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(System.Numerics.Complex[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromArray<System.Numerics.Complex>(rawArray, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);

    public static Tensor tensor(Memory<System.Numerics.Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromElements<System.Numerics.Complex>(rawArray.Span, dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad, names);
}
