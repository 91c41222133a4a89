using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    private static ScalarType s_defaultType = ScalarType.Float32;
    private static Device s_defaultDevice = new(DeviceType.CPU, -1);

    /// <summary>1-D: start, start + step, … below stop. Integers give Int64, other numbers the default dtype.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Ops.arange_start_step.Call(start, stop, step, dtype ?? (AreIntegers(start, stop, step) ? ScalarType.Int64 : s_defaultType), Arg.None, InitializeDevice(device))
            .requires_grad_(requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Unnamed(Ops.eye_m.Call(rows, columns == -1 ? rows : columns, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)).requires_grad_(requires_grad), names);

    /// <summary>1-D: steps values from start to end, both included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Ops.linspace.Call(start, end, steps, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)).requires_grad_(requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Ops.logspace.Call(start, end, steps, @base, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)).requires_grad_(requires_grad);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size, dtype, device, generator: generator, names: names).mul_(std).add_(mean).requires_grad_(requires_grad);

    /// <summary>Copies an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) => rawArray switch
    {
        bool[] or bool[,] or bool[,,] or bool[,,,] => FromArray<bool>(rawArray, ScalarType.Bool, dtype, device, requires_grad, names),
        _ => FromArrayOf(rawArray, rawArray.GetType().GetElementType()!, dtype, device, requires_grad, names),
    };

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device, false);

    /// <summary>The tensor itself, or its conversion where type or device differ.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        dtype is null && device is null ? data.alias() : data.to(dtype ?? data.dtype, device ?? data.device).requires_grad_(data.requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Unnamed(Ops.empty_strided.Call(size, strides, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)).requires_grad_(requires_grad), names);

    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Unnamed(Ops.sparse_coo_tensor_indices_size.Call(indices, values, size, dtype ?? values.dtype, Arg.None, device ?? values.device).requires_grad_(requires_grad), names);

    private static bool AreIntegers(params ReadOnlySpan<Scalar> numbers)
    {
        foreach (var number in numbers)
            if (!is_integral(number.Type)) return false;
        return true;
    }

    private static Tensor Filled(Op op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Unnamed(Graded(op.Call(size, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad), names);

    private static Tensor Full(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) =>
        Unnamed(Graded(Ops.full.Call(size, value, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad), names);

    private static Tensor Drawn(Op op, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Unnamed(Graded(op.Call(size, generator, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad), names);

    private static Tensor Integers(long low, long high, long[] size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names) =>
        Unnamed(Graded(Ops.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)), requires_grad), names);

    private static Tensor Graded(Tensor tensor, bool requires_grad) => requires_grad ? tensor.requires_grad_() : tensor;

    private static Tensor Unnamed(Tensor tensor, string[]? names) => names is null || names.Length == 0 ? tensor
        : throw new NotSupportedException("Named dimensions exist only in the TorchSharp package, not in the embedded platform.");

    private static Tensor ScalarOf(Scalar value, ScalarType dtype, Device? device, bool requires_grad) =>
        Graded(Ops.scalar_tensor.Call(value, dtype, Arg.None, InitializeDevice(device)), requires_grad);

    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> items => CollectionsMarshal.AsSpan(items),
        _ => list.ToArray(),
    };

    private static unsafe Tensor FromElements<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var size in shape) count *= size;
        if (count > elements.Length) throw new ArgumentException($"mismatched total size creating a tensor from an array: {count} vs. {elements.Length}");
        var tensor = Ops.empty_memory_format.Call(shape, type, Arg.None, CPU);
        if (count > 0) elements[..(int)count].CopyTo(new Span<T>((void*)tensor.Pointer(), (int)count));
        var target = InitializeDevice(device);
        if ((dtype ?? type) != type || target.type != DeviceType.CPU) tensor = tensor.to(dtype ?? type, target, disposeAfter: true);
        return Unnamed(Graded(tensor, requires_grad), names);
    }

    private static Tensor FromArray<T>(Array array, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        var shape = new long[array.Rank];
        for (var d = 0; d < shape.Length; d++) shape[d] = array.GetLongLength(d);
        var elements = array.Length == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return FromElements(elements, shape, type, dtype, device, requires_grad, names);
    }

    private static Tensor FromArrayOf(Array array, Type element, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        var type = ToScalarType(element);
        return type switch
        {
            ScalarType.Byte => FromArray<byte>(array, type, dtype, device, requires_grad, names),
            ScalarType.Int8 => FromArray<sbyte>(array, type, dtype, device, requires_grad, names),
            ScalarType.Int16 => FromArray<short>(array, type, dtype, device, requires_grad, names),
            ScalarType.Int32 => FromArray<int>(array, type, dtype, device, requires_grad, names),
            ScalarType.Int64 => FromArray<long>(array, type, dtype, device, requires_grad, names),
            ScalarType.Bool => FromArray<bool>(array, type, dtype, device, requires_grad, names),
            ScalarType.Float16 => FromArray<Half>(array, type, dtype, device, requires_grad, names),
            ScalarType.BFloat16 => FromArray<BFloat16>(array, type, dtype, device, requires_grad, names),
            ScalarType.Float32 => FromArray<float>(array, type, dtype, device, requires_grad, names),
            ScalarType.Float64 => FromArray<double>(array, type, dtype, device, requires_grad, names),
            ScalarType.ComplexFloat32 => FromArray<(float, float)>(array, type, dtype, device, requires_grad, names),
            _ => FromArray<System.Numerics.Complex>(array, type, dtype, device, requires_grad, names),
        };
    }
}
