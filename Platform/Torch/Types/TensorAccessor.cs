using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor, read and written in place; strides are followed, row-major order is shown.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _start;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("expected a tensor on the CPU to read from, found one on a device: call cpu() first");
        if (sizeof(T) != tensor.ElementSize) throw new ArgumentException($"{typeof(T).Name} is not compatible with {tensor.dtype}");
        _tensor = tensor;
        _start = (T*)tensor.Pointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => _start[Offset(indices)];
        set => _start[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        Fill(array, 0);
        return array;
    }

    /// <summary>An array with the tensor's rank; a scalar gives an array of rank 1 and length 1.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0) return ToArray();
        var array = Array.CreateInstance(typeof(T), _shape);
        if (Count == 0) return array;
        var bytes = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), checked((int)Count * sizeof(T)));
        Fill(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes), 0);
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        Fill(array.Slice(arrayIndex, length), tensorIndex);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var length = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        for (var i = 0; i < length; i++) _start[Offset(tensorIndex + i)] = array[arrayIndex + i];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => HashCode.Combine(Count, _tensor);

    /// <summary>Does nothing: the tensor keeps its memory.</summary>
    public void Dispose()
    {
    }

    internal static T ReadItemAt(torch.Tensor tensor, long index)
    {
        if (index < 0 || index >= tensor.numel()) throw new IndexOutOfRangeException($"The index {index} is outside the tensor's {tensor.numel()} elements.");
        tensor.ValidateType(typeof(T));
        return new TensorAccessor<T>(tensor).At(index);
    }

    private T At(long index)
    {
        var value = _start[Offset(index)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private void Fill(Span<T> target, long from)
    {
        if (_contiguous) new ReadOnlySpan<T>(_start + from, target.Length).CopyTo(target);
        else for (var i = 0; i < target.Length; i++) target[i] = _start[Offset(from + i)];
        GC.KeepAlive(_tensor);
    }

    // Position in memory of the index-th element in row-major order.
    private long Offset(long index)
    {
        if (_contiguous) return index;
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            offset += index % _shape[d] * _strides[d];
            index /= _shape[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            if (indices[0] < 0 || indices[0] >= Count) throw new IndexOutOfRangeException($"Index {indices[0]} is outside the tensor's {Count} elements.");
            return Offset(indices[0]);
        }
        if (indices.Length != _shape.Length && !(indices.Length == 0 && Count == 1))
            throw new ArgumentException($"Expected {_shape.Length} indices, got {indices.Length}.", nameof(indices));
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} is outside dimension {d}, which has {_shape[d]} elements.");
            offset += indices[d] * _strides[d];
        }
        return offset;
    }
}
